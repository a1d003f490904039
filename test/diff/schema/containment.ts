import { expect } from 'vitest';

import { compareSchemas } from '../../../src/diff/schema/index.ts';
import type { CompareOptions } from '../../../src/diff/schema/index.ts';

/** Expects a proof that every instance of the first is one of the second. */
export function expectContained(sub: unknown, sup: unknown, options?: CompareOptions): void {
  expect(compareSchemas(sub, sup, options)).toEqual({ verdict: 'contained' });
}

/** Expects exactly this witness. */
export function expectWitness(sub: unknown, sup: unknown, witness: unknown, options?: CompareOptions): void {
  expect(compareSchemas(sub, sup, options)).toEqual({ verdict: 'not_contained', witness });
}

/** Expects some witness: which one is not the point. */
export function expectNotContained(sub: unknown, sup: unknown, options?: CompareOptions): void {
  expect(compareSchemas(sub, sup, options)).toMatchObject({ verdict: 'not_contained' });
}

export function expectUndecided(sub: unknown, sup: unknown, reason: RegExp, options?: CompareOptions): void {
  expect(compareSchemas(sub, sup, options)).toEqual({
    verdict: 'undecided',
    reason: expect.stringMatching(reason) as unknown,
  });
}

/** Expects the two to have the same instances. */
export function expectEqual(a: unknown, b: unknown, options?: CompareOptions): void {
  expectContained(a, b, options);
  expectContained(b, a, options);
}
