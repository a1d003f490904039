import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import { dialects } from '../../src/diff/schema/evaluate/dialects.ts';
import { placesOf, replaceAt } from './places.ts';
import type { Random } from './random.ts';
import type { Document } from './documents.ts';
import { definitionsOf } from './naming.ts';
import { alone, drawSchema } from './schemas.ts';
import type { Schema, SchemaObject, World } from './schemas.ts';

interface Rewrite {
  readonly name: string;
  /** Whether a schema around it could no longer see which members this one evaluates. */
  readonly hides: boolean;
  readonly apply: (schema: SchemaObject, world: World, document: Document) => Schema | undefined;
}

/** Keywords that read each other and so stay together. */
const companions = [
  ['properties', 'patternProperties', 'additionalProperties'],
  ['items', 'prefixItems', 'additionalItems'],
  ['contains', 'minContains', 'maxContains'],
  ['if', 'then', 'else'],
  ['type', 'nullable'],
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
  ['unevaluatedItems', 'unevaluatedProperties'],
];

const has = (schema: SchemaObject, ...keywords: readonly string[]): boolean =>
  keywords.every((keyword) => Object.hasOwn(schema, keyword));

const without = (schema: SchemaObject, ...keywords: readonly string[]): SchemaObject =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));

const listAt = (schema: SchemaObject, keyword: string): readonly Schema[] | undefined => {
  const value = schema[keyword];
  return Array.isArray(value) ? value : undefined;
};

const not = (schema: unknown): SchemaObject => ({ not: schema });

/** Adds a condition, never beside a `$ref` that would swallow it or over one that stands there. */
function conjoin(schema: SchemaObject, addition: SchemaObject): SchemaObject {
  const clashes = Object.keys(addition).some((keyword) => has(schema, keyword));
  return clashes || has(schema, '$ref') ? { allOf: [schema, addition] } : { ...schema, ...addition };
}

const shuffleObject = (random: Random, node: unknown): unknown =>
  isJsonObject(node) ? Object.fromEntries(random.shuffle(Object.entries(node))) : node;

const rewrites: readonly Rewrite[] = [
  { name: 'wrap in allOf', hides: false, apply: (schema) => ({ allOf: [schema] }) },
  { name: 'wrap in anyOf', hides: false, apply: (schema) => ({ anyOf: [schema] }) },
  { name: 'wrap in oneOf', hides: false, apply: (schema) => ({ oneOf: [schema, not({})] }) },
  { name: 'repeat in anyOf', hides: false, apply: (schema) => ({ anyOf: [schema, schema] }) },
  { name: 'negate twice', hides: true, apply: (schema) => not(not(schema)) },
  {
    name: 'reorder',
    hides: false,
    apply: (schema, { random }) => {
      const shuffled = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
        if (['allOf', 'anyOf', 'oneOf', 'enum', 'required'].includes(keyword) && Array.isArray(value)) {
          return [keyword, random.shuffle(value)];
        }
        return [keyword, keyword === 'properties' ? shuffleObject(random, value) : value];
      });
      return Object.fromEntries(random.shuffle(shuffled));
    },
  },
  {
    name: 'annotate',
    hides: false,
    apply: (schema) => ({ ...schema, title: 'title', description: 'text', default: 1 }),
  },
  {
    name: 'add what always holds',
    hides: false,
    apply: (schema, { random }) => conjoin(schema, { [random.pick(['minLength', 'minItems', 'minProperties'])]: 0 }),
  },
  {
    name: 'absorb',
    hides: true,
    apply: (schema, world) => ({ anyOf: [schema, { allOf: [schema, drawSchema(alone(world), 1)] }] }),
  },
  {
    name: 'split by a case',
    hides: true,
    apply: (schema, world) => {
      const condition = drawSchema(alone(world), 1);
      return { anyOf: [{ allOf: [schema, condition] }, { allOf: [schema, not(condition)] }] };
    },
  },
  {
    name: 'spread into allOf',
    hides: false,
    apply: (schema, { random }) => {
      if (has(schema, '$ref')) return undefined;
      const keywords = Object.keys(schema).filter((keyword) => !keyword.startsWith('unevaluated'));
      const chosen = new Set(random.some(keywords, 0.5));
      for (const group of companions) {
        if (group.some((keyword) => chosen.has(keyword))) for (const keyword of group) chosen.add(keyword);
      }
      chosen.delete('allOf');
      const moved = [...chosen].filter((keyword) => has(schema, keyword));
      if (moved.length === 0) return undefined;
      const inner = Object.fromEntries(moved.map((keyword) => [keyword, schema[keyword]]));
      return { ...without(schema, ...moved), allOf: [...(listAt(schema, 'allOf') ?? []), inner] };
    },
  },
  {
    name: 'types as anyOf',
    hides: false,
    apply: (schema) =>
      Array.isArray(schema.type) && !has(schema, 'anyOf') && !has(schema, '$ref')
        ? { ...without(schema, 'type'), anyOf: schema.type.map((type: unknown) => ({ type })) }
        : undefined,
  },
  {
    name: 'enum as anyOf',
    hides: false,
    apply: (schema, { dialect }) => {
      if (!Array.isArray(schema.enum) || has(schema, 'anyOf') || has(schema, '$ref')) return undefined;
      const single = (value: unknown): SchemaObject =>
        dialect === 'draft-04' || dialect === 'openapi-3.0' ? { enum: [value] } : { const: value };
      return { ...without(schema, 'enum'), anyOf: schema.enum.map(single) };
    },
  },
  {
    name: 'const as enum',
    hides: false,
    apply: (schema) =>
      has(schema, 'const') && !has(schema, 'enum') ? { ...without(schema, 'const'), enum: [schema.const] } : undefined,
  },
  {
    name: 'anyOf by De Morgan',
    hides: true,
    apply: (schema) => {
      const branches = listAt(schema, 'anyOf');
      if (branches === undefined || has(schema, 'not') || has(schema, '$ref')) return undefined;
      return { ...without(schema, 'anyOf'), not: { allOf: branches.map(not) } };
    },
  },
  {
    name: 'oneOf spelled out',
    hides: true,
    apply: (schema) => {
      const branches = listAt(schema, 'oneOf');
      if (branches === undefined || has(schema, 'anyOf') || has(schema, '$ref')) return undefined;
      const only = branches.map((branch, index) => ({
        allOf: [branch, ...branches.filter((_, other) => other !== index).map(not)],
      }));
      return { ...without(schema, 'oneOf'), anyOf: only };
    },
  },
  {
    name: 'if as anyOf',
    hides: true,
    apply: (schema) => {
      if (!has(schema, 'if') || has(schema, 'anyOf') || has(schema, '$ref')) return undefined;
      const branch = (condition: unknown, keyword: string): SchemaObject => ({
        allOf: [condition, ...(has(schema, keyword) ? [schema[keyword]] : [])],
      });
      return {
        ...without(schema, 'if', 'then', 'else'),
        anyOf: [branch(schema.if, 'then'), branch(not(schema.if), 'else')],
      };
    },
  },
  {
    name: 'dependentRequired as anyOf',
    hides: false,
    apply: (schema) => {
      if (!isJsonObject(schema.dependentRequired) || has(schema, '$ref')) return undefined;
      const clauses = Object.entries(schema.dependentRequired).map(([name, names]) => ({
        anyOf: [not({ required: [name] }), { required: names }],
      }));
      return { ...without(schema, 'dependentRequired'), allOf: [...(listAt(schema, 'allOf') ?? []), ...clauses] };
    },
  },
  {
    name: 'unfold a reference',
    hides: false,
    apply: (schema, { dialect }, { definitions }) => {
      const { pointer } = definitionsOf(dialect);
      const isAlone = Object.keys(schema).length === 1 || dialects[dialect].refReplaces;
      if (!isAlone || typeof schema.$ref !== 'string' || !schema.$ref.startsWith(pointer)) return undefined;
      return definitions[schema.$ref.slice(pointer.length)];
    },
  },
];

/** Whether the document has keywords that look at what others evaluate. */
const looksAround = (document: Document): boolean => JSON.stringify(document).includes('"unevaluated');

/** Rewrites one place without changing which instances are valid; `undefined` where the drawn rewrite does not fit. */
export function keep(
  document: Document,
  world: World,
): { readonly document: Document; readonly name: string } | undefined {
  const { random, dialect } = world;
  const moved = document.naming === 'pointer' && random.chance(0.15) ? rearrange(document, world) : undefined;
  if (moved !== undefined) return moved;
  const names = Object.keys(document.definitions);
  const definition = random.chance(0.3) ? random.pick(names) : undefined;
  const target = definition === undefined ? document.root : document.definitions[definition];
  const place = target === undefined ? undefined : random.pick(placesOf(target, dialect));
  if (place === undefined || typeof place.schema === 'boolean') return undefined;
  const { schema, path, inPlace } = place;
  const isSeen = looksAround(document) && (inPlace || (path.length === 0 && definition !== undefined));
  const rewrite = random.pick(rewrites.filter(({ hides }) => !hides || !isSeen));
  const rewritten = rewrite?.apply(schema, world, document);
  if (rewrite === undefined || rewritten === undefined) return undefined;
  const result = replaceAt(target ?? true, path, () => rewritten);
  return {
    name: rewrite.name,
    document:
      definition === undefined
        ? { ...document, root: result }
        : { ...document, definitions: { ...document.definitions, [definition]: result } },
  };
}

/** Rewrites that concern definitions: another name, or a place that becomes one. */
function rearrange(
  document: Document,
  world: World,
): { readonly document: Document; readonly name: string } | undefined {
  const { random, dialect } = world;
  const { pointer } = definitionsOf(dialect);
  const { root, definitions } = document;
  const name = random.pick(Object.keys(definitions));
  if (name !== undefined && random.chance(0.5)) {
    const renamed = `${name}2`;
    const text = JSON.stringify({ ...document, definitions: mapNames(definitions, name, renamed) });
    return {
      name: 'rename a definition',
      document: JSON.parse(text.replaceAll(`"${pointer}${name}"`, `"${pointer}${renamed}"`)),
    };
  }
  const place = random.pick(placesOf(root, dialect).filter(({ path }) => path.length > 0));
  const fresh = `new${Object.keys(definitions).length}`;
  if (place === undefined || typeof root === 'boolean' || Object.hasOwn(definitions, fresh)) return undefined;
  return {
    name: 'move into a definition',
    document: {
      ...document,
      root: replaceAt(root, place.path, () => ({ $ref: pointer + fresh })),
      definitions: { ...definitions, [fresh]: place.schema },
    },
  };
}

const mapNames = (definitions: Document['definitions'], from: string, to: string): Document['definitions'] =>
  Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name === from ? to : name, schema]));
