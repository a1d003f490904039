import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createMemoryCatalog, createMemoryStore, createRollout, createStaticAuthorizer } from 'contract-rollout';
import type { Rollout } from 'contract-rollout';
import { createSqliteStore } from 'contract-rollout/sqlite';
import Database from 'libsql';

const lines = Number(process.env['LINES'] ?? 300);
const rounds = 5;
const call = { actor: { id: 'bench' } };
const folder = mkdtempSync(join(tmpdir(), 'contract-rollout-bench-'));

interface Measured {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

/** Prints activations per second through the facade beside the same SQL statements sent by hand. */
export async function benchOverhead(): Promise<void> {
  try {
    const sample = await sampleOfCommit();
    const bare = await measureBest(() => bareSql(sample));
    const memory = await measureBest(() => throughFacade('memory'));
    const sqlite = await measureBest(() => throughFacade('sqlite'));
    const row = (name: string, { perSecond, cpuMicroseconds }: Measured, beside: Measured) => ({
      what: name,
      'activations/s': Math.round(perSecond),
      'CPU µs each': Math.round(cpuMicroseconds),
      'CPU, × bare SQL': (cpuMicroseconds / beside.cpuMicroseconds).toFixed(2),
    });
    console.log(`\nOverhead of an activation (${lines} lines, best of ${rounds} runs, libsql, WAL, synchronous=FULL)`);
    console.table([
      row('bare SQL transaction', bare, bare),
      row('facade on the SQLite store', sqlite, bare),
      row('facade on the memory store', memory, bare),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function createBenchRollout(
  store: ReturnType<typeof createMemoryStore> | ReturnType<typeof createSqliteStore>,
): Rollout {
  return createRollout({
    store,
    catalog: createMemoryCatalog({
      integrations: new Map(Array.from({ length: lines }, (_, index) => [`line-${index}`, 'active'])),
    }),
    authorizer: createStaticAuthorizer({ grants: { bench: ['platform.member_admin.operate'] } }),
  });
}

/** Two versions on every line, the first active, each checked against the other. */
async function prepare(rollout: Rollout, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const line = { integration_id: `line-${index}`, contract_type: 'openapi' } as const;
    for (const [contract_version, digit] of [
      ['v1', '1'],
      ['v2', '2'],
    ] as const) {
      const schema_checksum = `sha256:${digit.repeat(64)}`;
      unwrap(
        await rollout.createVersion(
          { ...line, contract_version, schema_ref: `urn:${contract_version}`, schema_checksum },
          call,
        ),
      );
    }
    unwrap(await rollout.activate({ ...line, contract_version: 'v1' }, call));
    for (const [baseline_version, candidate_version] of [
      ['v1', 'v2'],
      ['v2', 'v1'],
    ] as const) {
      unwrap(
        await rollout.checkCompatibility(
          { ...line, baseline_version, candidate_version, breaking_change_count: 0 },
          call,
        ),
      );
    }
  }
}

async function throughFacade(kind: 'memory' | 'sqlite'): Promise<Measured> {
  const store =
    kind === 'memory' ? createMemoryStore() : createSqliteStore({ filename: await preparedFile(), driver: 'libsql' });
  const rollout = createBenchRollout(store);
  if (kind === 'memory') await prepare(rollout, lines);
  const start = begin();
  for (let index = 0; index < lines; index += 1) {
    unwrap(
      await rollout.activate(
        { integration_id: `line-${index}`, contract_type: 'openapi', contract_version: 'v2' },
        call,
      ),
    );
  }
  const measured = end(start);
  await store.close();
  return measured;
}

interface Sample {
  readonly line: string;
  readonly record: string;
  readonly events: readonly { readonly type: string; readonly json: string }[];
}

/** What one activation writes, byte for byte as long as what the store gets. */
async function sampleOfCommit(): Promise<Sample> {
  const store = createMemoryStore();
  const rollout = createBenchRollout(store);
  await prepare(rollout, 1);
  const key = { integration_id: 'line-0', contract_type: 'openapi' } as const;
  const result = unwrap(await rollout.activate({ ...key, contract_version: 'v2' }, call));
  const options = { signal: AbortSignal.timeout(1_000) };
  const head = unwrap(await store.load(key, options));
  const events = unwrap(await store.events({ ...key, limit: 100 }, options)).items.slice(-2);
  return {
    line: JSON.stringify(head.line),
    record: JSON.stringify({ command_id: result.request_id, fingerprint: 'x'.repeat(150), result, committed_at: '' }),
    events: events.map((event) => ({ type: event.type, json: JSON.stringify(event) })),
  };
}

/** The same rows written by hand into the same tables: read the head, then one transaction. */
async function bareSql({ line, record, events }: Sample): Promise<Measured> {
  const file = await preparedFile();
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const select = database.prepare(
    'SELECT revision, line FROM contract_rollout_lines WHERE integration_id = ? AND contract_type = ?',
  );
  const beginWrite = database.prepare('BEGIN IMMEDIATE');
  const update = database.prepare(
    'UPDATE contract_rollout_lines SET revision = ?, line = ? WHERE integration_id = ? AND contract_type = ? AND revision = ?',
  );
  const addCommand = database.prepare('INSERT INTO contract_rollout_commands VALUES (?, ?, ?, ?, ?)');
  const addEvent = database.prepare(
    'INSERT INTO contract_rollout_events (event_id, integration_id, contract_type, type, request_id, event) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const addToOutbox = database.prepare(
    'INSERT INTO contract_rollout_outbox (seq, line) VALUES (last_insert_rowid(), ?)',
  );
  const commit = database.prepare('COMMIT');

  const start = begin();
  for (let index = 0; index < lines; index += 1) {
    const id = `line-${index}`;
    const head = select.get(id, 'openapi') as { revision: number; line: string };
    JSON.parse(head.line);
    beginWrite.run();
    update.run(6, line, id, 'openapi', head.revision);
    addCommand.run(id, 'openapi', `command-${index}`, record, index);
    for (const [position, { type, json }] of events.entries()) {
      addEvent.run(`event-${index}-${position}`, id, 'openapi', type, `request-${index}`, json);
      addToOutbox.run(`openapi/${id}`);
    }
    commit.run();
  }
  const measured = end(start);
  database.close();
  return measured;
}

let files = 0;

/** A database as the store leaves it before the activations. */
async function preparedFile(): Promise<string> {
  files += 1;
  const filename = join(folder, `${files}.db`);
  const store = createSqliteStore({ filename, driver: 'libsql' });
  await prepare(createBenchRollout(store), lines);
  await store.close();
  return filename;
}

interface Start {
  readonly at: number;
  readonly cpu: NodeJS.CpuUsage;
}

function begin(): Start {
  return { at: performance.now(), cpu: process.cpuUsage() };
}

function end({ at, cpu }: Start): Measured {
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: (lines / (performance.now() - at)) * 1_000, cpuMicroseconds: (user + system) / lines };
}

async function measureBest(run: () => Promise<Measured>): Promise<Measured> {
  const all: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await run());
  return best(all);
}

function best(all: readonly Measured[]): Measured {
  return all.reduce((a, b) => (b.cpuMicroseconds < a.cpuMicroseconds ? b : a));
}

function unwrap<T>(result: { isOk(): boolean; value?: T; error?: unknown }): T {
  if (!result.isOk()) throw new Error(JSON.stringify(result.error));
  return result.value as T;
}
