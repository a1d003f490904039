import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { diffOpenApi } from '../../../../src/diff/openapi/diff-openapi.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../src/internal/json.ts';
import { toPointer } from '../../../../src/internal/json-pointer.ts';
import { openapi30, openapi31, openapi32, swagger } from './full-documents.ts';

type Path = readonly string[];

/** What speaks to readers only. */
const documentation = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  'contact',
  'license',
  'termsOfService',
  '$comment',
  'info',
]);

/** Edits that mean nothing, by the last steps to them. */
const meaningless: readonly RegExp[] = [
  // Documentation under names of its own.
  /\/scopes\/read$/,
  /\/bearerFormat$/,
  /\/device\/deprecated$/,
  /\/servers\/0\/name$/,
  // A path without one of its parameters is another path, whatever is said.
  /^\/paths\/~1pets~1\{id\}\/parameters\/0\/required$/,
  // What is no longer kept out of a direction is a new optional member there.
  /\/(?:readOnly|writeOnly)$/,
  // Addresses that a flow does not use.
  /\/implicit\/tokenUrl$/,
  /\/(?:password|clientCredentials)\/authorizationUrl$/,
  // Names of bodies in Swagger 2.0.
  /\/(?:put|post)\/parameters\/0\/name$/,
];

/** Removals of what says no more than the default. */
const defaults: readonly RegExp[] = [/^\/consumes(?:\/0)?$/, /^\/jsonSchemaDialect$/, /\/X-Rate\/style$/];

/** Maps whose keys are names, so that what they are called says nothing. */
const named = new Set(['properties', 'paths']);

function* placesIn(value: JsonValue, path: Path = []): Generator<readonly [Path, JsonValue]> {
  const entries = isJsonArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  for (const [key, member] of entries) {
    const name = String(key);
    if (documentation.has(name) && !named.has(path.at(-1) ?? '')) continue;
    const at = [...path, name];
    yield [at, member];
    yield* placesIn(member, at);
  }
}

/** A copy with something else at a path, or nothing where that is undefined. */
function edited(value: JsonValue, [key = '', ...rest]: Path, change: JsonValue | undefined): JsonValue {
  if (isJsonArray(value)) {
    const index = Number(key);
    if (rest.length === 0 && change === undefined) return value.toSpliced(index, 1);
    return value.with(index, rest.length === 0 ? (change ?? null) : edited(value[index] ?? null, rest, change));
  }
  if (!isJsonObject(value)) return value;
  if (rest.length > 0) return { ...value, [key]: edited(value[key] ?? null, rest, change) };
  const { [key]: _, ...others } = value;
  return change === undefined ? others : { ...value, [key]: change };
}

function another(value: JsonValue): JsonValue | undefined {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : undefined;
}

/** Whether a comparison says nothing at all: neither a finding nor that the document breaks its specification. */
async function isSilent(baseline: JsonValue, candidate: JsonValue): Promise<boolean> {
  const report = await diffOpenApi(JSON.stringify(baseline), JSON.stringify(candidate));
  return report.match(
    ({ findings }) => findings.length === 0,
    () => false,
  );
}

/** What stands in an earlier version's document in the same way is tried there. */
async function silentEdits(document: JsonObject, earlier: JsonObject | undefined): Promise<readonly string[]> {
  const silent: string[] = [];
  const tried = new Map([...placesIn(earlier ?? {})].map(([path, value]) => [toPointer(path), JSON.stringify(value)]));
  for (const [path, value] of placesIn(document)) {
    const pointer = toPointer(path);
    if (tried.get(pointer) === JSON.stringify(value)) continue;
    if (meaningless.some((pattern) => pattern.test(pointer))) continue;
    const changed = another(value);
    if (changed !== undefined && (await isSilent(document, edited(document, path, changed)))) {
      silent.push(`changing ${pointer}`);
    }
    if (defaults.some((pattern) => pattern.test(pointer))) continue;
    if (await isSilent(document, edited(document, path, undefined))) silent.push(`removing ${pointer}`);
  }
  return silent;
}

const documents = [
  ['v2.0', swagger, undefined],
  ['v3.0', openapi30, undefined],
  ['v3.1', openapi31, openapi30],
  ['v3.2', openapi32, openapi31],
] as const;

/** The names of all fields in the published schema of a version. */
function fieldsOf(version: string): ReadonlySet<string> {
  const schema: unknown = createRequire(import.meta.url)(
    `@seriousme/openapi-schema-validator/schemas/${version}/schema.json`,
  );
  const fields = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (key === 'properties' && typeof member === 'object' && member !== null) {
        for (const name of Object.keys(member)) fields.add(name);
      }
      visit(member);
    }
  };
  visit(schema);
  return fields;
}

function keysIn(value: JsonValue): readonly string[] {
  if (isJsonArray(value)) return value.flatMap(keysIn);
  return isJsonObject(value) ? [...Object.keys(value), ...Object.values(value).flatMap(keysIn)] : [];
}

/** Fields that are documentation, or stand for others of their kind. */
const notShown = new Set([
  ...documentation,
  ...listed('name url email identifier version kind parent value externalValue dataValue'),
  ...listed('serializedValue nodeType additionalItems definitions'),
  // Methods like those that are there, and components of kinds that are referred to in other ways.
  ...listed('get put delete options head patch trace requestBodies headers links callbacks'),
  ...listed('$recursiveRef $dynamicRef anyOf oneOf not'),
]);

function listed(words: string): readonly string[] {
  return words.split(' ');
}

describe('editing one field of a document', { timeout: 120_000 }, () => {
  it.each(documents)('is noticed wherever it means something: %s', async (_, document, earlier) => {
    expect(await isSilent(document, document)).toBe(true);
    expect(await silentEdits(document, earlier)).toEqual([]);
  });

  it.each(documents)('is tried for every field of the specification: %s', (version, document) => {
    const shown = new Set(keysIn(document));
    expect([...fieldsOf(version)].filter((field) => !shown.has(field) && !notShown.has(field))).toEqual([]);
  });
});
