import type { ContractEvent, ContractEventType } from '../core/event.ts';
import type { ContractLine } from '../core/line.ts';
import { invariant } from '../internal/invariant.ts';
import type { Outcome } from './execute.ts';
import type { CommandResult, LineState, VersionResult } from './results.ts';

/** What an answer says of its line. */
export function lineState({ integration_id, contract_type, revision, active_version }: ContractLine): LineState {
  return { integration_id, contract_type, revision, active_version };
}

/** What an answer to a command says of its line and its commit. */
export function commandResult(line: ContractLine, { events, request_id }: Outcome): CommandResult {
  const { integration_id, contract_type, revision, active_version } = line;
  return {
    integration_id,
    contract_type,
    revision,
    active_version,
    changed: events.length > 0,
    event_ids: events.map((event) => event.event_id),
    request_id,
  };
}

/** The answer that shows a version as it is after the command. */
export function versionResult(contract_version: string) {
  return (line: ContractLine, outcome: Outcome): VersionResult => {
    const version = line.versions.get(contract_version);
    invariant(version, 'a decided command names a version of the line');
    return { ...commandResult(line, outcome), ...version };
  };
}

/** The event of a type among those of a commit. */
export function findEvent<Type extends ContractEventType>(
  events: readonly ContractEvent[],
  type: Type,
): Extract<ContractEvent, { readonly type: Type }> | undefined {
  return events.find((event): event is Extract<ContractEvent, { readonly type: Type }> => event.type === type);
}
