import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { LineKey, StoredLine } from '../../core/line.ts';
import { activeVersionOf } from '../../core/line.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Change, CommandRecord, CommitError, ContractStore, Head } from '../../ports/contract-store.ts';
import type { Dialect, SqlValue } from './dialect.ts';
import { bindId, bindJson, bindKey, jsonOf } from './dialect.ts';
import type { BoundEvent } from './event-log.ts';
import { appendEvents, appendNewEvents, bindEvents, findEvents } from './event-log.ts';
import { attempt } from './failure.ts';
import { listLines } from './line-list.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';

type Refusal = Exclude<CommitError, { readonly kind: 'unavailable' }>;

/** What a store needs besides a session. */
export interface StoreSettings {
  readonly clock: Clock;
  readonly commandRetentionMs: number;
}

/** The contract store on a session. */
export function createStoreOn(session: Session, { clock, commandRetentionMs }: StoreSettings): ContractStore {
  const { dialect } = session;
  let commits = 0;

  /** Now and then, and never very many: neither does every commit pay for it, nor one for a day's worth. */
  async function forgetCommands(): Promise<void> {
    commits += 1;
    if (session.holdsLines || commits % commitsPerCleanup !== 0) return;
    const expired = dialect.deleteSome('commands', 'stored_at <= ?', 1_000);
    const call = { signal: AbortSignal.timeout(cleanupMs) };
    // What is not forgotten now is forgotten later; it counts as forgotten in any case.
    void (await session.send(call, async (sql) => ok(await sql.run(expired, clock.now() - commandRetentionMs))));
  }

  return {
    load: (key, { command_id, ...options }) =>
      session.read(options, async (sql) => {
        // Inside a transaction of the host, what is decided upon must still hold when the host commits.
        if (session.holdsLines) await sql.all(session.lockLine, ...bindKey(dialect, key));
        return ok(await readHead(sql, dialect, key, { command_id, keptSince: clock.now() - commandRetentionMs }));
      }),
    commit: async (key, expected_revision, change, options) => {
      const now = clock.now();
      const bound = attempt(() => bindCommit(dialect, { key, expected_revision, change, now }));
      if (bound.isErr()) return err(bound.error);
      const keptSince = now - commandRetentionMs;
      const committed = await session.write(options, (sql) => writeCommit(sql, session, bound.value, keptSince));
      if (committed.isOk()) await forgetCommands();
      return committed;
    },
    record: async (events, options) => {
      const bound = attempt(() => bindEvents(dialect, events, clock.now()));
      if (bound.isErr()) return err(bound.error);
      return session.write(
        options,
        async (sql) => ok(await appendNewEvents(sql, dialect, bound.value)),
        // Somebody recorded one of them just now; the next time it is seen and skipped.
        ['conflict', 'duplicate'],
      );
    },
    list: (query, options) => session.read(options, (sql) => listLines(sql, dialect, query)),
    events: (query, options) => findEvents(session, query, options),
    close: () => session.close(),
  };
}

const commitsPerCleanup = 64;
const cleanupMs = 1_000;

interface HeadRow {
  readonly revision: unknown;
  readonly line: string | Uint8Array | null;
  readonly record: string | Uint8Array | null;
}

/** Line and command in one statement, so that both are of one moment; one row, whether they are there or not. */
async function readHead(
  sql: Sql,
  dialect: Dialect,
  key: LineKey,
  { command_id, keptSince }: { readonly command_id: string | undefined; readonly keptSince: number },
): Promise<Head> {
  const lineKey = bindKey(dialect, key);
  const command = command_id === undefined ? null : bindId(dialect, command_id);
  const [row] = await sql.all<HeadRow>(selectHead, ...lineKey, command, keptSince, ...lineKey);
  return {
    revision: Number(row?.revision ?? 0),
    line: jsonOf(row?.line) as StoredLine | null,
    command: jsonOf(row?.record) as CommandRecord | null,
  };
}

const selectHead = `
  SELECT line.revision, line.line, command.record
  FROM (SELECT 1 AS one) AS base
    LEFT JOIN {commands} AS command
      ON command.integration_id = ? AND command.contract_type = ? AND command.command_id = ? AND command.stored_at > ?
    LEFT JOIN {lines} AS line ON line.integration_id = ? AND line.contract_type = ?`;

/** A commit as it is bound, and shared with nobody. */
interface BoundCommit {
  readonly lineKey: readonly SqlValue[];
  readonly commandKey: readonly SqlValue[];
  readonly expected_revision: number;
  readonly line: SqlValue;
  readonly active: SqlValue;
  readonly command: SqlValue;
  readonly events: readonly BoundEvent[];
  readonly now: number;
}

interface Commit {
  readonly key: LineKey;
  readonly expected_revision: number;
  readonly change: Change;
  readonly now: number;
}

/** Throws if something in it cannot be stored. */
function bindCommit(dialect: Dialect, { key, expected_revision, change, now }: Commit): BoundCommit {
  const lineKey = bindKey(dialect, key);
  return {
    lineKey,
    commandKey: [...lineKey, bindId(dialect, change.command.command_id)],
    expected_revision,
    line: bindJson(dialect, change.line),
    active: bindJson(dialect, activeVersionOf(change.line)),
    command: bindJson(dialect, change.command),
    events: bindEvents(dialect, change.events, now),
    now,
  };
}

/** Everything hangs off the lock of the line: what is read behind it stays as it is until the commit. */
async function writeCommit(
  sql: Sql,
  { dialect, lockLine }: Session,
  { lineKey, commandKey, expected_revision, now, ...bound }: BoundCommit,
  keptSince: number,
): Promise<Result<void, Refusal>> {
  // A row to lock. If this commit does not come about, neither does the row.
  if (expected_revision === 0) await sql.run(`${insertLine} ${dialect.unlessTaken('revision')}`, ...lineKey);
  const [stands] = await sql.all<{ readonly revision: unknown }>(lockLine, ...lineKey);
  // A statement of its own, so that it sees what was committed while the lock was waited for.
  const [command] = await sql.all<{ readonly stored_at: unknown }>(findCommand, ...commandKey);
  if (command !== undefined && Number(command.stored_at) > keptSince) return err({ kind: 'command_exists' });
  if (Number(stands?.revision ?? 0) !== expected_revision) return err({ kind: 'revision_conflict' });

  const written = await sql.run(
    updateLine,
    expected_revision + 1,
    bound.active,
    bound.line,
    ...lineKey,
    expected_revision,
  );
  if (written !== 1) return err({ kind: 'revision_conflict' });
  if (command === undefined) await sql.run(insertCommand, ...commandKey, bound.command, now);
  else await sql.run(replaceCommand, bound.command, now, ...commandKey);
  await appendEvents(sql, dialect, bound.events);
  return ok(undefined);
}

const insertLine = `INSERT INTO {lines} (integration_id, contract_type, revision, line) VALUES (?, ?, 0, '')`;
const findCommand =
  'SELECT stored_at FROM {commands} WHERE integration_id = ? AND contract_type = ? AND command_id = ?';
const updateLine = `
  UPDATE {lines} SET revision = ?, active = ?, line = ?
  WHERE integration_id = ? AND contract_type = ? AND revision = ?`;
const insertCommand = `
  INSERT INTO {commands} (integration_id, contract_type, command_id, record, stored_at) VALUES (?, ?, ?, ?, ?)`;
const replaceCommand = `
  UPDATE {commands} SET record = ?, stored_at = ? WHERE integration_id = ? AND contract_type = ? AND command_id = ?`;
