import { metaschema } from '../compile/metaschemas.ts';
import { createEvaluator } from '../evaluate/index.ts';
import { createAjvVoice } from './ajv.ts';
import type { RawSchema } from './voice.ts';

/** Whether the voices agree; if not, what one of them says. */
export type Confirmation = { readonly confirmed: true } | { readonly confirmed: false; readonly reason: string };

/**
 * Confirms that a witness is in the one schema and not in the other, by the schemas as they were given. The reference
 * evaluator must be certain of both; Ajv must agree wherever it is an authority.
 */
export function confirm(witness: unknown, sub: RawSchema, sup: RawSchema): Confirmation {
  for (const [raw, expected] of [
    [sub, 'valid'],
    [sup, 'invalid'],
  ] as const) {
    const { place, document, formats } = raw;
    const dialect = place.resource.dialect.name;
    const evaluate = createEvaluator(place.schema, { dialect, formats, document, lookup: metaschema });
    const evaluation = evaluate(witness);
    if (evaluation.verdict === 'unknown') return refuse(`the evaluator cannot judge the witness: ${evaluation.reason}`);
    if (evaluation.verdict !== expected) return refuse('the evaluator contradicts the witness');
    const second = createAjvVoice(raw)(witness);
    if (second !== undefined && second !== expected) return refuse('Ajv contradicts the witness');
  }
  return { confirmed: true };
}

function refuse(reason: string): Confirmation {
  return { confirmed: false, reason };
}
