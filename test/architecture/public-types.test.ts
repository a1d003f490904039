import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const config = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
  ts.sys,
  root,
);
const entries = Object.entries(config.options.paths ?? {}).map(
  ([name, [path = '']]) => [name, join(root, path)] as const,
);
const program = ts.createProgram(
  [...entries.map(([, path]) => path), join(root, 'src/usecases/call-context.ts')],
  config.options,
);
const checker = program.getTypeChecker();

/** The symbols that a file exports, with aliases followed. */
function exportsOf(path: string): ReadonlySet<ts.Symbol> {
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  return new Set(module === undefined ? [] : checker.getExportsOfModule(module).map(followed));
}

function followed(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The package's own types that an exported signature mentions without being exported from the same file. */
function missingTypes(path: string): readonly string[] {
  const exported = exportsOf(path);
  // What the root entry exports is at hand for the users of every other entry.
  const known = new Set([...exported, ...exportsOf(join(root, 'src/index.ts'))]);
  const missing = new Set<string>();
  const visit = (owner: string) => (node: ts.Node) => {
    if (ts.isBlock(node)) return;
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
    const target = symbol === undefined ? undefined : followed(symbol);
    const declaration = target?.declarations?.[0];
    if (target !== undefined && declaration !== undefined && isOwn(declaration) && !known.has(target)) {
      missing.add(`${target.name} (mentioned by ${owner})`);
    }
    ts.forEachChild(node, visit(owner));
  };
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? []) {
      const node = ts.isVariableDeclaration(declaration) ? declaration.type : declaration;
      if (node !== undefined) visit(symbol.name)(node);
    }
  }
  return [...missing].toSorted();
}

function isOwn(declaration: ts.Declaration): boolean {
  return (
    declaration.getSourceFile().fileName.startsWith(join(root, 'src')) && !ts.isTypeParameterDeclaration(declaration)
  );
}

describe.each(entries)('the types of %s', (_, path) => {
  it('are all exported where a signature mentions them', () => {
    expect(missingTypes(path)).toEqual([]);
  });
});

describe('this test', () => {
  it('notices a type that is missing', () => {
    expect(missingTypes(join(root, 'src/usecases/call-context.ts'))).toContain('Dependencies (mentioned by correlate)');
  });
});
