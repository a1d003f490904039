import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  createMemoryCatalog,
  createMemoryStore,
  createRollout,
  createStaticAuthorizer,
  createUuidV7Generator,
} from 'contract-rollout';
import type { Change, ContractStore, Rollout } from 'contract-rollout';
import { createSqliteStore } from 'contract-rollout/sqlite';
import Database from 'libsql';

const lines = Number(process.env['LINES'] ?? 300);
const rounds = Number(process.env['ROUNDS'] ?? 15);
/** Until what runs often is compiled. */
const roundsBefore = 10;
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
    const all: Record<'bare' | 'sqlite' | 'memory', Measured[]> = { bare: [], sqlite: [], memory: [] };
    const prepared = await prepareFile();
    // In turns, so that whatever else the machine does meets all three.
    for (let round = -roundsBefore; round < rounds; round += 1) {
      const measured = [
        await bareSql(sample, copyOf(prepared)),
        await throughFacade(createSqliteStore({ filename: copyOf(prepared), driver: 'libsql' })),
        await throughFacade(await prepareMemory()),
      ] as const;
      if (round < 0) continue;
      all.bare.push(measured[0]);
      all.sqlite.push(measured[1]);
      all.memory.push(measured[2]);
    }
    const bare = median(all.bare);
    const sqlite = median(all.sqlite);
    const memory = median(all.memory);
    const row = (name: string, { perSecond, cpuMicroseconds }: Measured, beside: Measured) => ({
      what: name,
      'activations/s': Math.round(perSecond),
      'CPU µs each': Math.round(cpuMicroseconds),
      'CPU, × bare SQL': (cpuMicroseconds / beside.cpuMicroseconds).toFixed(2),
    });
    console.log(
      `\nOverhead of an activation (${lines} lines, median of ${rounds} runs after ${roundsBefore} others, libsql, WAL, synchronous=FULL)`,
    );
    console.table([
      row('bare SQL transaction', bare, bare),
      row('facade on the SQLite store', sqlite, bare),
      row('facade on the memory store', memory, bare),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A rollout for the lines of the bench. */
export function createBenchRollout(store: ContractStore): Rollout {
  return createRollout({
    store,
    catalog: createMemoryCatalog({
      integrations: new Map(Array.from({ length: lines }, (_, index) => [`line-${index}`, 'active'])),
    }),
    authorizer: createStaticAuthorizer({ grants: { bench: ['platform.member_admin.operate'] } }),
  });
}

/** Two versions on every line, the first active, each checked against the other. */
export async function prepare(rollout: Rollout, count: number): Promise<void> {
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

async function throughFacade(store: ContractStore): Promise<Measured> {
  const rollout = createBenchRollout(store);
  // The digest of the rules is made once, by whoever first asks for it.
  unwrap(await rollout.plan({ integration_id: 'line-0', contract_type: 'openapi', contract_version: 'v2' }, call));
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

/** What one activation writes, as the store is given it. */
export async function sampleOfCommit(): Promise<Change> {
  const changes: Change[] = [];
  const store = createMemoryStore();
  const rollout = createBenchRollout({
    ...store,
    commit: (key, revision, change, options) => {
      changes.push(change);
      return store.commit(key, revision, change, options);
    },
  });
  await prepare(rollout, 1);
  unwrap(await rollout.activate({ integration_id: 'line-0', contract_type: 'openapi', contract_version: 'v2' }, call));
  const last = changes.at(-1);
  if (last === undefined) throw new Error('The activation committed nothing.');
  return last;
}

/**
 * The same rows written by hand into the same tables: read the head, then one transaction. Like any code it makes its
 * ids and its JSON itself; it decides, checks and asks nothing.
 */
async function bareSql({ line, command, events }: Change, file: string): Promise<Measured> {
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  const select = database.prepare(
    'SELECT revision, line FROM contract_rollout_lines WHERE integration_id = ? AND contract_type = ?',
  );
  const beginWrite = database.prepare('BEGIN IMMEDIATE');
  const update = database.prepare(
    'UPDATE contract_rollout_lines SET revision = ?, line = ?, active = ? WHERE integration_id = ? AND contract_type = ? AND revision = ?',
  );
  const addCommand = database.prepare('INSERT INTO contract_rollout_commands VALUES (?, ?, ?, ?, ?)');
  const addEvent = database.prepare(
    'INSERT INTO contract_rollout_events (event_id, integration_id, contract_type, type, request_id, event, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const addToOutbox = database.prepare(
    'INSERT INTO contract_rollout_outbox (seq, line) VALUES (last_insert_rowid(), ?)',
  );
  const commit = database.prepare('COMMIT');
  const ids = createUuidV7Generator();

  const start = begin();
  for (let index = 0; index < lines; index += 1) {
    const integration_id = `line-${index}`;
    const request_id = ids.newId();
    const command_id = ids.newId();
    const head = select.get(integration_id, 'openapi') as { revision: number; line: string };
    JSON.parse(head.line);
    const revision = head.revision + 1;
    beginWrite.run();
    const { changes } = update.run(
      revision,
      JSON.stringify({ ...line, integration_id, revision }),
      JSON.stringify(line.versions.find(({ contract_version }) => contract_version === line.active_version)),
      integration_id,
      'openapi',
      head.revision,
    );
    if (changes !== 1) throw new Error('Somebody else has changed the line.');
    addCommand.run(integration_id, 'openapi', command_id, JSON.stringify({ ...command, command_id }), Date.now());
    for (const event of events) {
      const event_id = ids.newId();
      const json = JSON.stringify({ ...event, event_id, integration_id, request_id, command_id });
      addEvent.run(event_id, integration_id, 'openapi', event.type, request_id, json, Date.now());
      addToOutbox.run(`openapi/${integration_id}`);
    }
    commit.run();
  }
  const measured = end(start);
  database.close();
  return measured;
}

/** A database as the store leaves it before the activations. */
async function prepareFile(): Promise<string> {
  const filename = join(folder, 'prepared.db');
  const store = createSqliteStore({ filename, driver: 'libsql' });
  await prepare(createBenchRollout(store), lines);
  await store.close();
  return filename;
}

let copies = 0;

/** A copy of a closed database, of which libsql may leave a part in the log. */
function copyOf(file: string): string {
  copies += 1;
  const copy = join(folder, `${copies}.db`);
  for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
  return copy;
}

async function prepareMemory(): Promise<ContractStore> {
  const store = createMemoryStore();
  await prepare(createBenchRollout(store), lines);
  return store;
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

/** The run in the middle, by CPU time. */
function median(all: readonly Measured[]): Measured {
  const sorted = all.toSorted((a, b) => a.cpuMicroseconds - b.cpuMicroseconds);
  return sorted[Math.floor(sorted.length / 2)] as Measured;
}

/** The value of a result that must be one. */
export function unwrap<T>(result: { isOk(): boolean; value?: T; error?: unknown }): T {
  if (!result.isOk()) throw new Error(JSON.stringify(result.error));
  return result.value as T;
}
