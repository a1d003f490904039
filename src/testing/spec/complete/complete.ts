import type { ContractEvent } from '../../../core/event.ts';
import type { Activation, ContractVersion } from '../../../core/line.ts';
import { checksumOf } from '../checksum.ts';
import type { EventSpec } from '../events.ts';
import type { Past } from '../history.ts';
import { activation } from './activation.ts';
import type { Impossible, StatedOf } from './basics.ts';
import { assertAgrees, defaultAuthor, defaultOperator, nameOf, prefix, versionOf } from './basics.ts';
import { evaluated } from './check.ts';

/**
 * Completes the stated events of one step of a history. The last one tells what the step is; the others were announced
 * for it.
 *
 * @returns the commits of the step, in order; what it implies comes before it
 */
export function complete(
  past: Past,
  stated: readonly EventSpec[],
  impossible: Impossible,
): readonly (readonly ContractEvent[])[] {
  const event = stated.at(-1);
  switch (event?.type) {
    case 'platform.integration.contract.created':
      return [[created(past, event.data, impossible)]];
    case 'platform.integration.contract.compatibility_evaluated':
      return [[evaluated(past, event.data, impossible)]];
    case 'platform.integration.contract.activated':
      return activation(past, stated, event.data, impossible);
    case 'platform.integration.contract.retired':
      return [[retired(past, event.data, impossible)]];
    case 'platform.integration.contract.deprecated':
      return [[deprecated(past, event.data, impossible)]];
    case 'platform.integration.contract.imported':
      return [[imported(past, event.data, impossible)]];
    default:
      return impossible('it belongs to an activation.');
  }
}

function created({ line, now }: Past, stated: StatedOf<'created'>, impossible: Impossible): ContractEvent {
  const name = nameOf(stated.contract_version, impossible);
  if (line.versions.has(name)) impossible(`"${name}" was created before.`);
  const settled = {
    status: 'candidate',
    created_seq: line.versions.size + 1,
    deprecation: null,
    retired_at: null,
  } as const;
  assertAgrees(stated, settled, impossible);
  return { type: `${prefix}.created`, data: { ...newVersion(name, now), ...stated, ...settled } };
}

function newVersion(contract_version: string, now: string) {
  return {
    contract_version,
    checksum: checksumOf(contract_version),
    document_stored: true,
    schema_ref: null,
    created_at: now,
    created_by: defaultAuthor,
  };
}

function retired({ line, now }: Past, stated: StatedOf<'retired'>, impossible: Impossible): ContractEvent {
  const { contract_version, status } = versionOf(line, stated.contract_version, impossible);
  if (status === 'active') impossible(`"${contract_version}" was active, and the active version is not retired.`);
  if (status === 'retired') impossible(`"${contract_version}" was retired before.`);
  const data = { retired_at: now, retired_by: defaultOperator, ...stated, contract_version };
  return { type: `${prefix}.retired`, data };
}

function deprecated({ line, now }: Past, stated: StatedOf<'deprecated'>, impossible: Impossible): ContractEvent {
  const { contract_version, status } = versionOf(line, stated.contract_version, impossible);
  if (status === 'retired') impossible(`"${contract_version}" was retired already.`);
  if (typeof stated.successor === 'string') versionOf(line, stated.successor, impossible);
  const defaults = { deprecated_at: now, sunset_at: null, successor: null, deprecated_by: defaultOperator };
  return { type: `${prefix}.deprecated`, data: { ...defaults, ...stated, contract_version } };
}

function imported({ line, now }: Past, stated: StatedOf<'imported'>, impossible: Impossible): ContractEvent {
  if (line.revision > 0) impossible('only an empty line takes over a history.');
  const versions = (stated.versions ?? []).map((version, index) => {
    const name = nameOf(version.contract_version, impossible);
    const rest = { status: 'candidate', deprecation: null, retired_at: version.status === 'retired' ? now : null };
    return {
      ...newVersion(name, now),
      ...rest,
      ...version,
      created_seq: index + 1,
    } as ContractVersion;
  });
  const names = new Set(versions.map((version) => version.contract_version));
  const activations: readonly Activation[] = (stated.activations ?? []).map((entry, index, all) => {
    const contract_version = nameOf(entry.contract_version, impossible);
    if (!names.has(contract_version)) impossible(`no version "${contract_version}" is imported.`);
    return {
      kind: 'activation',
      activated_at: now,
      activated_by: defaultOperator,
      ...entry,
      activation_seq: index + 1,
      contract_version,
      baseline_version: all[index - 1]?.contract_version ?? null,
      justification: { kind: 'imported' },
    };
  });
  const active = versions.filter((version) => version.status === 'active').map((version) => version.contract_version);
  const last = activations.at(-1)?.contract_version;
  if (active.length > 1 || active[0] !== last) {
    impossible('the last activation names the one active version, and a line never activated has none.');
  }
  const { imported_at = now, imported_by = defaultOperator } = stated;
  return { type: `${prefix}.imported`, data: { versions, activations, imported_at, imported_by } };
}
