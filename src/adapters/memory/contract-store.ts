import { err, ok } from 'neverthrow';

import type { ContractType, LineKey, StoredLine } from '../../core/line.ts';
import { contractTypes } from '../../core/line.ts';
import { assertCounts } from '../../internal/assert-options.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, ContractStore, LineSummary } from '../../ports/contract-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { compareCodePoints } from './code-points.ts';
import { createDocumentsBehind } from './document-store.ts';
import { createEventLog } from './event-log.ts';
import { createGate } from './gate.ts';
import { keyOfLine } from './line-key.ts';
import { createMemoryOutbox } from './outbox.ts';
import { createSystemClock } from './system-clock.ts';

/** How a store in memory behaves; everything has a default. */
export interface MemoryStoreOptions {
  /** By which leases and results of commands expire; default: the system's clock. */
  readonly clock?: Clock;
  /** How long results of commands are kept, in milliseconds; default: 24 hours. */
  readonly commandRetentionMs?: number;
  /** Failed deliveries of one event before it is parked; default: 10. */
  readonly failureLimit?: number;
}

/** A store in memory with its documents and its outbox; `close` closes all three. */
export interface MemoryStore extends ContractStore {
  readonly documents: DocumentStore;
  /** Fed by every commit and every recorded refusal. */
  readonly outbox: Outbox;
}

interface MemoryLine {
  readonly key: LineKey;
  revision: number;
  json: string;
  readonly commands: Map<string, { readonly json: string; readonly stored_at: number }>;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Lines in process memory, for tests and single-process use; nothing survives a restart.
 *
 * @throws TypeError if an option is impossible
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { clock = createSystemClock(), commandRetentionMs = dayMs, failureLimit = 10 } = options;
  assertCounts('createMemoryStore: options', { commandRetentionMs, failureLimit });
  const gate = createGate();
  const log = createEventLog();
  const outbox = createMemoryOutbox(gate, clock, failureLimit);
  const lines = new Map<string, MemoryLine>();

  function findCommand(line: MemoryLine | undefined, command_id: string | undefined): CommandRecord | null {
    const record = command_id === undefined ? undefined : line?.commands.get(command_id);
    if (record === undefined || record.stored_at + commandRetentionMs <= clock.now()) return null;
    return JSON.parse(record.json) as CommandRecord;
  }

  return {
    documents: createDocumentsBehind(gate),
    outbox,
    load: (key, call) =>
      gate.run(call, () => {
        const line = lines.get(keyOfLine(key));
        return ok({
          revision: line?.revision ?? 0,
          line: line === undefined ? null : (JSON.parse(line.json) as StoredLine),
          command: findCommand(line, call.command_id),
        });
      }),
    commit: (key, expected_revision, change, call) =>
      gate.run(call, () => {
        const { command, events } = change;
        const line = lines.get(keyOfLine(key));
        if (findCommand(line, command.command_id) !== null) return err({ kind: 'command_exists' });
        if ((line?.revision ?? 0) !== expected_revision) return err({ kind: 'revision_conflict' });

        // Whatever can throw comes before the first write.
        const json = JSON.stringify(change.line);
        const record = { json: JSON.stringify(command), stored_at: clock.now() };
        const entries = log.prepare(events);
        if (log.findNew(events).length < events.length) throw new TypeError('An event_id is stored already.');

        const next = line ?? { key: { ...key }, revision: 0, json, commands: new Map<string, typeof record>() };
        next.revision = expected_revision + 1;
        next.json = json;
        for (const [id, { stored_at }] of next.commands) {
          if (stored_at + commandRetentionMs <= record.stored_at) next.commands.delete(id);
        }
        next.commands.set(command.command_id, record);
        lines.set(keyOfLine(key), next);
        log.append(entries);
        outbox.append(entries);
        return ok(undefined);
      }),
    record: (events, call) =>
      gate.run(call, () => {
        const entries = log.prepare(log.findNew(events));
        log.append(entries);
        outbox.append(entries);
        return ok(undefined);
      }),
    list: ({ integration_id, cursor, limit }, call) =>
      gate.run(call, () => {
        const after = cursor === undefined ? null : lineKeyOf(cursor);
        if (after === undefined) return err({ kind: 'invalid_cursor' });
        const summaries = [...lines.values()]
          .map(({ key, revision }): LineSummary => ({ ...key, revision }))
          .filter((line) => integration_id === undefined || line.integration_id === integration_id)
          .filter((line) => after === null || compareLines(line, after) > 0)
          .sort(compareLines);
        const items = summaries.slice(0, limit);
        const last = items.at(-1);
        return ok({
          items,
          next:
            summaries.length > limit && last !== undefined
              ? toCursor('lines', [last.integration_id, last.contract_type])
              : null,
        });
      }),
    events: (query, call) => gate.run(call, () => log.page(query)),
    close: async () => {
      gate.close();
    },
  };
}

function compareLines(left: LineKey, right: LineKey): number {
  return (
    compareCodePoints(left.integration_id, right.integration_id) ||
    compareCodePoints(left.contract_type, right.contract_type)
  );
}

function lineKeyOf(cursor: string): LineKey | undefined {
  const [integration_id, contract_type] = parseCursor('lines', cursor) ?? [];
  if (typeof integration_id !== 'string' || !contractTypes.includes(contract_type as ContractType)) return undefined;
  return { integration_id, contract_type: contract_type as ContractType };
}
