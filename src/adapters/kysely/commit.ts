import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { LineKey } from '../../core/line.ts';
import { activeVersionOf } from '../../core/line.ts';
import type { Change, CommitError } from '../../ports/contract-store.ts';
import type { Dialect, SqlValue } from './dialect.ts';
import { bindId, bindJson, bindKey, lockLine } from './dialect.ts';
import type { BoundEvent } from './event-log.ts';
import { appendEvents, bindEvents, eventColumns, lineOfEvent } from './event-log.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';
import { listOf } from './sql.ts';

type Refusal = Exclude<CommitError, { readonly kind: 'unavailable' }>;

/** What a commit is asked for. */
export interface Commit {
  readonly key: LineKey;
  readonly expected_revision: number;
  readonly change: Change;
  readonly now: number;
  /** Results of commands that were stored before count as forgotten. */
  readonly keptSince: number;
}

/** A commit as it is bound, and shared with nobody. */
export interface BoundCommit {
  readonly lineKey: readonly SqlValue[];
  readonly command_id: SqlValue;
  readonly expected_revision: number;
  readonly line: SqlValue;
  readonly active: SqlValue;
  readonly command: SqlValue;
  readonly events: readonly BoundEvent[];
  readonly now: number;
  readonly keptSince: number;
}

/** Throws if something in it cannot be stored. */
export function bindCommit(dialect: Dialect, commit: Commit): BoundCommit {
  const { key, expected_revision, change, now, keptSince } = commit;
  return {
    lineKey: bindKey(dialect, key),
    command_id: bindId(dialect, change.command.command_id),
    expected_revision,
    line: bindJson(dialect, change.line),
    active: bindJson(dialect, activeVersionOf(change.line)),
    command: bindJson(dialect, change.command),
    events: bindEvents(dialect, change.events, now),
    now,
    keptSince,
  };
}

/** Writes a commit in a transaction that a refusal has to roll back. */
export function writeCommit(sql: Sql, session: Session, commit: BoundCommit): Promise<Result<void, Refusal>> {
  return session.dialect.writesInQueries ? writeAtOnce(sql, session, commit) : writeInTurn(sql, session, commit);
}

/**
 * One statement, in which everything hangs off the line: it moves if it stands at the expected revision once its lock is
 * had, the command is stored if the line has moved, and the events are if the command is.
 */
async function writeAtOnce(sql: Sql, { lockWaitMs }: Session, commit: BoundCommit): Promise<Result<void, Refusal>> {
  const { lineKey, command_id, expected_revision, line, active, command, events, now, keptSince } = commit;
  const revision = expected_revision + 1;
  const [stored] = await sql.all(
    textOfCommit({ first: expected_revision === 0, events: events.length, lockWaitMs }),
    ...(expected_revision === 0
      ? [...lineKey, revision, active, line]
      : [revision, active, line, ...lineKey, expected_revision]),
    command_id,
    command,
    now,
    keptSince,
    ...events.flatMap(({ values }) => values),
  );
  if (stored !== undefined) return ok(undefined);
  // A statement of its own, so that it sees what was committed while the lock was waited for.
  const known = await findCommand(sql, commit);
  return err({ kind: known !== undefined && known > keptSince ? 'command_exists' : 'revision_conflict' });
}

/** What the text of a commit depends on. */
interface Shape {
  readonly first: boolean;
  readonly events: number;
  readonly lockWaitMs: number | undefined;
}

/** Made once for a shape: the texts are long, and there are few of them. */
const knownTexts = new Map<string, string>();

function textOfCommit(shape: Shape): string {
  const { first, events, lockWaitMs } = shape;
  const key = `${first}/${events}/${lockWaitMs}`;
  let text = knownTexts.get(key);
  if (text === undefined) {
    text = writeText(shape);
    if (knownTexts.size < 200) knownTexts.set(key, text);
  }
  return text;
}

function writeText({ first, events, lockWaitMs }: Shape): string {
  return `
    WITH patience AS MATERIALIZED (${textOfPatience(lockWaitMs)}),
    moved AS (${first ? beginLine : moveLine} RETURNING integration_id, contract_type),
    stored AS (${storeCommand} RETURNING command_id)${events === 0 ? '' : textOfEvents(events)}
    SELECT command_id FROM stored`;
}

/** Bounds how long it waits for others, and how long others wait should this process be cut off. */
function textOfPatience(lockWaitMs: number | undefined): string {
  if (lockWaitMs === undefined) return 'SELECT';
  return `
    SELECT set_config('lock_timeout', '${lockWaitMs}ms', true),
           set_config('idle_in_transaction_session_timeout', '${lockWaitMs}ms', true)`;
}

const beginLine = `
  INSERT INTO {lines} (integration_id, contract_type, revision, active, line)
  SELECT ?, ?, ?, ?, ? FROM patience ON CONFLICT DO NOTHING`;

// Rows are locked above the join, so the settings are made before anything is waited for.
const moveLine = `
  UPDATE {lines} SET revision = ?, active = ?, line = ? FROM patience
  WHERE integration_id = ? AND contract_type = ? AND revision = ?`;

const storeCommand = `
  INSERT INTO {commands} AS known (integration_id, contract_type, command_id, record, stored_at)
  SELECT integration_id, contract_type, ?, ?, ? FROM moved
  ON CONFLICT (integration_id, contract_type, command_id)
    DO UPDATE SET record = excluded.record, stored_at = excluded.stored_at WHERE known.stored_at <= ?`;

const placesOfEvent = listOf(eventColumns.split(', '));

/** Events get their ids in the order in which they are given. */
function textOfEvents(events: number): string {
  const rows = Array.from({ length: events }, (_, place) => `(${place}, ${placesOfEvent}::bigint)`);
  return `,
    logged AS (
      INSERT INTO {events} (${eventColumns})
      SELECT ${eventColumns} FROM stored CROSS JOIN (VALUES ${rows.join(', ')}) AS event (place, ${eventColumns})
      ORDER BY place RETURNING id, integration_id, contract_type),
    queued AS (INSERT INTO {outbox} (id, line) SELECT id, ${lineOfEvent} FROM logged)`;
}

/** Everything hangs off the lock of the line: what is read behind it stays as it is until the commit. */
async function writeInTurn(sql: Sql, { dialect }: Session, commit: BoundCommit): Promise<Result<void, Refusal>> {
  const { lineKey, command_id, expected_revision, line, active, command, events, now, keptSince } = commit;
  // A row to lock. If this commit does not come about, neither does the row.
  if (expected_revision === 0) await sql.run(`${insertLine} ${dialect.unlessTaken('revision')}`, ...lineKey);
  const [stands] = await sql.all<{ readonly revision: unknown }>(lockLine, ...lineKey);
  // A statement of its own, so that it sees what was committed while the lock was waited for.
  const known = await findCommand(sql, commit);
  if (known !== undefined && known > keptSince) return err({ kind: 'command_exists' });
  if (Number(stands?.revision ?? 0) !== expected_revision) return err({ kind: 'revision_conflict' });

  const written = await sql.run(updateLine, expected_revision + 1, active, line, ...lineKey, expected_revision);
  if (written !== 1) return err({ kind: 'revision_conflict' });
  if (known === undefined) await sql.run(insertCommand, ...lineKey, command_id, command, now);
  else await sql.run(replaceCommand, command, now, ...lineKey, command_id);
  await appendEvents(sql, dialect, events);
  return ok(undefined);
}

/** When the result of a command was stored, if it was. */
async function findCommand(sql: Sql, { lineKey, command_id }: BoundCommit): Promise<number | undefined> {
  const [row] = await sql.all<{ readonly stored_at: unknown }>(selectCommand, ...lineKey, command_id);
  return row === undefined ? undefined : Number(row.stored_at);
}

const insertLine = `INSERT INTO {lines} (integration_id, contract_type, revision, line) VALUES (?, ?, 0, '')`;
const selectCommand =
  'SELECT stored_at FROM {commands} WHERE integration_id = ? AND contract_type = ? AND command_id = ?';
const updateLine = `
  UPDATE {lines} SET revision = ?, active = ?, line = ?
  WHERE integration_id = ? AND contract_type = ? AND revision = ?`;
const insertCommand = `
  INSERT INTO {commands} (integration_id, contract_type, command_id, record, stored_at) VALUES (?, ?, ?, ?, ?)`;
const replaceCommand = `
  UPDATE {commands} SET record = ?, stored_at = ? WHERE integration_id = ? AND contract_type = ? AND command_id = ?`;
