import { canonicalJson } from '../internal/canonical-json.ts';
import { hashOf } from '../internal/hash.ts';
import { isMoment, millisecondsOf } from '../internal/time.ts';
import type { DiffOptions } from './diff-options.ts';
import type { Judging } from './findings.ts';
import { resolveLevels } from './levels.ts';
import type { RuleInfo } from './rule.ts';

/**
 * What options say of judging.
 *
 * @throws TypeError for an unknown rule in `levels`, `accept` without `now`, and times that are not RFC 3339
 */
export function toJudging({ levels = {}, accept = [], now }: DiffOptions, rules: readonly RuleInfo[]): Judging {
  if (now !== undefined && !isMoment(now)) throw new TypeError(`"now" must be an RFC 3339 moment, not ${now}.`);
  if (accept.length > 0 && now === undefined) throw new TypeError('"accept" needs "now": acceptances expire.');
  for (const { expires_at } of accept) {
    if (!isMoment(expires_at)) throw new TypeError(`"expires_at" must be an RFC 3339 moment, not ${expires_at}.`);
  }
  return {
    levels: resolveLevels(levels, rules),
    accept,
    now: now === undefined ? Number.POSITIVE_INFINITY : millisecondsOf(now),
  };
}

/** What judges a pair. */
export interface Ruleset {
  readonly engine: string;
  /** Raised whenever the same pair could be judged differently though the catalogue is the same. */
  readonly revision: number;
  readonly rules: readonly RuleInfo[];
}

/**
 * Identifies the catalogue, the engine's revision and every option that decides how a pair is judged. The time is not
 * among them, nor are limits: they decide whether there is a report.
 */
export function digestOf({ engine, revision, rules }: Ruleset, options: DiffOptions): string {
  const { mode, undeclared, levels, accept, invalid, secondOpinion, perspective, budget } = options;
  const catalogue = rules.map(({ id, level }) => [id, level]);
  const deciding = {
    mode: mode ?? 'backward',
    undeclared: undeclared ?? 'no-collision',
    levels: levels ?? {},
    accept: accept ?? [],
    invalid: invalid ?? 'refuse',
    secondOpinion: secondOpinion ?? false,
    perspective: perspective ?? 'application',
    budget: budget ?? null,
  };
  return `${engine}@${revision};${hashOf(canonicalJson([catalogue, deciding]))}`;
}
