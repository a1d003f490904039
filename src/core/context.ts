import type { Actor } from './event.ts';
import type { CompatibilityResult, Finding } from './report.ts';
import type { Policy } from './gates/policy.ts';

/** What a decision is based on besides the line and the command: facts gathered before, nothing is asked while deciding. */
export interface Context {
  /** RFC 3339, UTC, with milliseconds. */
  readonly now: string;
  readonly actor: Actor;
  /** Identifies the command; an override without an id of its own is recorded under it. */
  readonly command_id: string;
  readonly authorization: Authorization;
  /** The integration as the catalog knows it; `null` if it does not. */
  readonly integration: Integration | null;
  /** The rules in force; `null` where the contract type has no differ, which makes every computed check stale. */
  readonly ruleset_digest: string | null;
  /** Comparisons computed from stored documents under `ruleset_digest`. */
  readonly comparisons: readonly Comparison[];
  /** Approvals of the target. */
  readonly approvals: readonly Approval[];
  readonly policy: Policy;
}

/** What the authorizer allowed. */
export interface Authorization {
  readonly operation: boolean;
  /** Asked only where the command carries an override. */
  readonly override: boolean;
}

/** An integration of the platform's catalog. */
export interface Integration {
  readonly integration_id: string;
  readonly lifecycle: Lifecycle;
}

/** Activation needs `active`; a `retired` integration takes no new versions. */
export type Lifecycle = 'draft' | 'active' | 'paused' | 'retired';

/** The outcome of comparing the stored documents of an ordered pair. */
export interface Comparison {
  readonly baseline_version: string;
  readonly candidate_version: string;
  readonly result: CompatibilityResult;
  readonly breaking_change_count: number;
  readonly ruleset_digest: string;
  /** The first few findings. */
  readonly findings: readonly Finding[];
  readonly report_checksum: string | null;
}

/** Somebody's consent to activating a version. */
export interface Approval {
  readonly approved_by: string;
  /** RFC 3339, UTC. */
  readonly approved_at: string;
  /** Checksum of the document that was approved; another document needs another approval. */
  readonly checksum: string;
}
