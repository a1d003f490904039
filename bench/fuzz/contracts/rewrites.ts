import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';
import type { Random } from '../random.ts';
import { objectOf, textOf } from './json.ts';
import { placesOf, replaceAt, type ElementPlace } from './places.ts';
import type { World } from './schemas.ts';
import { resolve } from './standalone.ts';

/** An edit that leaves what a document means as it is; undefined where it does not apply. */
interface Rewrite {
  readonly name: string;
  readonly apply: (contract: JsonObject, world: World) => JsonObject | undefined;
}

const isObject = (value: JsonValue): JsonObject | undefined => (isJsonObject(value) ? value : undefined);

/** Alternatives of a discriminator go by the names of their components. */
const isNamed = ({ path }: ElementPlace, contract: JsonObject): boolean =>
  path.some((step, index) => {
    const holder = resolve(contract, `#/${path.slice(0, index).join('/')}`);
    return (step === 'oneOf' || step === 'anyOf') && isJsonObject(holder) && 'discriminator' in holder;
  });

/** In Swagger 2.0 the schemas of parameters, headers and forms are part of these. */
const isBare = ({ path }: ElementPlace, { edition }: World): boolean =>
  edition !== '2.0' ||
  !path.some((step) => ['parameters', 'headers'].includes(step) || step.includes('form-') || step.startsWith('Limit'));

function pickPlace(
  contract: JsonObject,
  { random }: World,
  fits: (place: ElementPlace) => boolean,
): ElementPlace | undefined {
  return random.pick(placesOf(contract).filter(fits));
}

function replaced(contract: JsonObject, place: ElementPlace, value: JsonValue): JsonObject | undefined {
  return isObject(replaceAt(contract, place.path, value));
}

function withComponent(contract: JsonObject, kind: string, [name, value]: readonly [string, JsonValue]): JsonObject {
  const components = objectOf(contract.components);
  return { ...contract, components: { ...components, [kind]: { ...objectOf(components[kind]), [name]: value } } };
}

const holders: Readonly<Record<string, string>> = {
  schema: 'schemas',
  parameter: 'parameters',
  response: 'responses',
  body: 'requestBodies',
  header: 'headers',
};

function wrapSchema(name: string, wrap: (schema: JsonObject) => JsonObject, since3: boolean): Rewrite {
  return {
    name,
    apply: (contract, world) => {
      if (since3 && world.edition === '2.0') return undefined;
      const place = pickPlace(
        contract,
        world,
        (each) => each.kind === 'schema' && isBare(each, world) && !isNamed(each, contract),
      );
      // The discriminator is read beside the alternatives that it selects from.
      if (place === undefined || 'discriminator' in place.value) return undefined;
      // Of alternatives, marks say nothing of the whole.
      if (since3 && ('readOnly' in place.value || 'writeOnly' in place.value)) return undefined;
      return replaced(contract, place, wrap(place.value));
    },
  };
}

function renamedText(contract: JsonObject, from: string, to: string): JsonObject {
  const renamed: JsonValue = JSON.parse(JSON.stringify(contract).replaceAll(from, to));
  return objectOf(renamed);
}

const rewrites: readonly Rewrite[] = [
  {
    name: 'inline a reference',
    apply: (contract, world) => {
      const place = pickPlace(contract, world, (each) => '$ref' in each.value && !isNamed(each, contract));
      const target = place === undefined ? undefined : resolve(contract, textOf(place.value.$ref));
      return place === undefined || target === undefined ? undefined : replaced(contract, place, target);
    },
  },
  {
    name: 'extract a component',
    apply: (contract, world) => {
      const place = pickPlace(contract, world, (each) => {
        if (!(each.kind in holders) || '$ref' in each.value || each.path[0] === 'components') return false;
        if (world.edition === '2.0' && (each.kind === 'body' || each.kind === 'header')) return false;
        return isBare(each, world) || each.kind === 'parameter';
      });
      if (place === undefined) return undefined;
      const kind = holders[place.kind] ?? '';
      const name = `New${world.random.below(1000)}`;
      const referring = replaced(contract, place, { $ref: `#/components/${kind}/${name}` });
      return referring === undefined ? undefined : withComponent(referring, kind, [name, place.value]);
    },
  },
  {
    name: 'refer by way of another component',
    apply: (contract, world) => {
      const place = pickPlace(
        contract,
        world,
        (each) => each.kind === 'schema' && '$ref' in each.value && !isNamed(each, contract),
      );
      if (place === undefined) return undefined;
      const name = `Way${world.random.below(1000)}`;
      const referring = replaced(contract, place, { $ref: `#/components/schemas/${name}` });
      return referring === undefined ? undefined : withComponent(referring, 'schemas', [name, place.value]);
    },
  },
  {
    name: 'rename a component',
    apply: (contract) => {
      const schemas = objectOf(objectOf(contract.components).schemas);
      if (!('A' in schemas)) return undefined;
      const { A, ...rest } = schemas;
      const renamed = { ...objectOf(contract.components), schemas: { ...rest, Alpha: A ?? {} } };
      return renamedText(
        { ...contract, components: renamed },
        '"#/components/schemas/A"',
        '"#/components/schemas/Alpha"',
      );
    },
  },
  wrapSchema('allOf of one', (schema) => ({ allOf: [schema] }), false),
  wrapSchema('anyOf of one', (schema) => ({ anyOf: [schema] }), true),
  wrapSchema('oneOf of one', (schema) => ({ oneOf: [schema] }), true),
  wrapSchema(
    'describe',
    (schema) => ('$ref' in schema ? schema : { ...schema, description: 'words', title: 'Words' }),
    false,
  ),
  {
    name: 'parameters of the path item',
    apply: (contract, { random }) => {
      const paths = objectOf(contract.paths);
      const path = random.pick(Object.keys(paths).filter((each) => 'parameters' in objectOf(paths[each])));
      if (path === undefined) return undefined;
      const { parameters, ...item } = objectOf(paths[path]);
      const shared = isJsonArray(parameters) ? parameters : [];
      const moved = Object.entries(item).map(([method, operation]): readonly [string, JsonValue] => {
        const { parameters: own } = objectOf(operation);
        return [method, { ...objectOf(operation), parameters: [...shared, ...(isJsonArray(own) ? own : [])] }];
      });
      return { ...contract, paths: { ...paths, [path]: Object.fromEntries(moved) } };
    },
  },
  {
    name: 'rename a path parameter',
    apply: (contract) => {
      const renamed = renamedText(renamedText(contract, '{toy}', '{toyName}'), '"name":"toy"', '"name":"toyName"');
      return JSON.stringify(renamed) === JSON.stringify(contract) ? undefined : renamed;
    },
  },
  {
    name: 'rename a security scheme',
    apply: (contract) => renamedText(contract, '"key":', '"apiKeyScheme":'),
  },
  {
    name: 'path item as a component',
    apply: (contract, { edition, random }) => {
      if (edition !== '3.1' && edition !== '3.2') return undefined;
      const paths = objectOf(contract.paths);
      const path = random.pick(Object.keys(paths).filter((each) => !('$ref' in objectOf(paths[each]))));
      if (path === undefined) return undefined;
      const name = `Item${random.below(1000)}`;
      const moved = withComponent(contract, 'pathItems', [name, paths[path] ?? {}]);
      return { ...moved, paths: { ...paths, [path]: { $ref: `#/components/pathItems/${name}` } } };
    },
  },
];

export interface Rewritten {
  readonly contract: JsonObject;
  readonly name: string;
}

export function rewrite(contract: JsonObject, world: World): Rewritten | undefined {
  const chosen = world.random.pick(rewrites);
  const result = chosen?.apply(contract, world);
  return chosen === undefined || result === undefined ? undefined : { contract: result, name: chosen.name };
}

/** The same document with the members of every object in another order. */
export function reorder(value: JsonValue, random: Random): JsonValue {
  if (isJsonArray(value)) return value.map((each) => reorder(each, random));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(random.shuffle(Object.entries(value)).map(([key, each]) => [key, reorder(each, random)]));
}
