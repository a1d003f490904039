/** Whether an instance is valid; `unknown` where the specifications or their implementations leave it open. */
export type Evaluation =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'invalid' }
  | { readonly verdict: 'unknown'; readonly reason: string };

export const valid: Evaluation = { verdict: 'valid' };
export const invalid: Evaluation = { verdict: 'invalid' };

export function unknown(reason: string): Evaluation {
  return { verdict: 'unknown', reason };
}

/** `unknown`, because the value of a keyword is not what its specification asks for. */
export function malformed(keyword: string): Evaluation {
  return unknown(`malformed ${keyword}`);
}

export function validIf(condition: boolean): Evaluation {
  return condition ? valid : invalid;
}

export function negate(evaluation: Evaluation): Evaluation {
  if (evaluation.verdict === 'unknown') return evaluation;
  return validIf(evaluation.verdict === 'invalid');
}

/** Valid if all are; one invalid part decides, whatever is unknown beside it. Stops at the first invalid part. */
export function every(parts: Iterable<Evaluation>): Evaluation {
  let result = valid;
  for (const part of parts) {
    if (part.verdict === 'invalid') return part;
    if (part.verdict === 'unknown') result = part;
  }
  return result;
}

/** Valid if one is. All parts are looked at, since each may leave annotations. */
export function some(parts: Iterable<Evaluation>): Evaluation {
  return negate(every([...parts].map(negate)));
}

/** How many parts are valid: at least `least`, at most `most` (those that are unknown may be). */
export interface Count {
  readonly least: number;
  readonly most: number;
  readonly reason: string;
}

export function count(parts: Iterable<Evaluation>): Count {
  let least = 0;
  let most = 0;
  let reason = '';
  for (const part of parts) {
    if (part.verdict !== 'invalid') most += 1;
    if (part.verdict === 'valid') least += 1;
    if (part.verdict === 'unknown') reason = part.reason;
  }
  return { least, most, reason };
}

/** Valid if the count lies between the bounds, both included. */
export function countWithin({ least, most, reason }: Count, lower: number, upper: number): Evaluation {
  if (most < lower || least > upper) return invalid;
  return least >= lower && most <= upper ? valid : unknown(reason);
}
