import assert from 'node:assert/strict';

import type { LineKey } from '../../../core/line.ts';
import { call, errorOf, kindOf, valueOf } from '../assertions.ts';
import type { Check, Subject } from '../check.ts';
import type { StatementFaults, Stores } from '../harness.ts';
import { changeTo, commitUpTo, denied, readEvents } from '../samples.ts';

/** A call happens as a whole or not at all, and never throws. */
export const atomicityChecks: readonly Check[] = [
  {
    id: 'atomic-commit',
    title: 'a commit whose statement fails, whichever it is, leaves nothing behind and says so',
    requires: ['statements'],
    run: async (subject) => {
      const statements = statementsOf(subject);
      for (const [line, statement] of await statementsOfCommit(subject, statements)) {
        statements.arm(statement, 'before');
        const error = errorOf(await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call));
        statements.arm(0, 'before');
        assert.equal(error.kind, 'unavailable');
        await assertStandsAt(subject, line, 1);
        valueOf(await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call));
        await assertStandsAt(subject, line, 2);
      }
    },
  },
  {
    id: 'lost-answer',
    title: 'a commit whose answer is lost, at whichever statement, can be repeated and happens once',
    requires: ['statements'],
    run: async (subject) => {
      const statements = statementsOf(subject);
      for (const [line, statement] of await statementsOfCommit(subject, statements)) {
        statements.arm(statement, 'after');
        const error = errorOf(await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call));
        statements.arm(0, 'after');
        assert.ok(error.kind === 'unavailable');
        const { revision } = valueOf(await subject.store.load(line, call));
        // Whoever is told that nothing changed may count on it.
        if (error.outcome === 'nothing_changed') assert.equal(revision, 1);
        const again = await subject.store.commit(line, 1, changeTo(line, 2, { events: 2 }), call);
        if (again.isErr()) assert.equal(again.error.kind, 'command_exists');
        if (revision === 2) assert.ok(again.isErr());
        await assertStandsAt(subject, line, 2);
      }
    },
  },
  {
    id: 'aborted-before',
    title: 'a call that was aborted before it began changes nothing and tells the reason',
    requires: [],
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
    id: 'closing',
    title: 'closing twice is fine, calls made before are answered, later ones are unavailable',
    requires: [],
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

/** The means to break the statements of a subject. */
function statementsOf({ harness, stores }: Subject): StatementFaults {
  const statements = harness.statements?.(stores);
  assert.ok(statements !== undefined);
  return statements;
}

/** A line at revision 1 for each statement of a commit, with the number of the statement. */
async function statementsOfCommit(
  { store }: Subject,
  statements: StatementFaults,
): Promise<readonly (readonly [LineKey, number])[]> {
  const probe = { integration_id: 'probe', contract_type: 'openapi' } as const;
  await commitUpTo(store, probe, 1, 2);
  statements.arm(0, 'before');
  valueOf(await store.commit(probe, 1, changeTo(probe, 2, { events: 2 }), call));
  const count = statements.count();
  assert.ok(count > 0, 'a commit sends no statement');
  const lines: (readonly [LineKey, number])[] = [];
  for (let statement = 1; statement <= count; statement += 1) {
    lines.push([{ integration_id: `line-${statement}`, contract_type: 'openapi' }, statement]);
  }
  for (const [line] of lines) await commitUpTo(store, line, 1, 2);
  return lines;
}

/** Head, events, commands and outbox all speak of the same number of commits, two events each. */
async function assertStandsAt(
  { store, outbox }: Pick<Stores, 'store' | 'outbox'>,
  line: LineKey,
  revision: number,
): Promise<void> {
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
