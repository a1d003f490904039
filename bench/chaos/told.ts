import { isDeepStrictEqual } from 'node:util';

import type { RecordedEvent } from '../../src/core/event.ts';
import { commitTo } from '../../src/core/evolve.ts';
import type { ContractLine, LineKey, StoredLine } from '../../src/core/line.ts';
import { emptyLine, toContractLine } from '../../src/core/line.ts';
import type { Operation } from '../../src/testing/conformance/history.ts';
import { findViolations } from '../../src/testing/conformance/history.ts';
import { isRefusal } from '../../src/testing/explorer/auditor.ts';

/** What a client writes down of an operation, when it begins and when it has ended; `op` is the id of its command too. */
export type Told = { readonly op: string; readonly line: string } & (
  | { readonly invoked: number }
  | {
      readonly completed: number;
      readonly revision: number;
      readonly active_version: string | null;
      readonly changed: boolean;
    }
  /** `open`: at some time nobody knew whether it had been carried out. */
  | { readonly completed: number; readonly refused: string; readonly open: boolean }
);

/** A line as its store has it in the end. */
export interface Found {
  readonly key: LineKey;
  readonly line: StoredLine | null;
  readonly events: readonly RecordedEvent[];
}

/**
 * Where what clients were told of a line contradicts what its store has, or every order in which the operations could
 * have happened one by one; nothing if the history is strictly serializable and complete.
 */
export function examineLine({ key, line, events }: Found, told: readonly Told[]): readonly string[] {
  const violations: string[] = [];
  const say = (message: string): void => void violations.push(`${key.integration_id}: ${message}`);
  const states = replayAll(key, events, say);
  const last = states.at(-1)?.line;
  const head = line === null ? emptyLine(key) : toContractLine(line);
  if (!isDeepStrictEqual(head, last)) say(`the head is at revision ${head.revision}, its events at ${last?.revision}`);

  const writes = new Map<string, number>();
  for (const [revision, { command_id }] of states.entries()) {
    if (command_id === undefined) continue;
    if (writes.has(command_id))
      say(`${command_id} was carried out twice, as ${writes.get(command_id)} and ${revision}`);
    writes.set(command_id, revision);
  }

  const history: Operation[] = [];
  const begun = new Map(told.flatMap((each) => ('invoked' in each ? [[each.op, each.invoked] as const] : [])));
  const ended = new Map(told.flatMap((each) => ('invoked' in each ? [] : [[each.op, each] as const])));
  for (const [op, invoked] of begun) {
    const end = ended.get(op);
    const written = writes.get(op);
    const failed = end === undefined || 'refused' in end;
    if (failed) {
      if (written === undefined) continue;
      if (end !== undefined && !end.open) say(`${op} was refused (${end.refused}), and carried out all the same`);
      history.push({ kind: 'write', revision: written, invoked, completed: Infinity });
      continue;
    }
    const { revision, active_version, changed, completed } = end;
    if (changed !== (written !== undefined) || (changed && written !== revision)) {
      say(
        `${op} was told ${changed ? 'of' : 'of no change at'} revision ${revision}, the events say ${written ?? 'nothing'}`,
      );
    }
    const state = states[revision];
    if (state?.line.active_version !== active_version) {
      say(`${op} saw ${active_version} active at revision ${revision}, where ${state?.line.active_version} was`);
    }
    history.push({ kind: changed ? 'write' : 'read', revision, invoked, completed });
  }
  for (const command_id of writes.keys()) if (!begun.has(command_id)) say(`nobody gave ${command_id}`);
  for (const violation of findViolations(history)) say(violation);
  return violations;
}

interface State {
  readonly line: ContractLine;
  /** Which led there; `undefined` for the empty line. */
  readonly command_id?: string;
}

/** The states of a line by their revision, as its events tell them. */
function replayAll(key: LineKey, events: readonly RecordedEvent[], say: (message: string) => void): readonly State[] {
  const states: State[] = [{ line: emptyLine(key) }];
  const commits = new Map<number, RecordedEvent[]>();
  for (const event of events) {
    if (isRefusal(event) || event.revision === null) continue;
    commits.set(event.revision, [...(commits.get(event.revision) ?? []), event]);
  }
  for (let revision = 1; revision <= commits.size; revision += 1) {
    const before = states[revision - 1]?.line ?? emptyLine(key);
    const commit = commits.get(revision) ?? [];
    const [command_id = '', ...others] = new Set(commit.map((event) => event.command_id));
    if (commit.length === 0) say(`revision ${revision} has no events`);
    if (others.length > 0) say(`revision ${revision} was written by ${command_id} and ${others.join(', ')}`);
    for (const event of commit) {
      if (event.type !== 'platform.integration.contract.activated') continue;
      if (event.data.baseline_version !== before.active_version) {
        say(
          `revision ${revision} activated over ${event.data.baseline_version}, but ${before.active_version} was active`,
        );
      }
    }
    states.push({ line: commitTo(before, commit), command_id });
  }
  return states;
}
