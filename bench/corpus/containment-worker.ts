import { compareSchemas } from '../../src/diff/schema/index.ts';
import { serve } from '../isolated.ts';
import { createAjvVoice } from '../voices/ajv.ts';
import { dialectOf } from '../voices/dialect.ts';
import type { Voice } from '../voices/dialect.ts';
import { formatsOf, toQuestion } from './containment-case.ts';
import type { ContainmentCase } from './containment-case.ts';

/** The engine's answer to one case, with the time it took and what other validators say of its witness. */
export interface ContainmentAnswer {
  readonly verdict: 'contained' | 'not_contained' | 'undecided' | 'threw';
  readonly milliseconds: number;
  readonly reason?: string;
  readonly witness?: unknown;
  /** Whether the witness refutes containment: `unknown` where no validator has a say. */
  readonly confirmed?: 'yes' | 'no' | 'unknown';
}

function judge(sub: Voice, sup: Voice): 'yes' | 'no' | 'unknown' {
  if (sub === 'invalid' || sup === 'valid') return 'no';
  return sub === 'valid' && sup === 'invalid' ? 'yes' : 'unknown';
}

function confirm(entry: ContainmentCase, witness: unknown): 'yes' | 'no' | 'unknown' {
  if (entry.ajv !== undefined) return 'unknown';
  const ask = (schema: unknown): Voice =>
    createAjvVoice(schema, dialectOf(schema, entry.draft), formatsOf(entry))(witness);
  return judge(ask(entry.sub), ask(entry.sup));
}

function answer(entry: ContainmentCase): ContainmentAnswer {
  const { sub, sup, options } = toQuestion(entry);
  const start = performance.now();
  try {
    const comparison = compareSchemas(sub, sup, options);
    const milliseconds = performance.now() - start;
    if (comparison.verdict !== 'not_contained') return { ...comparison, milliseconds };
    const { witness } = comparison;
    return { verdict: 'not_contained', witness, milliseconds, confirmed: confirm(entry, witness) };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { verdict: 'threw', reason, milliseconds: performance.now() - start };
  }
}

serve(answer);
