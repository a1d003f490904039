import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import type { SqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import type { LineKey } from '../../../src/core/line.ts';
import { changeTo, lineAt } from '../store-suite/samples.ts';
import { call, kindOf, valueOf } from '../store-suite/subject.ts';

/**
 * What a worker process does until it ends or is killed. The ones that are wrong on purpose show that the tests see a loss:
 * `commit-late` and `relay-early` tell of their work before it is done, `events-apart` writes events behind the commit.
 */
type WorkerTask = 'commit' | 'commit-late' | 'events-apart' | 'compete' | 'relay' | 'relay-early';

/** What a worker is told. */
export interface WorkerInput {
  readonly task: WorkerTask;
  readonly filename: string;
  readonly driver: 'libsql' | 'node:sqlite';
  readonly integration_id: string;
  /** Number of commits of `compete`. */
  readonly commits?: number;
  /** Of the leases of a relay, in milliseconds. */
  readonly leaseMs?: number;
}

/** Writes at once, so that whatever was told is out when the process is killed. */
function tell(text: string): void {
  writeSync(1, `${text}\n`);
}

/** A change without a list of versions that grows, and with a count that only grows if no update is lost. */
function smallChange(key: LineKey, revision: number, check_seq: number, command_id: string) {
  const line = { ...lineAt(key, 1), revision, check_seq };
  return { ...changeTo(key, 1, { command_id }), line, events: changeTo(key, revision, { events: 2 }).events };
}

async function commitForever(store: SqliteStore, { task, integration_id }: WorkerInput): Promise<never> {
  const key = { integration_id, contract_type: 'openapi' } as const;
  for (;;) {
    const head = valueOf(await store.load(key, call));
    const revision = head.revision + 1;
    const change = smallChange(key, revision, revision, `command-${revision}`);
    if (task === 'commit-late') tell(`${revision}`);
    if (task === 'events-apart') {
      valueOf(await store.commit(key, head.revision, { ...change, events: [] }, call));
      valueOf(await store.record(change.events, call));
    } else {
      valueOf(await store.commit(key, head.revision, change, call));
    }
    if (task !== 'commit-late') tell(`${revision}`);
  }
}

async function compete(store: SqliteStore, { integration_id, commits = 0 }: WorkerInput): Promise<void> {
  const key = { integration_id, contract_type: 'openapi' } as const;
  let done = 0;
  while (done < commits) {
    const head = valueOf(await store.load(key, call));
    const revision = head.revision + 1;
    const change = smallChange(key, revision, (head.line?.check_seq ?? 0) + 1, `${process.pid}-${done}`);
    const result = await store.commit(key, head.revision, change, call);
    if (result.isOk()) done += 1;
    else if (kindOf(result) !== 'revision_conflict') throw new Error('The store failed.', { cause: result.error });
  }
  await store.close();
  tell(`${done}`);
}

async function relay({ outbox }: SqliteStore, { task, leaseMs = 0 }: WorkerInput): Promise<never> {
  for (;;) {
    const { lease_token, events } = valueOf(await outbox.claim(2, leaseMs, call));
    if (lease_token === null) continue;
    if (task === 'relay-early') await outbox.ack(lease_token, call);
    // A sink takes its time.
    await pause(5);
    for (const { event_id } of events) tell(event_id);
    if (task === 'relay') await outbox.ack(lease_token, call);
  }
}

const input = JSON.parse(process.argv[2] ?? '') as WorkerInput;
const store = createSqliteStore({ filename: input.filename, driver: input.driver });
tell('ready');
if (input.task === 'compete') await compete(store, input);
else if (input.task === 'relay' || input.task === 'relay-early') await relay(store, input);
else await commitForever(store, input);
