import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';

export type Kind =
  | 'document'
  | 'path item'
  | 'operation'
  | 'parameter'
  | 'body'
  | 'content'
  | 'response'
  | 'header'
  | 'schema';

/** Where an element of a document stands. */
export interface ElementPlace {
  readonly kind: Kind;
  readonly path: readonly string[];
  readonly value: JsonObject;
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** What stands under a member of an element: the kind of that element, of each in a map, or of each in a list. */
const under: Readonly<Record<Kind, Readonly<Record<string, readonly ['one' | 'map' | 'list', Kind]>>>> = {
  document: { paths: ['map', 'path item'], webhooks: ['map', 'path item'] },
  'path item': { parameters: ['list', 'parameter'] },
  operation: { parameters: ['list', 'parameter'], requestBody: ['one', 'body'], responses: ['map', 'response'] },
  parameter: { schema: ['one', 'schema'], content: ['map', 'content'] },
  header: { schema: ['one', 'schema'], content: ['map', 'content'] },
  body: { content: ['map', 'content'] },
  response: { content: ['map', 'content'], headers: ['map', 'header'], schema: ['one', 'schema'] },
  content: { schema: ['one', 'schema'] },
  schema: {
    properties: ['map', 'schema'],
    additionalProperties: ['one', 'schema'],
    items: ['one', 'schema'],
    not: ['one', 'schema'],
    allOf: ['list', 'schema'],
    anyOf: ['list', 'schema'],
    oneOf: ['list', 'schema'],
  },
};
const components: Readonly<Record<string, Kind>> = {
  schemas: 'schema',
  definitions: 'schema',
  parameters: 'parameter',
  responses: 'response',
  requestBodies: 'body',
  headers: 'header',
};

/** Every element of a document, of OpenAPI or Swagger. */
export function placesOf(root: JsonObject): readonly ElementPlace[] {
  const found: ElementPlace[] = [];
  const visit = (kind: Kind, path: readonly string[], value: JsonValue | undefined): void => {
    if (!isJsonObject(value)) return;
    found.push({ kind, path, value });
    for (const [key, [form, inner]] of Object.entries(under[kind])) {
      if (!Object.hasOwn(value, key)) continue;
      const member = value[key];
      if (form === 'one') visit(inner, [...path, key], member);
      else for (const [name, each] of entriesOf(member)) visit(inner, [...path, key, name], each);
    }
    if (kind === 'path item') {
      for (const [key, each] of Object.entries(value)) if (methods.has(key)) visit('operation', [...path, key], each);
    }
    if (kind !== 'operation' || !isJsonObject(value.callbacks)) return;
    for (const [name, callback] of entriesOf(value.callbacks)) {
      for (const [key, item] of entriesOf(callback)) visit('path item', [...path, 'callbacks', name, key], item);
    }
  };
  visit('document', [], root);
  const holders = [[[], root] as const, [['components'], root.components] as const];
  for (const [path, holder] of holders) {
    if (!isJsonObject(holder)) continue;
    for (const [key, kind] of Object.entries(components)) {
      for (const [name, each] of entriesOf(holder[key])) visit(kind, [...path, key, name], each);
    }
  }
  return found;
}

function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  if (isJsonArray(value)) return value.map((each, index) => [String(index), each] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}

/** A copy in which something else stands at a path; without it where that is undefined. */
export function replaceAt(root: JsonValue, path: readonly string[], value: JsonValue | undefined): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? root;
  if (isJsonArray(root)) {
    const index = Number(key);
    if (rest.length === 0 && value === undefined) return root.toSpliced(index, 1);
    return root.with(index, replaceAt(root[index] ?? null, rest, value));
  }
  if (!isJsonObject(root)) return root;
  if (rest.length > 0) return { ...root, [key]: replaceAt(root[key] ?? null, rest, value) };
  const { [key]: _, ...others } = root;
  if (value === undefined) return others;
  return { ...root, [key]: value };
}
