import { createUuidV7Generator } from 'contract-rollout';
import type { Change, Rollout } from 'contract-rollout';
import { createKyselyMigrations, createKyselyStore } from 'contract-rollout/kysely';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';

import { createBenchRollout, prepare, sampleOfCommit, unwrap } from './overhead.ts';

const lines = Number(process.env['LINES'] ?? 300);
const rounds = Number(process.env['ROUNDS'] ?? 7);
const call = { actor: { id: 'bench' } };
const tablePrefix = `bench_${process.pid}_`;

/** Prints activations per second through the facade on PostgreSQL beside the same SQL sent by hand with the same driver. */
export async function benchPostgres(): Promise<void> {
  const connectionString = process.env['DATABASE_URL'];
  if (connectionString === undefined) {
    console.log('\nActivations on PostgreSQL: skipped, because DATABASE_URL is not set.');
    return;
  }
  const pool = new Pool({ connectionString, max: 10 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const store = createKyselyStore({ db, dialect: 'postgres', tablePrefix });
  unwrap(await store.migrate());
  try {
    const sample = await sampleOfCommit();
    const rollout = createBenchRollout(store);
    await prepare(rollout, lines);
    const rows = [];
    for (const clients of [1, 8]) rows.push(await compare(pool, rollout, sample, clients));
    console.log(`\nActivations on PostgreSQL (${lines} lines, medians of ${rounds} runs, in turns)`);
    console.table(rows);
  } finally {
    for (const migration of Object.values(createKyselyMigrations({ dialect: 'postgres', tablePrefix }).migrations)) {
      await migration.down(db);
    }
    await db.destroy();
  }
}

async function compare(pool: Pool, rollout: Rollout, sample: Change, clients: number) {
  const facade: Measured[] = [];
  const byHand: Measured[] = [];
  // In turns, so that whatever else the machine does meets both.
  for (let round = 0; round < rounds; round += 1) {
    facade.push(await measure(clients, (index) => throughFacade(rollout, index)));
    byHand.push(await measure(clients, (index) => sendByHand(pool, sample, index)));
    // The next round activates the other version.
    target = target === 'v2' ? 'v1' : 'v2';
  }
  const rates = [facade, byHand].map((all) => median(all.map(({ perSecond }) => perSecond))) as [number, number];
  const costs = [facade, byHand].map((all) => median(all.map(({ cpuMicroseconds }) => cpuMicroseconds)));
  return {
    'at the same time': clients,
    'facade, /s': Math.round(rates[0]),
    'by hand, /s': Math.round(rates[1]),
    ratio: (rates[0] / rates[1]).toFixed(2),
    'CPU µs each, facade and by hand': costs.map(Math.round).join(' and '),
  };
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

/** Activates on every line while so many activations are under way at the same time. */
async function measure(clients: number, activate: (index: number) => Promise<void>): Promise<Measured> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < lines; index = next++) await activate(index);
  };
  await Promise.all(Array.from({ length: clients }, work));
  const { user, system } = process.cpuUsage(cpu);
  return {
    perSecond: (lines / (performance.now() - start)) * 1_000,
    cpuMicroseconds: (user + system) / lines,
  };
}

/** Which version is to become active; the other one is. */
let target: 'v1' | 'v2' = 'v2';

async function throughFacade(rollout: Rollout, index: number): Promise<void> {
  const line = { integration_id: `line-${index}`, contract_type: 'openapi' } as const;
  unwrap(await rollout.activate({ ...line, contract_version: target }, call));
}

const ids = createUuidV7Generator();
const name = (table: string): string => `"${tablePrefix}${table}"`;

/**
 * What the store sends for an activation, statement by statement: the head, then one transaction. Like any code it makes
 * its ids and its JSON itself; it decides, checks and asks nothing.
 */
async function sendByHand(pool: Pool, { line, command, events }: Change, index: number): Promise<void> {
  const integration_id = `line-${index}`;
  const key = [integration_id, 'openapi'];
  const request_id = ids.newId();
  const command_id = ids.newId();
  const head = await pool.query<{ revision: string; line: string }>(selectHead, [...key, command_id, 0, ...key]);
  const [found] = head.rows;
  if (found === undefined) throw new Error('The line is missing.');
  const stored = JSON.parse(found.line) as typeof line;
  const revision = Number(found.revision) + 1;
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    await client.query(lockLine, key);
    await client.query(findCommand, [...key, command_id]);
    await client.query(updateLine, [
      revision,
      JSON.stringify(stored.versions[0]),
      JSON.stringify({ ...stored, revision }),
      ...key,
      revision - 1,
    ]);
    await client.query(insertCommand, [...key, command_id, JSON.stringify({ ...command, command_id }), Date.now()]);
    const event_ids = events.map(() => ids.newId());
    const rows = events.map((event, position) => [
      event_ids[position],
      ...key,
      event.type,
      request_id,
      null,
      JSON.stringify({ ...event, event_id: event_ids[position], integration_id, revision, request_id, command_id }),
      Date.now(),
    ]);
    await client.query(insertEvents(rows.length), rows.flat());
    await client.query(insertOutbox(event_ids.length), event_ids);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const selectHead = `
  SELECT line.revision, line.line, command.record
  FROM (SELECT 1 AS one) AS base
    LEFT JOIN ${name('commands')} AS command
      ON command.integration_id = $1 AND command.contract_type = $2 AND command.command_id = $3 AND command.stored_at > $4
    LEFT JOIN ${name('lines')} AS line ON line.integration_id = $5 AND line.contract_type = $6`;

const lockLine = `
  WITH patience AS MATERIALIZED (
    SELECT set_config('lock_timeout', '5000ms', true),
           set_config('idle_in_transaction_session_timeout', '5000ms', true))
  SELECT line.revision FROM ${name('lines')} AS line CROSS JOIN patience
  WHERE line.integration_id = $1 AND line.contract_type = $2 FOR UPDATE OF line`;

const findCommand = `
  SELECT stored_at FROM ${name('commands')} WHERE integration_id = $1 AND contract_type = $2 AND command_id = $3`;

const updateLine = `
  UPDATE ${name('lines')} SET revision = $1, active = $2, line = $3
  WHERE integration_id = $4 AND contract_type = $5 AND revision = $6`;

const insertCommand = `
  INSERT INTO ${name('commands')} (integration_id, contract_type, command_id, record, stored_at)
  VALUES ($1, $2, $3, $4, $5)`;

function insertEvents(count: number): string {
  const rows = Array.from({ length: count }, (_, row) => `(${places(8, row * 8)})`);
  return `
    INSERT INTO ${name('events')}
      (event_id, integration_id, contract_type, type, request_id, rollout_id, event, stored_at)
    VALUES ${rows.join(', ')}`;
}

function insertOutbox(count: number): string {
  return `
    INSERT INTO ${name('outbox')} (id, line) SELECT id, concat(coalesce(contract_type, ''), '/', integration_id)
    FROM ${name('events')} WHERE event_id IN (${places(count, 0)})`;
}

function places(count: number, after: number): string {
  return Array.from({ length: count }, (_, index) => `$${after + index + 1}`).join(', ');
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}
