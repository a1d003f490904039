import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';

import { createMemoryCatalog, createRollout, createStaticAuthorizer } from '../../../src/index.ts';
import { call, errorOf, kindOf, valueOf, within } from '../../../src/testing/conformance/assertions.ts';
import { billing, changeTo, commitUpTo, denied, readEvents } from '../../../src/testing/conformance/samples.ts';
import { mariadb, postgres } from './databases.ts';
import { useFreshStore } from './fresh-store.ts';

const orders = { integration_id: 'orders', contract_type: 'openapi' } as const;
const boom = new Error('The host changed its mind.');

describe.each([postgres, mariadb])('a transaction of the host on $name', (database) => {
  describe.skipIf(database.url === '')('with a store inside', () => {
    const fresh = useFreshStore(database);
    const begin = () => fresh().db.transaction().setIsolationLevel('read committed');
    const note = (text: string) => sql`INSERT INTO ${sql.raw(fresh().table('notes'))} (note) VALUES (${text})`;
    const readNotes = async (): Promise<readonly string[]> => {
      const { rows } = await sql<{ readonly note: string }>`
        SELECT note FROM ${sql.raw(fresh().table('notes'))} ORDER BY note`.execute(fresh().db);
      return rows.map((row) => row.note);
    };
    beforeEach(async () => {
      await sql.raw(`CREATE TABLE ${fresh().table('notes')} (note varchar(64))`).execute(fresh().db);
    });

    it('commits what both wrote together, and nobody sees it before', async () => {
      const { store } = fresh();
      await begin().execute(async (trx) => {
        const inside = store.inTransaction(trx);
        await note('ours').execute(trx);
        valueOf(await inside.documents.put('sha256:1', Uint8Array.of(1), call));
        valueOf(await inside.commit(billing, 0, changeTo(billing, 1), call));
        expect(valueOf(await inside.load(billing, call)).revision).toBe(1);
        expect(valueOf(await store.load(billing, call)).revision).toBe(0);
        expect(await readEvents(store)).toEqual([]);
        expect(valueOf(await store.outbox.claim(10, 1_000, call)).lease_token).toBeNull();
      });
      expect(valueOf(await store.load(billing, call)).revision).toBe(1);
      expect(await readEvents(store)).toHaveLength(1);
      expect(valueOf(await store.documents.get('sha256:1', call))).toEqual(Uint8Array.of(1));
      expect(valueOf(await store.outbox.claim(10, 1_000, call)).events).toHaveLength(1);
      expect(await readNotes()).toEqual(['ours']);
    });

    it('rolls both back together', async () => {
      const { store } = fresh();
      const transaction = begin().execute(async (trx) => {
        await note('ours').execute(trx);
        valueOf(await store.inTransaction(trx).commit(billing, 0, changeTo(billing, 1), call));
        throw boom;
      });
      await expect(transaction).rejects.toBe(boom);
      expect(valueOf(await store.load(billing, call)).revision).toBe(0);
      expect(await readEvents(store)).toEqual([]);
      expect(valueOf(await store.outbox.lag(call)).undelivered).toBe(0);
      expect(await readNotes()).toEqual([]);
      await commitUpTo(store, billing, 1);
    });

    it('goes on after a refusal, and commits the rest', async () => {
      const { store } = fresh();
      await commitUpTo(store, billing, 1);
      await begin().execute(async (trx) => {
        const inside = store.inTransaction(trx);
        await note('before').execute(trx);
        const conflict = await inside.commit(billing, 5, changeTo(billing, 6, { prefix: 'refused' }), call);
        expect(kindOf(conflict)).toBe('revision_conflict');
        expect(kindOf(await inside.commit(billing, 0, changeTo(billing, 1), call))).toBe('command_exists');
        valueOf(await inside.commit(billing, 1, changeTo(billing, 2), call));
        await note('later').execute(trx);
      });
      expect(valueOf(await store.load(billing, call)).revision).toBe(2);
      expect(await readEvents(store)).toHaveLength(2);
      expect(await readNotes()).toEqual(['before', 'later']);
    });

    it('leaves the part of the store out after a failure, and every later call fails', async () => {
      const { store } = fresh();
      await commitUpTo(store, billing, 1);
      await begin().execute(async (trx) => {
        const inside = store.inTransaction(trx);
        valueOf(await inside.commit(orders, 0, changeTo(orders, 1), call));
        const [stored] = changeTo(billing, 1).events;
        const twice = { ...changeTo(billing, 2), events: stored === undefined ? [] : [stored] };
        for (const change of [twice, changeTo(billing, 2)]) {
          const error = errorOf(await inside.commit(billing, 1, change, call));
          expect(error).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
        }
        await note('by a host that does not listen').execute(trx);
      });
      expect(valueOf(await store.load(billing, call)).revision).toBe(1);
      expect(await readEvents(store)).toHaveLength(2);
    });

    it('holds the lines it has loaded until it ends', async () => {
      const { store } = fresh();
      await commitUpTo(store, billing, 1);
      let outside: Promise<unknown> = Promise.resolve();
      await begin().execute(async (trx) => {
        const inside = store.inTransaction(trx);
        expect(valueOf(await inside.load(billing, call)).revision).toBe(1);
        outside = store.commit(billing, 1, changeTo(billing, 2, { command_id: 'outside', prefix: 'outside' }), call);
        // Another line is free meanwhile.
        await within(5_000, 'a commit to another line', commitUpTo(store, orders, 1));
        valueOf(await inside.commit(billing, 1, changeTo(billing, 2), call));
      });
      expect(await outside).toMatchObject({ error: { kind: 'revision_conflict' } });
      expect(valueOf(await store.load(billing, call)).revision).toBe(2);
    });

    it('keeps the refusals that were recorded, though it is rolled back', async () => {
      const { store } = fresh();
      const transaction = begin().execute(async (trx) => {
        valueOf(await store.inTransaction(trx).record([denied('billing', 'd1')], call));
        throw boom;
      });
      await expect(transaction).rejects.toBe(boom);
      expect(await readEvents(store)).toHaveLength(1);
    });

    it('can be one of two that stand in each other’s way: one is told, the other commits', async () => {
      const { store } = fresh();
      await commitUpTo(store, billing, 1);
      await commitUpTo(store, orders, 1);
      const reached: (() => void)[] = [];
      const both = Promise.all([0, 1].map(() => new Promise<void>((resolve) => reached.push(resolve))));
      const cross = (lines: readonly (typeof billing)[], index: number): Promise<string> =>
        begin()
          .execute(async (trx) => {
            const inside = store.inTransaction(trx);
            for (const line of lines) {
              const committed = await inside.commit(line, 1, changeTo(line, 2, { command_id: `c${index}` }), call);
              // A host that is told of a failure rolls back.
              if (committed.isErr()) throw Object.assign(new Error('refused'), { kind: committed.error.kind });
              reached[index]?.();
              await both;
            }
            return 'committed';
          })
          .catch((error: unknown) => String((error as { kind?: unknown }).kind));
      const answers = await Promise.all([cross([billing, orders], 0), cross([orders, billing], 1)]);
      expect(answers.toSorted()).toEqual(['committed', 'unavailable']);
      for (const line of [billing, orders]) expect(valueOf(await store.load(line, call)).revision).toBe(2);
    });

    it('takes whole commands of a rollout', async () => {
      const { store } = fresh();
      const createIn = (ports: Pick<typeof store, 'documents'> & Parameters<typeof createRollout>[0]['store']) =>
        createRollout({
          store: ports,
          documents: ports.documents,
          catalog: createMemoryCatalog({ integrations: { billing: 'active' } }),
          authorizer: createStaticAuthorizer({ grants: { ann: ['platform.member_admin.operate'] } }),
        });
      const ann = { actor: { id: 'ann' } };
      const document = { openapi: '3.0.3', info: { title: 'Billing', version: '1' }, paths: {} };
      const version = { ...billing, contract_version: 'v1' };
      await begin().execute(async (trx) => {
        const rollout = createIn(store.inTransaction(trx));
        valueOf(await rollout.createVersion({ ...version, document }, ann));
        valueOf(await rollout.activate(version, ann));
        await note('with the activation').execute(trx);
      });
      expect(valueOf(await store.active(billing, call))).toMatchObject({
        revision: 2,
        version: { contract_version: 'v1' },
      });
      expect(await readNotes()).toEqual(['with the activation']);
    });
  });
});
