import type { JsonType } from '../../form/json.ts';
import { malformed, validIf } from '../evaluation.ts';
import type { Keyword } from '../site.ts';

export const isSize = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

/** A keyword that bounds the size of instances of one type. */
export function sizeBound(
  keyword: string,
  on: JsonType,
  sizeOf: (instance: unknown) => number,
  holds: (size: number, limit: number) => boolean,
): Keyword {
  return {
    on,
    evaluate: (value, { instance }) => (isSize(value) ? validIf(holds(sizeOf(instance), value)) : malformed(keyword)),
  };
}

export const atLeast = (size: number, limit: number): boolean => size >= limit;
export const atMost = (size: number, limit: number): boolean => size <= limit;
