import { isJsonArray, type JsonValue } from '../../../../internal/json.ts';
import type { Rule, RuleInfo } from '../../../rule.ts';
import type { Slot } from '../../model.ts';
import { slotRule } from '../slot.ts';

/** The four places that have bindings. */
export type BindingPlace = 'server' | 'channel' | 'operation' | 'message';

/** Rules for members of one protocol's bindings. */
export interface FieldRules {
  readonly protocol: string;
  readonly place: BindingPlace;
  readonly fields: readonly string[];
  /** What an absent member means, where the protocol says so. */
  readonly fallback?: JsonValue;
  readonly rules: readonly Rule<Slot>[];
}

/** A member that is a schema; findings about it begin with `prefix`. */
export interface SchemaField {
  readonly protocol: string;
  readonly place: BindingPlace;
  readonly field: string;
  readonly prefix: string;
}

type Side = JsonValue | undefined;

export function fieldRule(
  info: RuleInfo,
  what: string,
  when?: (baseline: Side, candidate: Side) => boolean,
): Rule<Slot> {
  return slotRule(info, what, when);
}

/** What was stated changed; a value that was not known before cannot have been relied on. */
export function wasStated(baseline: Side): boolean {
  return baseline !== undefined;
}

/** A number that grew; absent and -1 are no limit. */
export function increased(baseline: Side, candidate: Side): boolean {
  return limitOf(candidate) > limitOf(baseline);
}

export function decreased(baseline: Side, candidate: Side): boolean {
  return limitOf(candidate) < limitOf(baseline);
}

/** As `increased`, for numbers that mean nothing while they are absent. */
export function bothIncreased(baseline: Side, candidate: Side): boolean {
  return typeof baseline === 'number' && typeof candidate === 'number' && candidate > baseline;
}

export function bothDecreased(baseline: Side, candidate: Side): boolean {
  return typeof baseline === 'number' && typeof candidate === 'number' && candidate < baseline;
}

/** Values of `one` that `other` does not have, both being lists. */
export function itemsOnlyIn(one: Side, other: Side): readonly JsonValue[] {
  const [left, right] = [listOf(one), listOf(other)];
  return left.filter((item) => !right.includes(item));
}

export function sameSet(one: Side, other: Side): boolean {
  return itemsOnlyIn(one, other).length === 0 && itemsOnlyIn(other, one).length === 0;
}

function listOf(value: Side): readonly JsonValue[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}

function limitOf(value: Side): number {
  return typeof value === 'number' && value >= 0 ? value : Number.POSITIVE_INFINITY;
}
