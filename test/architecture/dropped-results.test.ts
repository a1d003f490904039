import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const timeout = 60_000;

/** The statements of a program that compute a Result, or a promise of one, and drop it: `file:line text`. */
function findDroppedResults(program: ts.Program, isOurs: (file: string) => boolean): readonly string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const source of program.getSourceFiles()) {
    if (!isOurs(source.fileName)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isExpressionStatement(node) && isResult(droppedType(node.expression, checker), checker)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${source.fileName.replace(root, '')}:${line + 1} ${node.getText().split('\n')[0] ?? ''}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/**
 * What a statement computes and drops. An assignment drops nothing, and `void` says that dropping is meant; only a
 * promise behind a `void` is still dropped before anybody could know its result.
 */
function droppedType(expression: ts.Expression, checker: ts.TypeChecker): ts.Type | undefined {
  if (ts.isParenthesizedExpression(expression)) return droppedType(expression.expression, checker);
  if (ts.isVoidExpression(expression)) {
    const type = checker.getTypeAtLocation(expression.expression);
    return checker.getAwaitedType(type) === type ? undefined : type;
  }
  const assigns =
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    expression.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return assigns ? undefined : checker.getTypeAtLocation(expression);
}

/** Whether a type is neverthrow's Result or ResultAsync, or a promise or a union with one. */
function isResult(type: ts.Type | undefined, checker: ts.TypeChecker): boolean {
  if (type === undefined) return false;
  if (type.isUnion()) return type.types.some((part) => isResult(part, checker));
  const awaited = checker.getAwaitedType(type);
  if (awaited !== undefined && awaited !== type) return isResult(awaited, checker);
  return (
    type.getProperty('isOk') !== undefined &&
    type.getProperty('isErr') !== undefined &&
    type.getProperty('_unsafeUnwrap') !== undefined
  );
}

function readConfig(): ts.ParsedCommandLine {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, root);
}

describe('results', () => {
  const { options, fileNames } = readConfig();

  it('are never dropped', { timeout }, () => {
    const sources = fileNames.filter((file) => file.includes('/src/'));
    const program = ts.createProgram(sources, options);
    expect(findDroppedResults(program, (file) => file.startsWith(`${root}src/`))).toEqual([]);
  });

  it('would be seen where they were', { timeout }, () => {
    const planted = `${root}src/planted.ts`;
    const text = [
      "import type { Result } from 'neverthrow';",
      "import { ok, okAsync } from 'neverthrow';",
      'const fail = (): Result<number, string> => ok(1);',
      'const later = async (): Promise<Result<number, string>> => ok(1);',
      'const maybe = (): Result<number, string> | undefined => undefined;',
      'export async function all(): Promise<void> {',
      '  fail();',
      '  void later();',
      '  await later();',
      '  okAsync(1);',
      '  maybe();',
      '  fail().map((value) => value + 1);',
      '  const kept = fail();',
      '  let last = await later();',
      '  last = kept;',
      '  last.isOk();',
      '  void (await later());',
      '}',
    ].join('\n');
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (file, ...rest) =>
      file === planted ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) : read(file, ...rest);
    const exists = host.fileExists.bind(host);
    host.fileExists = (file) => file === planted || exists(file);
    const program = ts.createProgram([planted], options, host);
    expect(findDroppedResults(program, (file) => file === planted)).toEqual([
      'src/planted.ts:7 fail();',
      'src/planted.ts:8 void later();',
      'src/planted.ts:9 await later();',
      'src/planted.ts:10 okAsync(1);',
      'src/planted.ts:11 maybe();',
      'src/planted.ts:12 fail().map((value) => value + 1);',
    ]);
  });
});
