import type { DialectName } from '../compile/dialect.ts';
import { metaschema } from '../compile/metaschemas.ts';
import { createEvaluator } from '../evaluate/index.ts';
import { judgeWithAjv } from './ajv.ts';

/** A schema as it was given: what independent validators read. */
export interface RawSchema {
  readonly schema: unknown;
  /** The document that the schema stands in, for its references. */
  readonly document: unknown;
  readonly dialect: DialectName;
  readonly formats: 'annotate' | 'assert';
}

export type Confirmation = { readonly confirmed: true } | { readonly confirmed: false; readonly reason: string };

/**
 * Whether independent voices agree that the witness is in the one schema and not in the other. The reference evaluator
 * must be certain; Ajv must not contradict it wherever Ajv is known to follow the specification.
 */
export function confirm(witness: unknown, sub: RawSchema, sup: RawSchema): Confirmation {
  for (const [raw, expected] of [
    [sub, 'valid'],
    [sup, 'invalid'],
  ] as const) {
    const { schema, document, dialect, formats } = raw;
    const evaluation = createEvaluator(schema, { dialect, formats, document, lookup: metaschema })(witness);
    if (evaluation.verdict === 'unknown') return refuse(`the evaluator cannot judge the witness: ${evaluation.reason}`);
    if (evaluation.verdict !== expected) return refuse('the evaluator refutes the witness');
    const second = judgeWithAjv(witness, raw);
    if (second !== undefined && second !== expected) return refuse('Ajv refutes the witness');
  }
  return { confirmed: true };
}

function refuse(reason: string): Confirmation {
  return { confirmed: false, reason };
}
