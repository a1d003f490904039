import { setTimeout as pause } from 'node:timers/promises';

import { CamelCasePlugin, Kysely, MysqlDialect, sql } from 'kysely';
import { createPool } from 'mysql2';
import { describe, expect, it } from 'vitest';

import { createKyselyStore } from '../../../src/adapters/kysely/index.ts';
import { call, errorOf, kindOf, valueOf, within } from '../../../src/testing/conformance/assertions.ts';
import { billing, changeTo, commitUpTo, idsOf, readEvents } from '../../../src/testing/conformance/samples.ts';
import { registerBesidePorts } from '../beside-ports.ts';
import { spyOn } from './breakable-dialect.ts';
import { connectTo, dialectOf, mariadb, postgres } from './databases.ts';
import { useFreshStore } from './fresh-store.ts';
import { createSeveringProxy } from './severing-proxy.ts';

const orders = { integration_id: 'orders', contract_type: 'openapi' } as const;

describe.each([postgres, mariadb])('the Kysely store on $name', (database) => {
  describe.skipIf(database.url === '')('beyond the conformance checks', () => {
    const fresh = useFreshStore(database);

    it('passes by the plugins of the host', async () => {
      const { db, place } = fresh();
      const store = createKyselyStore({ db: db.withPlugin(new CamelCasePlugin()), ...place });
      await commitUpTo(store, billing, 2);
      expect(valueOf(await store.load({ ...billing }, { ...call, command_id: 'command-1' })).command).not.toBeNull();
      expect(valueOf(await store.list({ limit: 1 }, call)).items).toEqual([{ ...billing, revision: 2 }]);
    });

    it('leaves the database of the host open when it is closed', async () => {
      const { db, open, store } = fresh();
      await store.close();
      expect(kindOf(await store.load(billing, call))).toBe('unavailable');
      await sql`SELECT 1`.execute(db);
      await commitUpTo(open(), billing, 1);
    });

    it('keeps ids of 512 bytes whole and refuses longer ones, whatever they are ids of', async () => {
      const { store } = fresh();
      for (const [id, accepted] of [
        ['é'.repeat(256), true],
        [`${'é'.repeat(256)}x`, false],
      ] as const) {
        const key = { ...billing, integration_id: id };
        const change = changeTo(key, 1, { command_id: id, prefix: accepted ? 'kept' : 'refused' });
        expect((await store.commit(key, 0, change, call)).isOk()).toBe(accepted);
        expect((await store.documents.put(id, new Uint8Array(1), call)).isOk()).toBe(accepted);
        expect((await store.load(key, call)).isOk()).toBe(accepted);
        expect((await store.events({ request_id: id, limit: 1 }, call)).isOk()).toBe(accepted);
      }
      expect(await readEvents(store)).toHaveLength(1);
    });

    it('shows events in an order that only grows at its end, however late a commit ends', async () => {
      const { db, store } = fresh();
      const late = await db.startTransaction().setIsolationLevel('read committed').execute();
      valueOf(await store.inTransaction(late).commit(billing, 0, changeTo(billing, 1, { events: 2 }), call));
      // Written later, seen first: the number that the database gave it is the higher one.
      await commitUpTo(store, orders, 2);
      const first = valueOf(await store.events({ limit: 1 }, call));
      expect(idsOf(first.items)).toEqual(['orders/openapi/1/0']);
      await late.commit().execute();
      const seen = [...idsOf(first.items)];
      for (let cursor = first.next; cursor !== null;) {
        const page = valueOf(await store.events({ limit: 1, cursor }, call));
        seen.push(...idsOf(page.items));
        cursor = page.next;
      }
      expect(seen).toEqual(['orders/openapi/1/0', 'orders/openapi/2/0', 'billing/openapi/1/0', 'billing/openapi/1/1']);
      expect(idsOf(await readEvents(store))).toEqual(seen);
    });

    it('delivers an event that was written before a delivered one and committed after it', async () => {
      const { db, store } = fresh();
      const late = await db.startTransaction().setIsolationLevel('read committed').execute();
      valueOf(await store.inTransaction(late).commit(billing, 0, changeTo(billing, 1), call));
      await commitUpTo(store, orders, 1);
      for (const expected of ['orders/openapi/1/0', 'billing/openapi/1/0']) {
        const { lease_token, events } = valueOf(await store.outbox.claim(10, 1_000, call));
        expect(idsOf(events)).toEqual([expected]);
        valueOf(await store.outbox.ack(lease_token ?? '', call));
        if (expected.startsWith('orders')) await late.commit().execute();
      }
    });

    it('gives a claim the lines that no other relay is about to take', async () => {
      const { db, store, table } = fresh();
      await commitUpTo(store, billing, 1);
      await commitUpTo(store, orders, 1);
      const first = valueOf(await store.outbox.claim(1, 1_000, call));
      valueOf(await store.outbox.release(first.lease_token ?? '', 'sink down', call));
      const relay = await db.startTransaction().setIsolationLevel('read committed').execute();
      const { rows } = await sql<{ readonly line: string | Uint8Array }>`
        SELECT line FROM ${sql.raw(table('queues'))} FOR UPDATE`.execute(relay);
      expect(rows.map(({ line }) => Buffer.from(line).toString())).toEqual(['openapi/billing']);
      const { events } = await within(5_000, 'a claim', store.outbox.claim(10, 1_000, call).then(valueOf));
      expect(idsOf(events)).toEqual(['orders/openapi/1/0']);
      await relay.rollback().execute();
    });

    it('answers an aborted call at once, and lets what it began come to nothing', async () => {
      const { db, store } = fresh();
      await commitUpTo(store, billing, 1);
      const holding = await db.startTransaction().execute();
      valueOf(await store.inTransaction(holding).load(billing, call));
      const abort = new AbortController();
      const reason = new Error('deadline');
      const waiting = store.commit(billing, 1, changeTo(billing, 2), { signal: abort.signal });
      await pause(50);
      abort.abort(reason);
      const error = errorOf(await within(1_000, 'the aborted commit', waiting));
      expect(error).toEqual({ kind: 'unavailable', outcome: 'nothing_changed', cause: reason });
      await holding.rollback().execute();
      await within(5_000, 'closing', store.close());
      expect(valueOf(await fresh().open().load(billing, call)).revision).toBe(1);
    });

    it.each([
      ['a deadlock', { code: '40P01' }, { errno: 1213, sqlState: '40001', code: 'ER_LOCK_DEADLOCK' }],
      ['a serialization failure', { code: '40001' }, { errno: 1020, sqlState: 'HY000', code: 'ER_CHECKREAD' }],
    ])('tries a commit again after %s, wherever it happens', async (_, ofPostgres, ofMysql) => {
      const { place } = fresh();
      let left = 0;
      let count = 0;
      const dialect = spyOn(dialectOf(database), (connection, query) => {
        count += 1;
        left -= 1;
        if (left !== 0) return connection.executeQuery(query);
        return Promise.reject(Object.assign(new Error('gave way'), database === postgres ? ofPostgres : ofMysql));
      });
      const db = new Kysely<unknown>({ dialect });
      const store = createKyselyStore({ db, ...place });
      await commitUpTo(store, billing, 1);
      count = 0;
      await commitUpTo(store, orders, 1);
      const statements = count;
      for (let statement = 1; statement <= statements; statement += 1) {
        left = statement;
        const line = { ...billing, integration_id: `line-${statement}` };
        valueOf(await store.commit(line, 0, changeTo(line, 1), call));
        expect(left).toBeLessThan(0);
      }
      expect(await readEvents(store)).toHaveLength(statements + 2);
      await db.destroy();
    });

    it.each(['before', 'after'] as const)('does not know of a COMMIT cut off %s the server had it', async (moment) => {
      const { place } = fresh();
      const proxy = await createSeveringProxy(database.url);
      const db = connectTo({ ...database, url: proxy.url });
      const store = createKyselyStore({ db, ...place });
      for (let revision = 1; revision <= 5; revision += 1) {
        proxy.sever(moment);
        const change = changeTo(billing, revision);
        const lost = errorOf(await store.commit(billing, revision - 1, change, call));
        expect(lost).toMatchObject({ kind: 'unavailable', outcome: 'unknown' });
        const again = await store.commit(billing, revision - 1, change, call);
        if (moment === 'before') valueOf(again);
        else expect(kindOf(again)).toBe('command_exists');
        expect(valueOf(await store.load(billing, call)).revision).toBe(revision);
        expect(await readEvents(store)).toHaveLength(revision);
      }
      await db.destroy();
      await proxy.close();
    });
  });

  describe.skipIf(database.url === '')('beside the ports', () => {
    const fresh = useFreshStore(database);
    registerBesidePorts((clock) => fresh().open({ clock }));
  });
});

describe.skipIf(postgres.url === '')('a lock on PostgreSQL', () => {
  const fresh = useFreshStore(postgres);

  it('is waited for as long as the host allows, and no longer', async () => {
    const { db, open, store } = fresh();
    await commitUpTo(store, billing, 1);
    const holding = await db.startTransaction().execute();
    valueOf(await store.inTransaction(holding).load(billing, call));
    const error = errorOf(await open({ lockWaitMs: 50 }).commit(billing, 1, changeTo(billing, 2), call));
    expect(error).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed', cause: { code: '55P03' } });
    await holding.rollback().execute();
    valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
  });

  it('is given up by the server if the process that holds it stops', async () => {
    const { open, store } = fresh();
    await commitUpTo(store, billing, 1);
    let stop = false;
    const dialect = spyOn(dialectOf(postgres), (connection, query) =>
      stop && query.sql === 'COMMIT' ? new Promise(() => undefined) : connection.executeQuery(query),
    );
    const stopped = new Kysely<unknown>({ dialect });
    const other = open({ db: stopped, lockWaitMs: 200 });
    valueOf(await other.load(billing, call));
    stop = true;
    void other.commit(billing, 1, changeTo(billing, 2), call);
    await pause(100);
    const next = store.commit(billing, 1, changeTo(billing, 2, { command_id: 'next', prefix: 'next' }), call);
    valueOf(await within(5_000, 'the next commit', next));
    expect(valueOf(await store.load(billing, call)).revision).toBe(2);
  });
});

describe.skipIf(mariadb.url === '')('a connection to MariaDB with another character set', () => {
  const fresh = useFreshStore(mariadb);

  it.each(['latin1', 'ascii', 'utf8'])('(%s) changes nothing', async (charset) => {
    const { place, store } = fresh();
    const db = new Kysely<unknown>({ dialect: new MysqlDialect({ pool: createPool({ uri: mariadb.url, charset }) }) });
    const other = createKyselyStore({ db, ...place });
    const key = { ...billing, integration_id: `\u{1F600} é ${charset}` };
    const change = changeTo(key, 1, { command_id: 'é' });
    const command = { ...change.command, result: { text: '\u{1F600} é \\ \' " \u2028', line: 'a\r\nb' } };
    valueOf(await other.commit(key, 0, { ...change, command }, call));
    for (const each of [store, other]) {
      const head = valueOf(await each.load(key, { ...call, command_id: 'é' }));
      expect(head).toEqual({ revision: 1, line: change.line, command });
      expect(valueOf(await each.list({ limit: 1 }, call)).items).toEqual([{ ...key, revision: 1 }]);
      expect(await readEvents(each)).toEqual(change.events);
    }
    await db.destroy();
  });
});

describe('impossible options', () => {
  const db = new Kysely<unknown>({ dialect: dialectOf({ dialect: 'postgres', url: 'postgres://127.0.0.1:1/none' }) });

  it.each([
    [{ dialect: 'sqlite' }, /must be "postgres" or "mysql"/],
    [{ db: undefined }, /must be a Kysely/],
    [{ lockWaitMs: 0 }, /lockWaitMs/],
    [{ lockWaitMs: 1.5 }, /lockWaitMs/],
    [{ commandRetentionMs: Infinity }, /commandRetentionMs must be a whole number/],
    [{ failureLimit: 0 }, /failureLimit/],
    [{ tablePrefix: 'a b' }, /tablePrefix/],
  ])('%j are refused', (options, message) => {
    expect(() => createKyselyStore({ db, dialect: 'postgres', ...options } as never)).toThrow(message);
  });

  it('include a transaction that is none', () => {
    const store = createKyselyStore({ db, dialect: 'postgres' });
    expect(() => store.inTransaction(db as never)).toThrow(/must be a transaction/);
  });

  it('do not include a server that is not there, which is found out by the first call', async () => {
    const store = createKyselyStore({ db, dialect: 'postgres' });
    const error = errorOf(await store.load(billing, call));
    expect(error).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed', cause: { code: 'ECONNREFUSED' } });
  });
});
