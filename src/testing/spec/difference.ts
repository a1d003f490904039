import type { ContractEvent } from '../../core/event.ts';
import { toPointer } from '../../internal/json-pointer.ts';

import { describeEvent } from './describe.ts';
import type { EventSpec } from './events.ts';

/** The first place where a value is not what was expected of it. */
export interface Difference {
  /** JSON Pointer (RFC 6901) into the value. */
  readonly pointer: string;
  readonly expected: unknown;
  /** `undefined` where nothing is there. */
  readonly actual: unknown;
}

/**
 * Compares a value with what was stated of it: members that are not stated may be anything, lists are compared whole.
 *
 * @returns the first difference in the order of what was stated, or `undefined`
 */
export function firstDifference(
  expected: unknown,
  actual: unknown,
  path: readonly (string | number)[] = [],
): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length);
    for (let index = 0; index < length; index += 1) {
      const difference =
        index < expected.length && index < actual.length
          ? firstDifference(expected[index], actual[index], [...path, index])
          : { pointer: toPointer([...path, index]), expected: expected[index], actual: actual[index] };
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(actual)) {
    for (const [name, stated] of Object.entries(expected)) {
      const value = Object.hasOwn(actual, name) ? actual[name] : undefined;
      const difference = stated === undefined ? undefined : firstDifference(stated, value, [...path, name]);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return Object.is(expected, actual) ? undefined : { pointer: toPointer(path), expected, actual };
}

/** The first difference between two lists of events. Where another event happened, it is told in short. */
export function differenceOfEvents(
  expected: readonly EventSpec[],
  actual: readonly ContractEvent[],
  path: readonly string[] = [],
): Difference | undefined {
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const [wanted, got] = [expected[index], actual[index]];
    if (wanted?.type !== got?.type) {
      const pointer = toPointer([...path, index]);
      return { pointer, expected: wanted && describeEvent(wanted), actual: got && describeEvent(got) };
    }
    const difference = firstDifference(wanted?.data, got?.data, [...path, index, 'data']);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
