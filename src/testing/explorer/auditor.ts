import { isDeepStrictEqual } from 'node:util';

import type { RecordedEvent } from '../../core/event.ts';
import { commitTo, replay } from '../../core/evolve.ts';
import type { ContractLine, ContractVersion, LineKey, StoredLine } from '../../core/line.ts';
import { emptyLine, toContractLine } from '../../core/line.ts';
import type { Change } from '../../ports/contract-store.ts';

/** The invariants of the design that are watched, and what is lost or doubled besides. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'delivery';

/** A broken invariant. */
export interface Breach {
  readonly invariant: Invariant;
  readonly message: string;
}

/** What is true, whoever says otherwise. */
export interface Truth {
  /** Whether the candidate's document is compatible with the baseline's. */
  isCompatible(baseline_version: string, candidate_version: string): boolean;
  /** Whether the actor may operate. */
  isPermitted(actor_id: string): boolean;
  /** Whether the integration may activate. */
  isActive(integration_id: string): boolean;
  readonly ruleset_digest: string;
}

/** Watches every commit as the store acknowledges it, and knows what the line must look like. */
export interface Auditor {
  readonly breaches: readonly Breach[];
  report(invariant: Invariant, message: string): void;
  /** Where the line stands before anything is watched. */
  begin(line: ContractLine): void;
  /** Called when a store has taken a commit, with what it was asked to take. */
  committed(key: LineKey, expected_revision: number, change: Change): void;
  /** The commit of a command, if there is one. */
  commitOf(command_id: string): Change | undefined;
  /** Compares what the store holds in the end with what was committed. */
  examine(key: LineKey, stored: StoredLine | null, events: readonly RecordedEvent[]): void;
  /** Compares what the sink has got with the store's events. */
  examineDelivery(delivered: readonly RecordedEvent[], recorded: readonly RecordedEvent[]): void;
}

export function createAuditor(key: LineKey, truth: Truth): Auditor {
  const breaches: Breach[] = [];
  const commits = new Map<string, Change>();
  let line: ContractLine = emptyLine(key);

  const report = (invariant: Invariant, message: string): void => {
    breaches.push({ invariant, message });
  };

  function checkEvents(before: ContractLine, after: ContractLine, events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (!truth.isPermitted(event.actor.id)) report('I7', `${event.actor.id} may not do what ${event.type} tells of`);
      if (event.type === 'platform.integration.contract.compatibility_evaluated') {
        const { baseline_version, candidate_version, result } = event.data;
        const isTrue = truth.isCompatible(baseline_version, candidate_version) === (result === 'compatible');
        if (!isTrue) report('I7', `${baseline_version} → ${candidate_version} was recorded as ${result}`);
      }
      if (event.type !== 'platform.integration.contract.activated') continue;
      const { contract_version, baseline_version, justification } = event.data;
      if (baseline_version !== before.active_version) {
        report(
          'I8',
          `${contract_version} was activated over ${baseline_version}, but ${before.active_version} was active`,
        );
      }
      if (before.versions.get(contract_version)?.status === 'retired') report('I5', `${contract_version} was retired`);
      if (!truth.isActive(event.integration_id)) report('I7', `${event.integration_id} is not active`);
      if (justification.kind === 'first_activation') {
        if (before.active_version !== null) report('I4', `${contract_version} was activated as if it were the first`);
        continue;
      }
      const check =
        'check_seq' in justification
          ? after.checks.find(({ check_seq }) => check_seq === justification.check_seq)
          : undefined;
      if (check?.baseline_version !== baseline_version || check.candidate_version !== contract_version) {
        report('I4', `the activation of ${contract_version} over ${baseline_version} names no check of that pair`);
      } else if (check.ruleset_digest !== truth.ruleset_digest) {
        report('I8', `the check of ${contract_version} was made under other rules`);
      }
      if (baseline_version !== null && !truth.isCompatible(baseline_version, contract_version)) {
        report('I7', `${contract_version} was activated over ${baseline_version}, with which it is not compatible`);
      }
    }
  }

  return {
    breaches,
    report,
    begin: (first) => {
      line = first;
    },
    commitOf: (command_id) => commits.get(command_id),
    committed: (at, expected_revision, change) => {
      const { command_id } = change.command;
      const before = line;
      const after = toContractLine(change.line);
      if (commits.has(command_id)) report('I10', `the command ${command_id} was committed twice`);
      commits.set(command_id, change);
      if (expected_revision !== before.revision || after.revision !== before.revision + 1) {
        report(
          'I6',
          `revision ${after.revision} was committed on ${expected_revision}, the line stood at ${before.revision}`,
        );
      }
      if (at.integration_id !== key.integration_id || change.events.length === 0) {
        report('I3', `revision ${after.revision} was committed without its events`);
      }
      if (!isDeepStrictEqual(commitTo(before, change.events), after)) {
        report('I3', `revision ${after.revision} is not what its events say`);
      }
      const active = [...after.versions.values()].filter(({ status }) => status === 'active');
      if (active.length > 1 || (active[0]?.contract_version ?? null) !== after.active_version) {
        report('I1', `${active.length} versions are active at revision ${after.revision}`);
      }
      for (const [name, version] of before.versions) checkVersion(version, after.versions.get(name), report);
      checkEvents(before, after, change.events);
      line = after;
    },
    examine: (at, stored, events) => {
      if (!isDeepStrictEqual(stored === null ? emptyLine(at) : toContractLine(stored), line)) {
        report('I3', `the store stands at revision ${stored?.revision ?? 0}, committed was ${line.revision}`);
      }
      const committed = events.filter((event) => !isRefusal(event));
      if (!isDeepStrictEqual(replay(at, committed), line))
        report('I9', 'the events of the store do not rebuild the line');
      const ids = new Set(events.map(({ event_id }) => event_id));
      for (const { events: expected } of commits.values()) {
        for (const { event_id } of expected) if (!ids.has(event_id)) report('I3', `the event ${event_id} is lost`);
      }
    },
    examineDelivery: (delivered, recorded) => {
      const first = new Map(delivered.toReversed().map((event) => [event.event_id, event]));
      for (const event of recorded) {
        const got = first.get(event.event_id);
        if (got === undefined) report('delivery', `the event ${event.event_id} was not delivered`);
        else if (!isDeepStrictEqual(got, event))
          report('delivery', `the event ${event.event_id} was delivered changed`);
      }
      const order = [...new Set(delivered.map(({ event_id }) => event_id))];
      const expected = recorded.map(({ event_id }) => event_id);
      if (order.length === expected.length && !isDeepStrictEqual(order, expected)) {
        report('delivery', 'the events of the line were delivered in another order');
      }
    },
  };
}

/** Whether an event tells of a refusal, and so belongs to no commit. */
export function isRefusal({ type }: RecordedEvent): boolean {
  return (
    type === 'platform.integration.contract.activation_blocked' ||
    type === 'platform.integration.contract.access_denied'
  );
}

function checkVersion(before: ContractVersion, after: ContractVersion | undefined, report: Auditor['report']): void {
  const { contract_version } = before;
  if (
    after?.checksum !== before.checksum ||
    after.created_seq !== before.created_seq ||
    after.created_at !== before.created_at
  ) {
    report('I2', `the content of ${contract_version} changed`);
  }
  if (before.status === 'retired' && after?.status !== 'retired') report('I5', `${contract_version} came back`);
}
