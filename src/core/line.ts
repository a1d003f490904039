import * as z from 'zod';

import type { CompatibilityResult, Finding } from './report.ts';
import { compatibilityResultSchema, findingSchema } from './report.ts';

/** The two kinds of contract: an OpenAPI document, or an AsyncAPI document of events. */
export type ContractType = 'openapi' | 'event';

/** Names a contract line: all versions of one contract type of one integration. */
export interface LineKey {
  /** Opaque, case-sensitive, 1 to 128 characters. */
  readonly integration_id: string;
  readonly contract_type: ContractType;
}

/** `candidate → active ⇄ superseded`, and `candidate | superseded → retired`, which is final. */
export type VersionStatus = 'candidate' | 'active' | 'superseded' | 'retired';

/** An announced end of a version, beside its status. */
export interface Deprecation {
  /** RFC 3339, UTC. */
  readonly deprecated_at: string;
  /** RFC 3339, UTC; `null` where no end is announced. */
  readonly sunset_at: string | null;
  /** The version to move to. */
  readonly successor: string | null;
}

/** One version of a contract. Its content never changes. */
export interface ContractVersion {
  /** Opaque, case-sensitive, never sorted: order is that of creation. */
  readonly contract_version: string;
  readonly status: VersionStatus;
  /** `sha256:` and 64 hexadecimal digits, of the document's bytes as they were given. */
  readonly checksum: string;
  /** Whether the document's bytes are in the document store; declared evidence is accepted only where they are not. */
  readonly document_stored: boolean;
  /** Where the document lives, if the creator said so. */
  readonly schema_ref: string | null;
  /** Position in the order of creation on the line, from 1. */
  readonly created_seq: number;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  readonly created_by: string;
  readonly deprecation: Deprecation | null;
  /** RFC 3339, UTC; `null` unless retired. */
  readonly retired_at: string | null;
}

/** `computed` from stored documents by the differ; `declared` by an operator. Computed beats declared. */
export type Provenance = 'computed' | 'declared';

/** Recorded evidence for an ordered pair of versions. */
export interface CompatibilityCheck {
  /** Gapless on the line, from 1; identifies the check. */
  readonly check_seq: number;
  readonly baseline_version: string;
  readonly candidate_version: string;
  readonly baseline_checksum: string;
  readonly candidate_checksum: string;
  readonly provenance: Provenance;
  readonly result: CompatibilityResult;
  readonly breaking_change_count: number;
  /** The rules that judged; `null` for a declared check. */
  readonly ruleset_digest: string | null;
  /** The first few findings; `[]` for a declared check. */
  readonly findings: readonly Finding[];
  /** Under which the whole report is in the document store; `null` where none is. */
  readonly report_checksum: string | null;
  /** What the operator declared, as given. */
  readonly diff_summary: unknown;
  /** RFC 3339, UTC. */
  readonly checked_at: string;
  readonly checked_by: string;
}

/** What allowed an activation: nothing to compare with, a check, or an exception to one. */
export type Justification =
  | { readonly kind: 'first_activation' }
  | { readonly kind: 'check'; readonly check_seq: number }
  | { readonly kind: 'override'; readonly check_seq: number; readonly override_id: string }
  | { readonly kind: 'rollback_window'; readonly check_seq: number }
  | { readonly kind: 'imported' };

/** An entry of the activation log. */
export interface Activation {
  /** Gapless on the line, from 1. */
  readonly activation_seq: number;
  readonly contract_version: string;
  /** The version that was active until then; `null` for the first. */
  readonly baseline_version: string | null;
  readonly kind: 'activation' | 'rollback';
  readonly justification: Justification;
  /** RFC 3339, UTC. */
  readonly activated_at: string;
  readonly activated_by: string;
}

/** All versions of one contract type of one integration, with the evidence and the history that decisions need. */
export interface ContractLine extends LineKey {
  /** Number of commits; 0 for a line never written. */
  readonly revision: number;
  /** In order of creation. */
  readonly versions: ReadonlyMap<string, ContractVersion>;
  readonly active_version: string | null;
  /** The latest check of each ordered pair and provenance. */
  readonly checks: readonly CompatibilityCheck[];
  /** Number of checks ever made. */
  readonly check_seq: number;
  readonly activations: readonly Activation[];
  /** Ids of overrides that were used; none is used twice. */
  readonly used_overrides: readonly string[];
}

/** Versions that one line may hold; one more is refused, none is ever dropped. */
export const versionLimit = 10_000;

/** The line before its first commit. */
export function emptyLine({ integration_id, contract_type }: LineKey): ContractLine {
  return {
    integration_id,
    contract_type,
    revision: 0,
    versions: new Map(),
    active_version: null,
    checks: [],
    check_seq: 0,
    activations: [],
    used_overrides: [],
  };
}

/** The active version, if the line has one. */
export function activeVersion(line: ContractLine): ContractVersion | undefined {
  return line.active_version === null ? undefined : line.versions.get(line.active_version);
}

/** The check of an ordered pair that counts: the latest of the highest provenance present. */
export function latestCheck(
  line: ContractLine,
  baseline_version: string,
  candidate_version: string,
): CompatibilityCheck | undefined {
  const ofPair = line.checks.filter(
    (check) => check.baseline_version === baseline_version && check.candidate_version === candidate_version,
  );
  return (
    ofPair.find((check) => check.provenance === 'computed') ?? ofPair.find((check) => check.provenance === 'declared')
  );
}

/** The checks of a candidate that count, by their baseline; for those who ask for many pairs. */
export function latestChecksOf(line: ContractLine, candidate_version: string): ReadonlyMap<string, CompatibilityCheck> {
  const latest = new Map<string, CompatibilityCheck>();
  for (const check of line.checks) {
    if (check.candidate_version !== candidate_version) continue;
    if (latest.get(check.baseline_version)?.provenance !== 'computed') latest.set(check.baseline_version, check);
  }
  return latest;
}

/** A line as adapters store it: JSON, with the versions as a list in order of creation. */
export interface StoredLine extends Omit<ContractLine, 'versions'> {
  readonly versions: readonly ContractVersion[];
}

/** Gives a line the form in which it is stored. */
export function toStoredLine(line: ContractLine): StoredLine {
  return { ...line, versions: [...line.versions.values()] };
}

/** The active version of a stored line. */
export function activeVersionOf(line: StoredLine): ContractVersion | null {
  return line.versions.find(({ contract_version }) => contract_version === line.active_version) ?? null;
}

/** Gives a stored line the form in which it is decided upon. */
export function toContractLine(stored: StoredLine): ContractLine {
  return { ...stored, versions: new Map(stored.versions.map((version) => [version.contract_version, version])) };
}

export const contractTypes = ['openapi', 'event'] as const satisfies readonly ContractType[];

export const contractTypeSchema = z.enum(contractTypes);

const sequence = z.int().nonnegative();

export const contractVersionSchema: z.ZodType<ContractVersion> = z.object({
  contract_version: z.string().min(1),
  status: z.enum(['candidate', 'active', 'superseded', 'retired']),
  checksum: z.string().min(1),
  document_stored: z.boolean(),
  schema_ref: z.string().nullable(),
  created_seq: sequence,
  created_at: z.string(),
  created_by: z.string(),
  deprecation: z
    .object({ deprecated_at: z.string(), sunset_at: z.string().nullable(), successor: z.string().nullable() })
    .nullable(),
  retired_at: z.string().nullable(),
});

export const compatibilityCheckSchema: z.ZodType<CompatibilityCheck> = z.object({
  check_seq: sequence,
  baseline_version: z.string(),
  candidate_version: z.string(),
  baseline_checksum: z.string(),
  candidate_checksum: z.string(),
  provenance: z.enum(['computed', 'declared']),
  result: compatibilityResultSchema,
  breaking_change_count: sequence,
  ruleset_digest: z.string().nullable(),
  findings: z.array(findingSchema),
  report_checksum: z.string().nullable(),
  diff_summary: z.unknown(),
  checked_at: z.string(),
  checked_by: z.string(),
});

export const justificationSchema: z.ZodType<Justification> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first_activation') }),
  z.object({ kind: z.literal('check'), check_seq: sequence }),
  z.object({ kind: z.literal('override'), check_seq: sequence, override_id: z.string() }),
  z.object({ kind: z.literal('rollback_window'), check_seq: sequence }),
  z.object({ kind: z.literal('imported') }),
]);

export const activationSchema: z.ZodType<Activation> = z.object({
  activation_seq: sequence,
  contract_version: z.string(),
  baseline_version: z.string().nullable(),
  kind: z.enum(['activation', 'rollback']),
  justification: justificationSchema,
  activated_at: z.string(),
  activated_by: z.string(),
});

/** Accepts a stored line only if it names every version once, and its active version agrees with their statuses. */
export const storedLineSchema: z.ZodType<StoredLine> = z
  .object({
    integration_id: z.string(),
    contract_type: contractTypeSchema,
    revision: sequence,
    versions: z.array(contractVersionSchema),
    active_version: z.string().nullable(),
    checks: z.array(compatibilityCheckSchema),
    check_seq: sequence,
    activations: z.array(activationSchema),
    used_overrides: z.array(z.string()),
  })
  .refine(hasItsActiveVersion, { error: 'active_version and the statuses of the versions contradict each other' })
  .refine(namesVersionsOnce, { error: 'two versions have the same name' });

function hasItsActiveVersion(line: StoredLine): boolean {
  const active = line.versions.filter((version) => version.status === 'active');
  return (
    active.length === (line.active_version === null ? 0 : 1) &&
    (active[0]?.contract_version ?? null) === line.active_version
  );
}

function namesVersionsOnce({ versions }: StoredLine): boolean {
  return new Set(versions.map((version) => version.contract_version)).size === versions.length;
}
