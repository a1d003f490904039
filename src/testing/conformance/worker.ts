import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { createSystemClock } from '../../adapters/memory/system-clock.ts';
import type { LineKey } from '../../core/line.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { call, kindOf, valueOf } from './assertions.ts';
import { commandRetentionMs, failureLimit } from './check.ts';
import type { Harness, Stores } from './harness.ts';
import type { Operation } from './history.ts';
import { monotonicMs } from './history.ts';
import { smallChange } from './samples.ts';
import { claimed } from './workers.ts';
import type { WorkerTask } from './workers.ts';

/**
 * What a worker module of a harness calls, with the `open` of that harness: the process then does what the checks ask
 * of it, and ends.
 */
export async function serveConformance(open: Harness['open']): Promise<void> {
  const task = JSON.parse(process.argv[2] ?? '') as WorkerTask;
  const stores = await open(task.namespace, { clock: createSystemClock(), commandRetentionMs, failureLimit });
  tell('ready');
  await carryOut(stores, task);
  await stores.store.close();
}

/** Writes at once, so that whatever was told is out when the process is killed. */
function tell(text: string): void {
  writeSync(1, `${text}\n`);
}

function carryOut(stores: Stores, task: WorkerTask): Promise<void> {
  switch (task.kind) {
    case 'commit':
      return commitForever(stores, task.integration_id);
    case 'compete':
      return compete(stores, task);
    case 'relay':
      return relayForever(stores.outbox, task.leaseMs);
    default:
      return Promise.resolve();
  }
}

async function commitForever({ store }: Stores, integration_id: string): Promise<never> {
  const key = { integration_id, contract_type: 'openapi' } as const;
  for (;;) {
    const { revision } = valueOf(await store.load(key, call));
    valueOf(await store.commit(key, revision, smallChange(key, revision + 1, `command-${revision + 1}`), call));
    tell(`${revision + 1}`);
  }
}

async function compete({ store }: Stores, task: Extract<WorkerTask, { kind: 'compete' }>): Promise<void> {
  const key: LineKey = { integration_id: task.integration_id, contract_type: 'openapi' };
  let done = 0;
  while (done < task.commits) {
    const invoked = monotonicMs();
    const { revision } = valueOf(await store.load(key, call));
    const read = monotonicMs();
    const change = smallChange(key, revision + 1, `${process.pid}-${done}`);
    const result = await store.commit(key, revision, change, call);
    if (result.isOk()) done += 1;
    else if (kindOf(result) !== 'revision_conflict') throw new Error('The store failed.', { cause: result.error });
    const operations: Operation[] = [{ kind: 'read', revision, invoked, completed: read }];
    if (result.isOk())
      operations.push({ kind: 'write', revision: revision + 1, invoked: read, completed: monotonicMs() });
    for (const operation of operations) tell(JSON.stringify(operation));
  }
}

async function relayForever(outbox: Outbox, leaseMs: number): Promise<never> {
  for (;;) {
    const { lease_token, events } = valueOf(await outbox.claim(claimed, leaseMs, call));
    if (lease_token === null) {
      await pause(1);
      continue;
    }
    // A sink takes its time.
    await pause(5);
    for (const { event_id } of events) tell(event_id);
    // A lease that ran out meanwhile belongs to another relay.
    void (await outbox.ack(lease_token, call));
  }
}
