import type { Direction, FindingLevel } from '../core/report.ts';
import type { FindingSink, Occurring } from './findings.ts';
import type { Pairing } from './pairing.ts';

/** What the catalogue says of a rule. */
export interface RuleInfo {
  /** Kebab-case, saying what is the case: `request-parameter-became-required`. */
  readonly id: string;
  /** Ids of other tools that mean the same. */
  readonly aliases?: readonly string[];
  /** What the rule is about: `parameters`, `security`, `channels`. */
  readonly area: string;
  /** One level, or one for each direction in which the rule can apply. */
  readonly level: FindingLevel | Readonly<Partial<Record<Direction, FindingLevel>>>;
  /** Why the level is what it is. */
  readonly because: string;
  /** What makes the finding go away. */
  readonly remedy?: string;
  /** The section of the specification that says so. */
  readonly source: string;
}

/** Something that stands in a document. */
export interface Located {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
}

/** A rule about elements of one kind: those removed, those added, or those that both documents have. */
export type Rule<T> = RuleInfo &
  (
    | {
        readonly on: 'removed' | 'added';
        readonly when?: (element: T) => boolean;
        readonly message: (element: T) => string;
        /** What differs, for the fingerprint, beyond rule and place. */
        readonly values?: (element: T) => readonly unknown[];
      }
    | {
        readonly on: 'kept';
        readonly when: (baseline: T, candidate: T) => boolean;
        readonly message: (baseline: T, candidate: T) => string;
        readonly values?: (baseline: T, candidate: T) => readonly unknown[];
      }
  );

/** Applies rules to elements that were paired; what they find occurs at `at`. */
export function applyRules<T extends Located>(
  rules: readonly Rule<T>[],
  pairing: Pairing<T>,
  findings: FindingSink,
  at: Occurring,
): void {
  for (const rule of rules) {
    if (rule.on === 'kept') {
      for (const [baseline, candidate] of pairing.kept) {
        if (!rule.when(baseline, candidate)) continue;
        findings.add(rule, at, {
          baseline: baseline.pointer,
          candidate: candidate.pointer,
          message: rule.message(baseline, candidate),
          values: rule.values?.(baseline, candidate) ?? [],
        });
      }
      continue;
    }
    for (const element of pairing[rule.on]) {
      if (rule.when?.(element) === false) continue;
      findings.add(rule, at, {
        [rule.on === 'removed' ? 'baseline' : 'candidate']: element.pointer,
        message: rule.message(element),
        values: rule.values?.(element) ?? [],
      });
    }
  }
}
