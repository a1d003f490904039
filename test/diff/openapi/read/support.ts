import { parseApi, type ParsedApi } from '../../../../src/diff/openapi/parse.ts';
import type { ApiModel, Operation, OperationEntry } from '../../../../src/diff/openapi/model.ts';
import type { SchemaUse } from '../../../../src/diff/payload/payload.ts';
import { findTarget } from '../../../../src/diff/source/resolve.ts';
import type { JsonValue } from '../../../../src/internal/json.ts';

export type Document = Readonly<Record<string, unknown>>;

/** What is read from a document that has to be accepted. */
export function parse(document: Document): ParsedApi {
  return parseApi(JSON.stringify(document), undefined).match(
    (parsed) => parsed,
    ({ message }) => {
      throw new Error(message);
    },
  );
}

export function modelOf(document: Document): ApiModel {
  return parse(document).model;
}

/** Why a document is refused, which it has to be: rule and pointer of each problem. */
export function problemsOf(document: Document): readonly string[] {
  return parseApi(JSON.stringify(document), undefined).match(
    () => {
      throw new Error('accepted');
    },
    ({ problems }) => problems.map(({ rule, pointer }) => `${rule} ${pointer}`),
  );
}

/** An OpenAPI document with these members. */
export function openapi(version: string, members: Document): Document {
  return { openapi: version, info: { title: 'T', version: '1' }, ...members };
}

/** The only operation of a document with these members: `GET /things` unless the path is given. */
export function operationOf(version: string, operation: Document, rest: Document = {}, path = '/things'): Operation {
  return firstOf(modelOf(openapi(version, { paths: { [path]: { post: operation } }, ...rest })));
}

/** The same of Swagger 2.0. */
export function swaggerOperationOf(operation: Document, rest: Document = {}): Operation {
  const document = { swagger: '2.0', info: { title: 'T', version: '1' }, paths: { '/things': { post: operation } } };
  return firstOf(modelOf({ ...document, ...rest }));
}

export function firstOf({ operations }: { readonly operations: readonly OperationEntry[] }): Operation {
  const [entry] = operations;
  if (entry === undefined) throw new Error('no operation');
  return entry.read();
}

/** A model with what places refer to in place of the places: equal for equal APIs, wherever their parts stand. */
export function withoutPlaces({ document, model }: ParsedApi): unknown {
  return plain(model, document.value);
}

function plain(value: unknown, root: JsonValue): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, root));
  if (typeof value !== 'object' || value === null) return value;
  if (isSchemaUse(value)) return value.made ?? findTarget(root, `#${encodeURI(value.pointer)}`)?.value;
  const members = Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, unknown][] => {
    if (key === 'pointer' || key === 'pathItem' || key === 'specification') return [];
    if (typeof member === 'function') return [['operation', plain(member(), root)]];
    return [[key, plain(member, root)]];
  });
  return Object.fromEntries(members);
}

function isSchemaUse(value: object): value is SchemaUse {
  return 'dialect' in value;
}
