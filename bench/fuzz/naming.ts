import { dialects } from '../../src/diff/schema/evaluate/dialects.ts';
import type { Dialect } from '../voices/dialect.ts';
import type { Random } from './random.ts';

/** How a document's definitions are named, and so how references name them. */
export type Naming = 'pointer' | 'anchor' | 'resource' | 'dynamic';

const isModern = (dialect: Dialect): boolean => dialect.startsWith('20');

/** The keyword under which a document keeps its definitions, and the pointer to one of them. */
export function definitionsOf(dialect: Dialect): { readonly path: readonly string[]; readonly pointer: string } {
  if (dialect === 'openapi-3.0') return { path: ['components', 'schemas'], pointer: '#/components/schemas/' };
  const keyword = isModern(dialect) ? '$defs' : 'definitions';
  return { path: [keyword], pointer: `#/${keyword}/` };
}

export function drawNaming(random: Random, dialect: Dialect): Naming {
  if (dialect === 'openapi-3.0' || random.chance(0.7)) return 'pointer';
  return (
    random.pick(isModern(dialect) ? ['anchor', 'resource', 'dynamic', 'dynamic'] : ['anchor', 'resource']) ?? 'pointer'
  );
}

export function referenceTo(name: string, dialect: Dialect, naming: Naming): string {
  if (naming === 'pointer') return definitionsOf(dialect).pointer + name;
  return naming === 'anchor' ? `#${name}` : name;
}

type Keywords = Readonly<Record<string, unknown>>;

function namesOf(name: string, dialect: Dialect, naming: Naming): Keywords {
  const identifier = dialects[dialect].identifier ?? '$id';
  switch (naming) {
    case 'anchor':
      return isModern(dialect) ? { $anchor: name } : { [identifier]: `#${name}` };
    case 'resource':
      return { [identifier]: name };
    case 'dynamic':
      return { $id: name, ...(dialect === '2019-09' ? { $recursiveAnchor: true } : { $dynamicAnchor: 'node' }) };
    case 'pointer':
    default:
      return {};
  }
}

/** A definition that carries its name; where that would be lost beside a `$ref`, or on a boolean, around it. */
export function nameDefinition(schema: unknown, name: string, dialect: Dialect, naming: Naming): unknown {
  if (naming === 'pointer') return schema;
  const names = namesOf(name, dialect, naming);
  const isLost = typeof schema !== 'object' || (dialects[dialect].refReplaces && Object.hasOwn(Object(schema), '$ref'));
  return isLost ? { ...names, allOf: [schema] } : { ...names, ...schema };
}

/** The root of a document whose definitions are resources is one too; not every root takes part in dynamic references. */
export function nameRoot(root: Keywords, dialect: Dialect, naming: Naming, takesPart: boolean): unknown {
  if (naming === 'pointer' || naming === 'anchor') return root;
  const uri = 'https://fuzz.example/root';
  return nameDefinition(root, uri, dialect, takesPart ? naming : 'resource');
}
