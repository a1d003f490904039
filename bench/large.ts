import type { JsonObject } from '../src/diff/schema/form/json.ts';

/** How definitions refer to each other. */
export type Shape = 'groups' | 'chain' | 'tree';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const groupSize = 10;

function referencesFrom(shape: Shape, index: number, count: number): readonly number[] {
  const group = index - (index % groupSize);
  const next = {
    groups: [group + ((index + 1) % groupSize), group + ((index * 3) % groupSize)],
    chain: [index + 1],
    tree: [index * 3 + 1, index * 3 + 2, index * 3 + 3],
  } as const;
  return next[shape].filter((each) => each < count);
}

const definition = (index: number, references: readonly number[]): JsonObject => ({
  type: 'object',
  description: `The record of kind ${index}, as it is kept and as it is sent.`,
  properties: {
    id: { type: 'string', format: 'uuid' },
    name: { type: 'string', minLength: 1, maxLength: 100 + (index % 50) },
    state: { type: 'string', enum: ['open', 'closed', `kind${index}`] },
    amount: { type: 'number', minimum: 0, maximum: 1_000 + index },
    tags: { type: 'array', items: { type: 'string', maxLength: 40 }, maxItems: 20 },
    ...Object.fromEntries(references.map((each, i) => [`ref${i}`, { $ref: `#/$defs/Kind${each}` }])),
  },
  required: ['id', 'name'],
});

/** A schema with many definitions, all of them reached from its root; `edits` change the longest name of a kind. */
export function largeSchema(shape: Shape, count: number, edits: readonly (readonly [kind: number, by: number])[] = []) {
  const kinds = times(count, (index) => definition(index, referencesFrom(shape, index, count)));
  for (const [kind, by] of edits) {
    const edited = kinds[kind]?.properties as Record<string, { maxLength: number }> | undefined;
    if (edited?.name !== undefined) edited.name.maxLength += by;
  }
  const roots = shape === 'groups' ? times(count / groupSize, (i) => i * groupSize) : [0];
  return {
    type: 'object',
    properties: Object.fromEntries(roots.map((each) => [`kind${each}`, { $ref: `#/$defs/Kind${each}` }])),
    $defs: Object.fromEntries(kinds.map((each, index) => [`Kind${index}`, each])),
  };
}
