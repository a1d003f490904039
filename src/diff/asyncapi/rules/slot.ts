import type { JsonValue } from '../../../internal/json.ts';
import { canonicalJson } from '../../../internal/canonical-json.ts';
import type { Rule, RuleInfo } from '../../rule.ts';
import type { Slot } from '../model.ts';

/** A value on one side, `undefined` where the document has none. */
type Side = JsonValue | undefined;

/** A rule about one member of two elements that were matched. */
export function slotRule(
  info: RuleInfo,
  what: string,
  when: (baseline: Side, candidate: Side) => boolean = () => true,
): Rule<Slot> {
  return {
    ...info,
    on: 'kept',
    when: (baseline, candidate) => differ(baseline.value, candidate.value) && when(baseline.value, candidate.value),
    message: (baseline, candidate) => `${what} ${changeOf(baseline.value, candidate.value)}.`,
    values: (baseline, candidate) => [baseline.value ?? null, candidate.value ?? null],
  };
}

/** A pairing of two slots, which always exist. */
export function slots(
  baseline: Slot,
  candidate: Slot,
): {
  readonly removed: readonly Slot[];
  readonly added: readonly Slot[];
  readonly kept: readonly (readonly [Slot, Slot])[];
} {
  return { removed: [], added: [], kept: [[baseline, candidate]] };
}

export function differ(baseline: Side, candidate: Side): boolean {
  return canonicalJson(baseline ?? null) !== canonicalJson(candidate ?? null);
}

/** Whether both sides say something. */
export function bothStated(baseline: Side, candidate: Side): boolean {
  return baseline !== undefined && candidate !== undefined;
}

/** What happened to a value, in words that follow its name. */
export function changeOf(baseline: Side, candidate: Side): string {
  if (baseline === undefined) return `was specified as ${shown(candidate)}`;
  if (candidate === undefined) return `is no longer specified; it was ${shown(baseline)}`;
  return `changed from ${shown(baseline)} to ${shown(candidate)}`;
}

/** Content of a document in a message, cut so that it cannot flood a log. */
export function shown(value: Side): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
