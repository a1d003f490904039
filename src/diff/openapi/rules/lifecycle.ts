import { millisecondsOf } from '../../../internal/time.ts';
import type { Lifecycle } from '../model.ts';
import type { Located, Rule } from '../../rule.ts';

/**
 * What a lifecycle says of a removal: `kept` promises nothing, `ended` was deprecated until a date that has passed,
 * `announced` until one that has not (or nobody said what time it is), `undated` was deprecated without a date.
 */
export type Ending = 'kept' | 'ended' | 'announced' | 'undated' | 'unreadable';

/** Something with a lifecycle, and what it means at the time of the comparison. */
export interface Retiring extends Located {
  readonly lifecycle: Lifecycle;
  readonly ending: Ending;
}

/** Judges a lifecycle at a time in milliseconds since 1970; without a time no date has passed. */
export function endingOf({ deprecated, sunset }: Lifecycle, now: number | undefined): Ending {
  if (!deprecated) return 'kept';
  if (sunset === undefined) return 'undated';
  const end = sunsetOf(sunset);
  if (Number.isNaN(end)) return 'unreadable';
  return now !== undefined && end <= now ? 'ended' : 'announced';
}

/** A sunset is a date or a moment (RFC 3339). */
function sunsetOf(text: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : millisecondsOf(text);
}

/** What the rules about a lifecycle are called, and of what they speak. */
export interface LifecycleSubject<T> {
  readonly area: string;
  readonly source: string;
  readonly name: (element: T) => string;
  /** Ids by what they say. */
  readonly ids: Readonly<Record<LifecycleRule, string>>;
  readonly aliases?: Readonly<Partial<Record<LifecycleRule, readonly string[]>>>;
}

type LifecycleRule =
  | 'deprecated'
  | 'deprecated-with-sunset'
  | 'reactivated'
  | 'sunset-invalid'
  | 'sunset-deleted'
  | 'sunset-moved-earlier'
  | 'sunset-moved-later';

/** Rules about what an element that stays says of its future. */
export function lifecycleRules<T extends Retiring>(subject: LifecycleSubject<T>): readonly Rule<T>[] {
  const { area, source, name, ids } = subject;
  const common = (rule: LifecycleRule): { readonly id: string; readonly area: string; readonly source: string } => {
    const aliases = subject.aliases?.[rule];
    return { id: ids[rule], area, source, ...(aliases === undefined ? {} : { aliases }) };
  };
  const values = (baseline: T, candidate: T): readonly unknown[] => [
    baseline.lifecycle.deprecated,
    baseline.lifecycle.sunset ?? null,
    candidate.lifecycle.deprecated,
    candidate.lifecycle.sunset ?? null,
  ];
  return [
    {
      ...common('deprecated'),
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => becameDeprecated(baseline, candidate) && candidate.lifecycle.sunset === undefined,
      message: (_, candidate) => `${name(candidate)} became deprecated.`,
      values,
      because: 'It still works; counterparties are asked to move on.',
    },
    {
      ...common('deprecated-with-sunset'),
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => becameDeprecated(baseline, candidate) && candidate.lifecycle.sunset !== undefined,
      message: (_, candidate) =>
        `${name(candidate)} became deprecated, with sunset ${candidate.lifecycle.sunset ?? ''}.`,
      values,
      because: 'It still works until its sunset; counterparties are asked to move on.',
    },
    {
      ...common('reactivated'),
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => baseline.lifecycle.deprecated && !candidate.lifecycle.deprecated,
      message: (_, candidate) => `${name(candidate)} is no longer deprecated.`,
      values,
      because: 'It works as before.',
    },
    {
      ...common('sunset-invalid'),
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) =>
        (baseline.ending === 'unreadable' || candidate.ending === 'unreadable') && saysOtherwise(baseline, candidate),
      message: (baseline, candidate) =>
        `The sunset of ${name(candidate)} moved ${fromTo(baseline, candidate)}; one is no date.`,
      values,
      because: 'Nobody can tell whether it may be used for as long as before.',
      remedy: 'Write the sunset as a date, such as 2030-12-31, or as a moment with an offset (RFC 3339).',
    },
    {
      ...common('sunset-deleted'),
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) =>
        isDated(baseline) && candidate.lifecycle.deprecated && candidate.lifecycle.sunset === undefined,
      message: (_, candidate) => `The sunset of ${name(candidate)} was deleted, though it is still deprecated.`,
      values,
      because: 'The baseline promised that it works until its sunset; the candidate promises nothing.',
      remedy: 'Keep the sunset, or end the deprecation.',
    },
    {
      ...common('sunset-moved-earlier'),
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) => compareSunsets(baseline, candidate) < 0,
      message: (baseline, candidate) => `The sunset of ${name(candidate)} moved ${fromTo(baseline, candidate)}.`,
      values,
      because: 'The baseline promised that it works for longer.',
      remedy: 'Keep the sunset of the baseline, or a later one.',
    },
    {
      ...common('sunset-moved-later'),
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => compareSunsets(baseline, candidate) > 0,
      message: (baseline, candidate) => `The sunset of ${name(candidate)} moved ${fromTo(baseline, candidate)}.`,
      values,
      because: 'It works for longer than the baseline promised.',
    },
  ];
}

function becameDeprecated(baseline: Retiring, candidate: Retiring): boolean {
  return !baseline.lifecycle.deprecated && candidate.lifecycle.deprecated;
}

function saysOtherwise({ lifecycle: before }: Retiring, { lifecycle: after }: Retiring): boolean {
  return after.deprecated && (before.sunset !== after.sunset || !before.deprecated);
}

function isDated({ ending }: Retiring): boolean {
  return ending === 'ended' || ending === 'announced';
}

/** Negative if the candidate's sunset is earlier, 0 unless both are dates. */
function compareSunsets(baseline: Retiring, candidate: Retiring): number {
  if (!isDated(baseline) || !isDated(candidate)) return 0;
  return sunsetOf(candidate.lifecycle.sunset ?? '') - sunsetOf(baseline.lifecycle.sunset ?? '');
}

function fromTo(baseline: Retiring, candidate: Retiring): string {
  return `from ${baseline.lifecycle.sunset ?? 'none'} to ${candidate.lifecycle.sunset ?? 'none'}`;
}
