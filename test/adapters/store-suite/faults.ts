import assert from 'node:assert/strict';

import type { LineKey } from '../../../src/core/line.ts';
import { changeTo, commitUpTo, denied, readEvents } from './samples.ts';
import type { StoreCase, StoreSubject, Stores } from './subject.ts';
import { call, errorOf, kindOf, valueOf } from './subject.ts';

/** A call happens as a whole or not at all, and never throws. */
export const faultCases: readonly StoreCase[] = [
  {
    name: 'a commit whose statement fails, whichever it is, leaves nothing behind and says so',
    needs: 'faults',
    run: async (subject) => {
      for (const [line, statement] of await statementsOfCommit(subject)) {
        subject.faults?.arm(statement, 'before');
        const error = errorOf(await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call));
        subject.faults?.arm(0, 'before');
        assert.equal(error.kind, 'unavailable');
        await assertStandsAt(subject, line, 1);
        valueOf(await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call));
        await assertStandsAt(subject, line, 2);
      }
    },
  },
  {
    name: 'a commit whose answer is lost, at whichever statement, can be repeated and happens once',
    needs: 'faults',
    run: async (subject) => {
      const outcomes = new Set<string>();
      for (const [line, statement] of await statementsOfCommit(subject)) {
        subject.faults?.arm(statement, 'after');
        const error = errorOf(await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call));
        subject.faults?.arm(0, 'after');
        assert.ok(error.kind === 'unavailable');
        outcomes.add(error.outcome);
        const again = await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call);
        if (again.isErr()) assert.equal(again.error.kind, 'command_exists');
        // Only the caller who was told that nothing changed may count on it.
        if (error.outcome === 'nothing_changed') assert.ok(again.isOk());
        await assertStandsAt(subject, line, 2);
      }
      assert.deepEqual([...outcomes].sort(), ['nothing_changed', 'unknown']);
    },
  },
  {
    name: 'a call that was aborted before it began changes nothing and tells the reason',
    run: async (subject) => {
      const line = { integration_id: 'aborted', contract_type: 'openapi' } as const;
      await commitUpTo(subject.store, line, 1);
      const reason = new Error('deadline');
      const aborted = { signal: AbortSignal.abort(reason) };
      const { store, documents, outbox } = subject;
      for (const result of [
        await store.commit(line, 1, changeTo(line, 2), aborted),
        await store.record([denied('aborted', 'd1')], aborted),
        await store.load(line, aborted),
        await store.list({ limit: 1 }, aborted),
        await store.events({ limit: 1 }, aborted),
        await documents.put('sha256:1', new Uint8Array(1), aborted),
        await documents.get('sha256:1', aborted),
        await outbox.claim(1, 1_000, aborted),
        await outbox.lag(aborted),
      ]) {
        assert.deepEqual(errorOf<unknown, unknown>(result), {
          kind: 'unavailable',
          outcome: 'nothing_changed',
          cause: reason,
        });
      }
      await assertStandsAt(subject, line, 1);
      assert.equal(valueOf(await documents.get('sha256:1', call)), null);
    },
  },
  {
    name: 'closing twice is fine, calls made before are answered, later ones are unavailable',
    run: async ({ store, documents, outbox }) => {
      const line = { integration_id: 'closing', contract_type: 'openapi' } as const;
      const before = store.commit(line, 0, changeTo(line, 1), call);
      await Promise.all([store.close(), store.close()]);
      await store.close();
      valueOf(await before);
      for (const result of [
        await store.load(line, call),
        await store.commit(line, 1, changeTo(line, 2), call),
        await store.record([], call),
        await store.list({ limit: 1 }, call),
        await store.events({ limit: 1 }, call),
        await documents.put('sha256:1', new Uint8Array(1), call),
        await documents.get('sha256:1', call),
        await outbox.claim(1, 1_000, call),
        await outbox.ack('token', call),
        await outbox.release('token', 'error', call),
        await outbox.parked(call),
        await outbox.unpark('event', call),
        await outbox.lag(call),
      ]) {
        assert.equal(kindOf<unknown, { readonly kind: string }>(result), 'unavailable');
      }
    },
  },
];

/** A line at revision 1 for each statement of a commit, with the number of the statement. */
async function statementsOfCommit({ store, faults }: StoreSubject): Promise<readonly (readonly [LineKey, number])[]> {
  assert.ok(faults !== undefined);
  const probe = { integration_id: 'probe', contract_type: 'openapi' } as const;
  await commitUpTo(store, probe, 1, 2);
  faults.arm(0, 'before');
  valueOf(await store.commit(probe, 1, changeTo(probe, 2, { events: 2 }), call));
  // BEGIN, head, command, two events with their places in the outbox, COMMIT: fewer would be no transaction.
  assert.ok(faults.count() >= 8, `a commit of ${faults.count()} statements`);
  const lines: (readonly [LineKey, number])[] = [];
  for (let statement = 1; statement <= faults.count(); statement += 1) {
    lines.push([{ integration_id: `line-${statement}`, contract_type: 'openapi' }, statement]);
  }
  for (const [line] of lines) await commitUpTo(store, line, 1, 2);
  return lines;
}

/** Head, events, commands and outbox all speak of the same number of commits, two events each. */
async function assertStandsAt({ store, outbox }: Stores, line: LineKey, revision: number): Promise<void> {
  const head = valueOf(await store.load(line, { ...call, command_id: `command-${revision}` }));
  assert.equal(head.revision, revision);
  assert.equal(head.line?.revision, revision);
  assert.deepEqual(head.command, changeTo(line, revision).command);
  const next = valueOf(await store.load(line, { ...call, command_id: `command-${revision + 1}` }));
  assert.equal(next.command, null);
  const events = await readEvents(store, { integration_id: line.integration_id });
  assert.deepEqual(new Set(events.map((event) => event.revision)).size, revision);
  assert.equal(valueOf(await outbox.lag(call)).undelivered, (await readEvents(store)).length);
}
