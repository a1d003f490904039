import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { Import } from './command.ts';
import type { Context } from './context.ts';
import type { PayloadIssue, Refusal } from './error.ts';
import { conflict, integrationRetired, invalidPayload } from './error.ts';
import type { ContractEvent } from './event.ts';
import type { Activation, ContractLine, ContractVersion } from './line.ts';
import { versionLimit } from './line.ts';

/** Takes over a history; the only way to create a version that is not a candidate. */
export function importHistory(
  line: ContractLine,
  command: Import,
  context: Context,
): Result<readonly ContractEvent[], Refusal> {
  if (context.integration?.lifecycle === 'retired') return err(integrationRetired());
  if (line.revision > 0) {
    return err(conflict('line_not_empty', 'The line has a history already; only an empty line takes over another.'));
  }
  if (command.versions.length > versionLimit) {
    return err(invalidPayload('too_many_versions', `A line holds at most ${versionLimit} versions.`));
  }
  const issues = contradictions(command);
  if (issues.length > 0) {
    return err(invalidPayload('history_inconsistent', 'The history contradicts itself.', issues));
  }
  return ok([
    {
      type: 'platform.integration.contract.imported',
      data: {
        versions: command.versions.map(toVersion(context)),
        activations: command.activations.map(toActivation),
        imported_at: context.now,
        imported_by: context.actor.id,
      },
    },
  ]);
}

function contradictions({ versions, activations }: Import): readonly PayloadIssue[] {
  const issues: PayloadIssue[] = [];
  const statuses = new Map<string, string>();
  for (const [index, { contract_version, status }] of versions.entries()) {
    if (statuses.has(contract_version)) {
      issues.push({ pointer: `/versions/${index}/contract_version`, message: `"${contract_version}" is there twice` });
    }
    statuses.set(contract_version, status);
  }
  const activated = new Set<string>();
  for (const [index, { contract_version, kind }] of activations.entries()) {
    if (!statuses.has(contract_version)) {
      issues.push({
        pointer: `/activations/${index}/contract_version`,
        message: `"${contract_version}" is no version`,
      });
    }
    if (contract_version === activations[index - 1]?.contract_version) {
      issues.push({ pointer: `/activations/${index}`, message: `"${contract_version}" was active already` });
    }
    if (kind === 'rollback' && !activated.has(contract_version)) {
      issues.push({ pointer: `/activations/${index}/kind`, message: `"${contract_version}" was never active before` });
    }
    activated.add(contract_version);
  }
  const last = activations.at(-1)?.contract_version;
  for (const [index, { contract_version, status }] of versions.entries()) {
    const problem = contradiction(status, activated.has(contract_version), contract_version === last);
    if (problem !== undefined) issues.push({ pointer: `/versions/${index}/status`, message: problem });
  }
  return issues;
}

function contradiction(status: string, wasActivated: boolean, isLast: boolean): string | undefined {
  if (isLast && status !== 'active') return 'must be active: the last activation names it';
  if (!isLast && status === 'active') return 'must not be active: the last activation names another version';
  if (wasActivated && status === 'candidate') return 'must not be candidate: an activation names it';
  if (!wasActivated && status === 'superseded') return 'must not be superseded: no activation names it';
  return undefined;
}

function toVersion(context: Context) {
  return (version: Import['versions'][number], index: number): ContractVersion => ({
    contract_version: version.contract_version,
    status: version.status,
    checksum: version.checksum,
    document_stored: version.document_stored,
    schema_ref: version.schema_ref ?? null,
    created_seq: index + 1,
    created_at: new Date(version.created_at).toISOString(),
    created_by: version.created_by,
    deprecation: null,
    retired_at: version.status === 'retired' ? context.now : null,
  });
}

function toActivation(entry: Import['activations'][number], index: number, all: Import['activations']): Activation {
  return {
    activation_seq: index + 1,
    contract_version: entry.contract_version,
    baseline_version: all[index - 1]?.contract_version ?? null,
    kind: entry.kind ?? 'activation',
    justification: { kind: 'imported' },
    activated_at: new Date(entry.activated_at).toISOString(),
    activated_by: entry.activated_by,
  };
}
