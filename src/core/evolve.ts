import { assertNever } from '../internal/assert-never.ts';
import type { ContractEvent, RecordedEvent } from './event.ts';
import type { CompatibilityCheck, ContractLine, ContractVersion, LineKey } from './line.ts';
import { emptyLine } from './line.ts';

/** The line after an event. It never refuses: what happened cannot be rejected. The revision is that of the commit. */
export function evolve(line: ContractLine, event: ContractEvent): ContractLine {
  switch (event.type) {
    case 'platform.integration.contract.created':
      return { ...line, versions: withVersion(line, event.data) };
    case 'platform.integration.contract.compatibility_evaluated': {
      const { is_current_baseline: _, reverse_check, ...check } = event.data;
      return withCheck(withCheck(line, check), reverse_check);
    }
    case 'platform.integration.contract.superseded':
      return {
        ...line,
        active_version: line.active_version === event.data.contract_version ? null : line.active_version,
        versions: changed(line, event.data.contract_version, { status: 'superseded' }),
      };
    case 'platform.integration.contract.activated': {
      const { lifecycle_observed: _, rollback_ready: __, reverse_check, ...activation } = event.data;
      const known = withCheck(line, reverse_check);
      return {
        ...known,
        active_version: activation.contract_version,
        versions: changed(known, activation.contract_version, { status: 'active' }),
        activations: [...known.activations, activation],
      };
    }
    case 'platform.integration.contract.retired':
      return {
        ...line,
        versions: changed(line, event.data.contract_version, { status: 'retired', retired_at: event.data.retired_at }),
      };
    case 'platform.integration.contract.deprecated': {
      const { contract_version, deprecated_at, sunset_at, successor } = event.data;
      return {
        ...line,
        versions: changed(line, contract_version, { deprecation: { deprecated_at, sunset_at, successor } }),
      };
    }
    case 'platform.integration.contract.override_used':
      return { ...line, used_overrides: [...line.used_overrides, event.data.override_id] };
    case 'platform.integration.contract.imported':
      return {
        ...line,
        versions: new Map(event.data.versions.map((version) => [version.contract_version, version])),
        active_version: event.data.versions.find((version) => version.status === 'active')?.contract_version ?? null,
        activations: event.data.activations,
      };
    case 'platform.integration.contract.activation_blocked':
    case 'platform.integration.contract.access_denied':
      return line;
    default:
      return assertNever(event);
  }
}

/** The line after a commit of these events: evolved, and one revision further. */
export function commitTo(line: ContractLine, events: readonly ContractEvent[]): ContractLine {
  return { ...events.reduce(evolve, line), revision: line.revision + 1 };
}

/** Rebuilds a line from its recorded events, in their order. Events of refusals belong to no commit and change nothing. */
export function replay(key: LineKey, events: readonly RecordedEvent[]): ContractLine {
  return events.reduce<ContractLine>(
    (line, event) => ({ ...evolve(line, event), revision: Math.max(line.revision, event.revision ?? 0) }),
    emptyLine(key),
  );
}

function withVersion(line: ContractLine, version: ContractVersion): ReadonlyMap<string, ContractVersion> {
  return new Map(line.versions).set(version.contract_version, version);
}

function changed(
  line: ContractLine,
  name: string,
  change: Partial<Pick<ContractVersion, 'status' | 'deprecation' | 'retired_at'>>,
): ReadonlyMap<string, ContractVersion> {
  const version = line.versions.get(name);
  return version === undefined ? line.versions : withVersion(line, { ...version, ...change });
}

/** Keeps the latest check of each ordered pair and provenance; the events keep them all. */
function withCheck(line: ContractLine, check: CompatibilityCheck | null): ContractLine {
  if (check === null) return line;
  const others = line.checks.filter((other) => !answersTheSame(other, check));
  return { ...line, checks: [...others, check], check_seq: check.check_seq };
}

function answersTheSame(a: CompatibilityCheck, b: CompatibilityCheck): boolean {
  return (
    a.baseline_version === b.baseline_version &&
    a.candidate_version === b.candidate_version &&
    a.provenance === b.provenance
  );
}
