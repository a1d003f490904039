import compare from 'json-schema-compare';
import schemaDiff from 'json-schema-diff';
import { validateSchemaCompatibility } from 'json-schema-diff-validator';

import { compareSchemas } from '../../src/diff/schema/index.ts';
import { toQuestion } from '../corpus/containment-case.ts';
import type { ContainmentCase } from '../corpus/containment-case.ts';
import { serve } from '../isolated.ts';

/** What a tool says of a pair; `unsure` where it says so itself or fails. */
export type PeerVerdict = 'contained' | 'not_contained' | 'unsure';

export interface PeerAnswer {
  readonly verdict: PeerVerdict;
  readonly milliseconds: number;
}

export interface PeerTask {
  readonly peer: PeerName;
  readonly entry: ContainmentCase;
}

type Ask = (sub: unknown, sup: unknown, entry: ContainmentCase) => PeerVerdict | Promise<PeerVerdict>;

// Their types ask for more than a value that was read from JSON is known to be.
const copy = (schema: unknown) => JSON.parse(JSON.stringify(schema));

const asks = {
  'contract-rollout': (_sub, _sup, entry) => {
    const { sub, sup, options } = toQuestion(entry);
    const { verdict } = compareSchemas(sub, sup, options);
    return verdict === 'undecided' ? 'unsure' : verdict;
  },
  'json-schema-diff': async (sub, sup) => {
    const { removalsFound } = await schemaDiff.diffSchemas({ sourceSchema: copy(sub), destinationSchema: copy(sup) });
    return removalsFound ? 'not_contained' : 'contained';
  },
  'json-schema-diff-validator': (sub, sup) => {
    try {
      validateSchemaCompatibility(copy(sub), copy(sup));
      return 'contained';
    } catch (error) {
      // It reports differences by an assertion; anything else is a failure of its own.
      if (error instanceof Error && error.name.startsWith('AssertionError')) return 'not_contained';
      throw error;
    }
  },
  // It knows equality only.
  'json-schema-compare': (sub, sup) => (compare(sub, sup) ? 'contained' : 'not_contained'),
} satisfies Record<string, Ask>;

export type PeerName = keyof typeof asks;

/** Tools of one dialect refuse a root `$schema` that they do not know, so it is taken off for them. */
function withoutDialect(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
}

serve(async ({ peer, entry }: PeerTask): Promise<PeerAnswer> => {
  const [sub, sup] = [withoutDialect(entry.sub), withoutDialect(entry.sup)];
  const start = performance.now();
  try {
    const ask: Ask = asks[peer];
    const verdict = await ask(sub, sup, entry);
    return { verdict, milliseconds: performance.now() - start };
  } catch {
    return { verdict: 'unsure', milliseconds: performance.now() - start };
  }
});
