import assert from 'node:assert/strict';

import { createUuidV7Generator } from 'contract-rollout';
import type { Change, Rollout } from 'contract-rollout';
import { createKyselyMigrations, createKyselyStore } from 'contract-rollout/kysely';
import type { KyselyStore } from 'contract-rollout/kysely';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';

import { createBenchRollout, prepare, sampleOfCommit, unwrap } from './overhead.ts';

const lines = Number(process.env['LINES'] ?? 300);
const rounds = Number(process.env['ROUNDS'] ?? 7);
/** Until what runs often is compiled. */
const roundsBefore = 10;
const call = { actor: { id: 'bench' } };
const tablePrefix = `bench_${process.pid}_`;

/**
 * Prints activations per second through the facade on PostgreSQL beside the same SQL sent by hand with the same driver, and
 * beside less of it: without BEGIN and COMMIT, where a call that is given up leaves open what happened.
 */
export async function benchPostgres(): Promise<void> {
  const connectionString = process.env['DATABASE_URL'];
  if (connectionString === undefined) {
    console.log('\nActivations on PostgreSQL: skipped, because DATABASE_URL is not set.');
    return;
  }
  const pool = new Pool({ connectionString, max: 10 });
  const sent: string[] = [];
  const watched = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void sent.push(query.sql),
  });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const [store, watchedStore] = [db, watched].map((each) =>
    createKyselyStore({ db: each, dialect: 'postgres', tablePrefix }),
  ) as [KyselyStore, KyselyStore];
  unwrap(await store.migrate());
  try {
    const sample = await sampleOfCommit();
    const rollout = createBenchRollout(store);
    await prepare(rollout, lines);
    await throughFacade(createBenchRollout(watchedStore), 0);
    assertSame(sent.slice(-4), [selectHead, begin, writeCommit(sample.events.length), commit]);
    const rows = [];
    for (const clients of [1, 8]) rows.push(await compare(pool, rollout, sample, clients));
    console.log(
      `\nActivations on PostgreSQL (${lines} lines, medians of ${rounds} runs after ${roundsBefore} others, in turns)`,
    );
    console.table(rows);
  } finally {
    for (const migration of Object.values(createKyselyMigrations({ dialect: 'postgres', tablePrefix }).migrations)) {
      await migration.down(db);
    }
    await db.destroy();
  }
}

/** By hand is what the store sends, or the comparison says nothing. */
function assertSame(sent: readonly string[], byHand: readonly string[]): void {
  const [left, right] = [sent, byHand].map((all) => all.map((sql) => sql.replaceAll(/\s+/g, '')));
  assert.deepEqual(left, right);
}

async function compare(pool: Pool, rollout: Rollout, sample: Change, clients: number) {
  const all: Record<'facade' | 'byHand' | 'less', Measured[]> = { facade: [], byHand: [], less: [] };
  // In turns, so that whatever else the machine does meets all three.
  for (let round = -roundsBefore; round < rounds; round += 1) {
    const facade = await measure(clients, (index) => throughFacade(rollout, index));
    const byHand = await measure(clients, (index) => sendByHand(pool, sample, index, true));
    const less = await measure(clients, (index) => sendByHand(pool, sample, index, false));
    if (round >= 0) {
      all.facade.push(facade);
      all.byHand.push(byHand);
      all.less.push(less);
    }
    // The next round activates the other version.
    target = target === 'v2' ? 'v1' : 'v2';
  }
  const rate = (runs: readonly Measured[]): number => median(runs.map(({ perSecond }) => perSecond));
  const cost = (runs: readonly Measured[]): number => Math.round(median(runs.map((run) => run.cpuMicroseconds)));
  return {
    'at the same time': clients,
    'facade, /s': Math.round(rate(all.facade)),
    'by hand, /s': Math.round(rate(all.byHand)),
    ratio: (rate(all.facade) / rate(all.byHand)).toFixed(2),
    'without BEGIN and COMMIT, /s': Math.round(rate(all.less)),
    'ratio to that': (rate(all.facade) / rate(all.less)).toFixed(2),
    'CPU µs each, facade and by hand': `${cost(all.facade)} and ${cost(all.byHand)}`,
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
 * What the store sends for an activation, and all that its promises need: the head, with the command if it was given
 * before; then, in a transaction, one statement that writes everything if the line stands where it stood. Like any code it
 * makes its ids and its JSON itself; it decides, checks and asks nothing.
 */
async function sendByHand(pool: Pool, change: Change, index: number, inTransaction: boolean): Promise<void> {
  const { line, command, events } = change;
  const integration_id = `line-${index}`;
  const key = [integration_id, 'openapi'];
  const request_id = ids.newId();
  const command_id = ids.newId();
  const head = await pool.query<{ revision: string; line: string }>(selectHead, [...key, command_id, 0, ...key]);
  const [found] = head.rows;
  if (found === undefined) throw new Error('The line is missing.');
  const stored = JSON.parse(found.line) as typeof line;
  const revision = Number(found.revision) + 1;
  const rows = events.map((event) => {
    const event_id = ids.newId();
    const json = JSON.stringify({ ...event, event_id, integration_id, revision, request_id, command_id });
    return [event_id, ...key, event.type, request_id, null, json, Date.now()];
  });
  const values = [
    revision,
    JSON.stringify(stored.versions[0]),
    JSON.stringify({ ...stored, revision }),
    ...key,
    revision - 1,
    command_id,
    JSON.stringify({ ...command, command_id }),
    Date.now(),
    0,
    ...rows.flat(),
  ];
  const client = await pool.connect();
  try {
    if (inTransaction) await client.query(begin);
    const written = await client.query(writeCommit(rows.length), values);
    if (written.rows.length !== 1) throw new Error('Somebody else has changed the line.');
    if (inTransaction) await client.query(commit);
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

const begin = 'BEGIN ISOLATION LEVEL READ COMMITTED';

function writeCommit(events: number): string {
  const columns = 'event_id, integration_id, contract_type, type, request_id, rollout_id, event, stored_at';
  const rows = Array.from({ length: events }, (_, row) => `(${row}, ${places(8, 10 + row * 8)}::bigint)`);
  return `
    WITH patience AS MATERIALIZED (
      SELECT set_config('lock_timeout', '5000ms', true),
             set_config('idle_in_transaction_session_timeout', '5000ms', true)),
    moved AS (
      UPDATE ${name('lines')} SET revision = $1, active = $2, line = $3 FROM patience
      WHERE integration_id = $4 AND contract_type = $5 AND revision = $6 RETURNING integration_id, contract_type),
    stored AS (
      INSERT INTO ${name('commands')} AS known (integration_id, contract_type, command_id, record, stored_at)
      SELECT integration_id, contract_type, $7, $8, $9 FROM moved
      ON CONFLICT (integration_id, contract_type, command_id)
        DO UPDATE SET record = excluded.record, stored_at = excluded.stored_at WHERE known.stored_at <= $10
      RETURNING command_id),
    logged AS (
      INSERT INTO ${name('events')} (${columns})
      SELECT ${columns} FROM stored CROSS JOIN (VALUES ${rows.join(', ')}) AS event (place, ${columns})
      ORDER BY place RETURNING id, integration_id, contract_type),
    queued AS (
      INSERT INTO ${name('outbox')} (id, line)
      SELECT id, concat(coalesce(contract_type, ''), '/', integration_id) FROM logged)
    SELECT command_id FROM stored`;
}

const commit = 'COMMIT';

function places(count: number, after: number): string {
  return Array.from({ length: count }, (_, index) => `$${after + index + 1}`).join(', ');
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}
