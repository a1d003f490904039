import { err, ok, type Result } from 'neverthrow';

import { isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import type { DiffError, DocumentSide } from '../diff-error.ts';
import type { DiffOptions } from '../diff-options.ts';
import { dialectOfMetaschema } from '../schema/compile/dialect.ts';
import type { DialectName } from '../schema/index.ts';
import { detectContract } from '../source/contract-kind.ts';
import { withDirectReferences } from '../source/direct-references.ts';
import { parseDocument, placeOf, type SourceDocument } from '../source/parse-document.ts';
import { toProblem, type Problem } from '../source/problem.ts';
import type { ApiModel } from './model.ts';
import { readDocument } from './read/document.ts';
import { quote, Reading, type Edition } from './read/reading.ts';

/** A document that was read. */
export interface ParsedApi {
  readonly document: SourceDocument;
  readonly model: ApiModel;
  /** What is wrong with the document; the model says nothing of it. Empty unless asked for by `invalid: 'compare'`. */
  readonly problems: readonly Problem[];
}

/** The versions that are read. */
const editions: readonly (readonly [Edition, RegExp])[] = [
  ['2.0', /^2\.0$/u],
  ['3.0', /^3\.0(?:\.\d+)?(?:-[\w.]+)?$/u],
  ['3.1', /^3\.1(?:\.\d+)?(?:-[\w.]+)?$/u],
  ['3.2', /^3\.2(?:\.\d+)?(?:-[\w.]+)?$/u],
];

/**
 * Reads an OpenAPI or Swagger document: Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2.
 *
 * Refused is what could make a comparison say less than the truth: values of the wrong kind, references that lead
 * nowhere, parameters without a name or with the same one. What a comparison can do without is tolerated: missing
 * `info` or `responses`; path parameters that nothing describes (any text) or that stand in no path; a parameter's
 * reference or a security scheme's name that leads nowhere, which is equal to itself only; schemas, which are judged
 * where they are compared.
 */
export function parseApi(
  source: string | Uint8Array,
  side: DocumentSide | undefined,
  options: Pick<DiffOptions, 'invalid' | 'limits'> = {},
): Result<ParsedApi, DiffError> {
  return parseDocument(source, options.limits)
    .mapErr((error) => refusal(side, [toProblem(error)]))
    .andThen((document) => readApi(withDirect(document), side, options));
}

function withDirect(document: SourceDocument): SourceDocument {
  const { value, references } = document;
  if (!isJsonObject(value)) return document;
  return { ...document, value: withDirectReferences(value, references, { anchors: true }) };
}

/** Reads a document that was parsed before. */
function readApi(
  document: SourceDocument,
  side: DocumentSide | undefined,
  { invalid = 'refuse' }: Pick<DiffOptions, 'invalid'>,
): Result<ParsedApi, DiffError> {
  const begun = begin(document);
  if (begun.isErr()) return err(refusal(side, [{ ...begun.error, ...placeOf(document, begun.error.pointer) }]));
  const { reading, specification } = begun.value;
  const model = readDocument(reading, specification);
  reading.readExpected();
  const problems = reading.problems.map((problem) => ({ ...problem, ...placeOf(document, problem.pointer) }));
  if (problems.length > 0 && invalid === 'refuse') return err(refusal(side, problems));
  return ok({ document, model, problems });
}

interface Begun {
  readonly reading: Reading;
  readonly specification: string;
}

function begin(document: SourceDocument): Result<Begun, Problem> {
  const kind = detectContract(document);
  const root = document.value;
  if (!isJsonObject(root) || kind?.contract_type !== 'openapi') {
    const message = 'The document is no OpenAPI document: it needs "openapi" or "swagger" with a version.';
    return err({ rule: 'unknown-specification', message, pointer: '' });
  }
  const { specification, version } = kind;
  const edition = editions.find(([edition, pattern]) => {
    return (edition === '2.0') === (specification === 'swagger') && pattern.test(version);
  })?.[0];
  if (edition === undefined) {
    const message = `${specification} ${quote(version)} is not read: only swagger 2.0, openapi 3.0, 3.1 and 3.2 are.`;
    return err({ rule: 'unsupported-version', message, pointer: `/${specification}` });
  }
  const declared = edition === '3.1' || edition === '3.2' ? ownMember(root, 'jsonSchemaDialect') : undefined;
  const dialect = edition === '2.0' || edition === '3.0' ? 'openapi-3.0' : dialectOf(declared);
  if (dialect === undefined) {
    const message = `The schema dialect ${quote(JSON.stringify(declared))} is not known.`;
    return err({ rule: 'unknown-dialect', message, pointer: '/jsonSchemaDialect' });
  }
  return ok({ reading: new Reading(root, edition, dialect), specification: `${specification} ${version}` });
}

/** The dialect of schemas since 3.1. */
function dialectOf(declared: JsonValue | undefined): DialectName | undefined {
  if (declared === undefined) return '2020-12';
  return typeof declared === 'string' ? dialectOfMetaschema(declared) : undefined;
}

function refusal(side: DocumentSide | undefined, problems: readonly Problem[]): DiffError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const document = side === undefined ? 'The document' : `The ${side}`;
  return {
    kind: 'invalid_document',
    ...(side === undefined ? {} : { side }),
    message: `${document} cannot be compared: ${first?.message ?? ''}${more}`,
    problems,
  };
}
