import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import Database from 'libsql';
import { err } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SqliteHandle, SqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { billing, changeTo, commitUpTo, readEvents } from '../../../src/testing/conformance/samples.ts';
import { call, errorOf, valueOf } from '../../../src/testing/conformance/assertions.ts';
import { registerBesidePorts } from '../beside-ports.ts';

let directory: string;
let filename: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'contract-rollout-'));
  filename = join(directory, 'test.db');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('opening a database', () => {
  it('keeps what is there, however often it is opened', async () => {
    for (let revision = 1; revision <= 3; revision += 1) {
      const store = createSqliteStore({ filename });
      expect(valueOf(await store.load(billing, call)).revision).toBe(revision - 1);
      valueOf(await store.commit(billing, revision - 1, changeTo(billing, revision), call));
      await store.close();
    }
  });

  it('touches no tables but its own', async () => {
    const host = new Database(filename);
    host.exec('CREATE TABLE orders (id TEXT); PRAGMA user_version = 7');
    await createSqliteStore({ filename }).close();
    const names = host.prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").all() as {
      name: string;
    }[];
    expect(names.filter(({ name }) => !name.startsWith('contract_rollout_'))).toEqual([
      expect.objectContaining({ name: 'orders' }),
    ]);
    expect(host.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 7 });
    host.close();
  });

  it('writes ahead and synchronises every commit', async () => {
    const statements: string[] = [];
    const store = createSqliteStore({ open: () => spyOn(new Database(filename), statements) });
    expect(store.durable).toBe(true);
    expect(statements).toContain('PRAGMA synchronous = FULL');
    await store.close();
    expect(new Database(filename).prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
  });

  it.each([
    ['PRAGMA journal_mode = WAL', { journal_mode: 'delete' }, /write-ahead log/],
    ['PRAGMA synchronous', { synchronous: 1 }, /does not synchronise/],
    ['PRAGMA synchronous', undefined, /does not synchronise/],
  ])('refuses a connection that answers %s with %j', (pragma, answer, message) => {
    let closed = 0;
    const open = (): SqliteHandle => {
      const handle = new Database(filename);
      return {
        exec: (sql) => handle.exec(sql),
        prepare: (sql) => (sql === pragma ? { ...handle.prepare(sql), get: () => answer } : handle.prepare(sql)),
        close: () => {
          closed += 1;
          handle.close();
        },
      };
    };
    expect(() => createSqliteStore({ open })).toThrow(message);
    expect(closed).toBe(1);
  });

  it('says that a database in memory is not durable', async () => {
    const store = createSqliteStore({ filename: ':memory:' });
    expect(store.durable).toBe(false);
    await store.close();
  });

  it('refuses a database that a newer release has written, and leaves it alone', async () => {
    const store = createSqliteStore({ filename });
    await commitUpTo(store, billing, 1);
    await store.close();
    const newer = new Database(filename);
    newer.exec('INSERT INTO contract_rollout_schema (version) VALUES (1000)');
    expect(() => createSqliteStore({ filename })).toThrow(/schema version 1000 .* newer release/);
    expect(newer.prepare('SELECT count(*) AS lines FROM contract_rollout_lines').get()).toMatchObject({ lines: 1 });
    newer.close();
  });

  it('throws what the driver throws if there is no such directory', () => {
    expect(() => createSqliteStore({ filename: join(directory, 'missing', 'test.db') })).toThrow(/open/i);
  });
});

describe('a database of an earlier schema', () => {
  it('is brought up to date with all that is in it', async () => {
    const store = createSqliteStore({ filename });
    await commitUpTo(store, billing, 2);
    valueOf(await store.documents.put('sha256:1', Uint8Array.of(1), call));
    const active = valueOf(await store.active(billing, call));
    await store.close();
    const first = new Database(filename);
    first.exec(`
      DROP INDEX contract_rollout_events_by_age;
      ALTER TABLE contract_rollout_lines DROP COLUMN active;
      ALTER TABLE contract_rollout_events DROP COLUMN stored_at;
      ALTER TABLE contract_rollout_documents DROP COLUMN stored_at;
      DELETE FROM contract_rollout_schema WHERE version > 1`);
    first.close();
    const again = createSqliteStore({ filename });
    expect(valueOf(await again.active(billing, call))).toEqual(active);
    expect(await readEvents(again)).toHaveLength(2);
    // What was there counts as stored at that moment.
    const pruned = valueOf(await again.prune({ eventRetentionMs: 60_000, documentRetentionMs: 0 }));
    expect(pruned).toEqual({ events: 0, commands: 0, documents: 0 });
    await commitUpTo(again, { ...billing, contract_type: 'event' }, 1);
    await again.close();
  });
});

describe('beside the ports', () => {
  registerBesidePorts((clock) => createSqliteStore({ filename, clock }));
});

describe('a database that cannot be written', () => {
  it.each([
    ['full', 'PRAGMA max_page_count = 1', 'PRAGMA max_page_count = 1000000'],
    ['read-only', 'PRAGMA query_only = 1', 'PRAGMA query_only = 0'],
  ])('refuses commits while it is %s, is still read, and goes on afterwards', async (_, breaking, mending) => {
    const handle = new Database(filename);
    const store = createSqliteStore({ open: () => handle });
    await commitUpTo(store, billing, 1);
    handle.exec(breaking);
    const large = { ...changeTo(billing, 2).command, result: 'x'.repeat(1_000_000) };
    const refused = await store.commit(billing, 1, { ...changeTo(billing, 2), command: large }, call);
    expect(errorOf(refused)).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
    expect(valueOf(await store.load(billing, call)).revision).toBe(1);
    expect(await readEvents(store)).toHaveLength(1);
    handle.exec(mending);
    valueOf(await store.commit(billing, 1, { ...changeTo(billing, 2), command: large }, call));
    await store.close();
  });
});

describe('a database that another process is writing to', () => {
  let other: InstanceType<typeof Database>;
  let store: SqliteStore;
  beforeEach(() => {
    store = createSqliteStore({ filename, busyTimeoutMs: 100 });
    other = new Database(filename);
    other.exec('BEGIN IMMEDIATE');
  });
  afterEach(async () => {
    await store.close();
    other.close();
  });

  it('is read all the same, and a commit that waited for too long says that nothing changed', async () => {
    const committing = store.commit(billing, 0, changeTo(billing, 1), call);
    expect(valueOf(await store.load(billing, call)).revision).toBe(0);
    expect(errorOf(await committing)).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
    other.exec('ROLLBACK');
    valueOf(await store.commit(billing, 0, changeTo(billing, 1), call));
  });

  it('lets a commit wait and takes it when the other is done, also while the store is being closed', async () => {
    const committing = store.commit(billing, 0, changeTo(billing, 1), call);
    const closing = store.close();
    await pause(10);
    other.exec('COMMIT');
    valueOf(await committing);
    await closing;
    expect(other.prepare('SELECT revision FROM contract_rollout_lines').get()).toMatchObject({ revision: 1 });
  });

  it('lets a commit be aborted while it waits', async () => {
    const abort = new AbortController();
    const reason = new Error('deadline');
    const committing = store.commit(billing, 0, changeTo(billing, 1), { signal: abort.signal });
    abort.abort(reason);
    expect(await committing).toEqual(err({ kind: 'unavailable', outcome: 'nothing_changed', cause: reason }));
    other.exec('ROLLBACK');
    expect(valueOf(await store.load(billing, call)).revision).toBe(0);
  });
});

describe('a connection that does not say how many rows a statement wrote', () => {
  it('commits nothing, since it cannot tell whether the revision was the expected one', async () => {
    const store = createSqliteStore({ open: () => silent(new Database(filename)) });
    const result = await store.commit(billing, 0, changeTo(billing, 1), call);
    expect(errorOf(result)).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
    expect(valueOf(await store.load(billing, call)).revision).toBe(0);
    await store.close();
  });
});

describe('a clock with fractions of milliseconds', () => {
  it('is taken, and leases of fractions too', async () => {
    const store = createSqliteStore({ filename, clock: { now: () => 1_772_352_000_000.25 } });
    await commitUpTo(store, billing, 1);
    const { lease_token } = valueOf(await store.outbox.claim(1, 0.5, call));
    expect(lease_token).not.toBeNull();
    valueOf(await store.outbox.ack(lease_token ?? '', call));
    await store.close();
  });
});

describe('a COMMIT that fails', () => {
  it.each([
    ['libsql', { code: 'SQLITE_BUSY', rawCode: 5 }],
    ['better-sqlite3', { code: 'SQLITE_BUSY_SNAPSHOT' }],
    ['node:sqlite', { code: 'ERR_SQLITE_ERROR', errcode: 517 }],
  ])('because of a lock, in the words of %s, is tried again as a whole', async (_, properties) => {
    const store = createSqliteStore({ open: () => failingCommits(new Database(filename), properties) });
    valueOf(await store.commit(billing, 0, changeTo(billing, 1), call));
    expect(await readEvents(store)).toHaveLength(1);
    await store.close();
  });

  it.each([
    ['libsql', { code: 'SQLITE_IOERR', rawCode: 10 }],
    ['better-sqlite3', { code: 'SQLITE_IOERR_FSYNC' }],
    ['node:sqlite', { code: 'ERR_SQLITE_ERROR', errcode: 1034 }],
    ['an unknown driver', {}],
  ])('for another reason, in the words of %s, leaves open what happened', async (_, properties) => {
    const store = createSqliteStore({ open: () => failingCommits(new Database(filename), properties) });
    const result = await store.commit(billing, 0, changeTo(billing, 1), call);
    expect(errorOf(result)).toMatchObject({ kind: 'unavailable', outcome: 'unknown' });
    expect(valueOf(await store.load(billing, call)).revision).toBe(0);
    valueOf(await store.commit(billing, 0, changeTo(billing, 1), call));
    await store.close();
  });
});

/** A handle that notes the statements it executes directly. */
function spyOn(handle: SqliteHandle, statements: string[]): SqliteHandle {
  return {
    exec: (sql) => {
      statements.push(sql);
      return handle.exec(sql);
    },
    prepare: (sql) => handle.prepare(sql),
    close: () => handle.close(),
  };
}

/** A handle whose statements run and report nothing. */
function silent(handle: SqliteHandle): SqliteHandle {
  return {
    exec: (sql) => handle.exec(sql),
    prepare: (sql) => {
      const statement = handle.prepare(sql);
      return {
        run: (...values) => {
          statement.run(...values);
          return {} as ReturnType<typeof statement.run>;
        },
        get: (...values) => statement.get(...values),
        all: (...values) => statement.all(...values),
      };
    },
    close: () => handle.close(),
  };
}

/** A handle whose first prepared COMMIT fails, with the transaction left open. */
function failingCommits(handle: SqliteHandle, properties: object): SqliteHandle {
  let failures = 1;
  return {
    exec: (sql) => handle.exec(sql),
    prepare: (sql) => {
      const statement = handle.prepare(sql);
      if (sql !== 'COMMIT') return statement;
      const run = (): ReturnType<typeof statement.run> => {
        failures -= 1;
        if (failures >= 0) throw Object.assign(new Error('COMMIT failed'), properties);
        return statement.run();
      };
      return { run, get: (...values) => statement.get(...values), all: (...values) => statement.all(...values) };
    },
    close: () => handle.close(),
  };
}
