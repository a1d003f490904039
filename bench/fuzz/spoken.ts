import { createDocumentEvaluator } from '../../src/diff/schema/evaluate/index.ts';
import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import type { Options } from './pairs.ts';
import { followReference } from './pointer.ts';

const deepest = 12;
/** With these a fragment does not say where a reference leads. */
const renaming = /"(\$?id|\$?anchor|\$dynamicRef|\$recursiveRef)"/;

type Spoken = ReadonlyMap<unknown, ReadonlySet<string>>;

/**
 * The names that a schema speaks of at each object within an instance that it accepts, by the alternatives that the
 * instance takes: what validators collect as annotations. Too few where that is hard to tell, never too many.
 */
export function createSpeech(
  document: unknown,
  { dialect, formats }: Pick<Options, 'dialect' | 'formats'>,
): (instance: unknown) => Spoken {
  const evaluate = createDocumentEvaluator(document, dialect, { formats });
  const readsReferences = !renaming.test(JSON.stringify(document));
  const ignoresSiblings = dialect !== '2019-09' && dialect !== '2020-12';
  return (instance) => {
    const spoken = new Map<unknown, Set<string>>();
    const collect = (schema: unknown, value: unknown, depth: number): void => {
      if (!isJsonObject(schema) || typeof value !== 'object' || value === null || depth > deepest) return;
      if (evaluate(schema, value).verdict !== 'valid') return;
      const same = (each: unknown): void => collect(each, value, depth + 1);
      if (typeof schema.$ref === 'string') {
        if (readsReferences) same(followReference(document, schema.$ref));
        if (ignoresSiblings) return;
      }
      for (const keyword of ['allOf', 'anyOf', 'oneOf']) listAt(schema, keyword).forEach(same);
      for (const keyword of ['if', 'then', 'else']) if (isTaken(keyword, schema, value)) same(schema[keyword]);
      if (Array.isArray(value)) {
        for (const [item, each] of itemsOf(schema, value)) collect(each, item, depth + 1);
        return;
      }
      if (!isJsonObject(value)) return;
      const names = spoken.get(value) ?? new Set();
      spoken.set(value, names);
      for (const name of listAt(schema, 'required')) if (typeof name === 'string') names.add(name);
      for (const name of Object.keys(objectAt(schema, 'properties'))) names.add(name);
      for (const keyword of ['dependentSchemas', 'dependencies']) {
        for (const [name, each] of Object.entries(objectAt(schema, keyword)))
          if (Object.hasOwn(value, name)) same(each);
      }
      for (const name of Object.keys(value)) {
        for (const each of memberSchemas(schema, name)) collect(each, value[name], depth + 1);
      }
    };
    const isTaken = (keyword: string, schema: Readonly<Record<string, unknown>>, value: unknown): boolean => {
      if (!('if' in schema)) return false;
      return keyword === 'if' || (evaluate(schema.if, value).verdict === 'valid') === (keyword === 'then');
    };
    collect(document, instance, 0);
    return spoken;
  };
}

function* itemsOf(
  schema: Readonly<Record<string, unknown>>,
  value: readonly unknown[],
): Generator<readonly [item: unknown, schema: unknown]> {
  const tuple = [...listAt(schema, 'prefixItems'), ...listAt(schema, 'items')];
  const rest = Array.isArray(schema.items) ? schema.additionalItems : schema.items;
  for (const [index, item] of value.entries()) {
    yield [item, index < tuple.length ? tuple[index] : rest];
    yield [item, schema.contains];
  }
}

function memberSchemas(schema: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const properties = objectAt(schema, 'properties');
  if (Object.hasOwn(properties, name)) return [properties[name]];
  return Object.hasOwn(schema, 'patternProperties') ? [] : [schema.additionalProperties];
}

function listAt(schema: Readonly<Record<string, unknown>>, keyword: string): readonly unknown[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
}

function objectAt(schema: Readonly<Record<string, unknown>>, keyword: string): Readonly<Record<string, unknown>> {
  const value = schema[keyword];
  return isJsonObject(value) ? value : {};
}
