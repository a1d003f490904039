import type { Dialect } from '../voices/dialect.ts';
import { definitionsOf, drawNaming, nameDefinition, nameRoot } from './naming.ts';
import type { Naming } from './naming.ts';
import { isSchema } from './places.ts';
import { drawSchema } from './schemas.ts';
import type { Schema, World } from './schemas.ts';
import type { Random } from './random.ts';

/** A schema with the definitions that it refers to; they may refer to each other and, below a step, to themselves. */
export interface Document {
  readonly dialect: Dialect;
  readonly naming: Naming;
  /** Whether the root is itself a target of dynamic references. */
  readonly takesPart: boolean;
  readonly root: Schema;
  readonly definitions: Readonly<Record<string, Schema>>;
}

export interface Drawn {
  readonly document: Document;
  readonly world: World;
}

/** Draws a document; the world it comes with may draw further schemas for it. */
export function drawDocument(random: Random, kind: Pick<World, 'dialect' | 'profile' | 'focus'>, depth: number): Drawn {
  const { dialect, profile } = kind;
  const share = { common: 0.4, exotic: 0.15, references: 1, focused: 0.05 }[profile];
  const hasDefinitions = random.chance(share);
  const names = hasDefinitions ? ['p', 'q', 'r'].slice(0, 1 + random.below(3)) : [];
  const naming = hasDefinitions ? drawNaming(random, dialect) : 'pointer';
  const world: World = { ...kind, random, naming, definitions: names, stepless: names, stepped: false };
  const definitions = Object.fromEntries(
    names.map((name, index) => [name, drawSchema({ ...world, stepless: names.slice(index + 1) }, depth - 1)]),
  );
  const takesPart = random.chance(0.5);
  const document = { dialect, naming, takesPart, root: drawSchema(world, depth), definitions };
  return { document, world: { ...world, stepless: [] } };
}

/** The document as a validator reads it. Beside a `$ref` that replaces its siblings definitions are still found. */
export function assemble({ dialect, naming, takesPart, root, definitions }: Document): Schema {
  if (typeof root === 'boolean' || Object.keys(definitions).length === 0) return root;
  const named = Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, nameDefinition(schema, name, dialect, naming)]),
  );
  const [first = '', second] = definitionsOf(dialect).path;
  const whole = {
    ...Object(nameRoot(root, dialect, naming, takesPart)),
    [first]: second === undefined ? named : { [second]: named },
  };
  return isSchema(whole) ? whole : root;
}
