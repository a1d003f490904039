import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { findChecksums } from '../../internal/checksum-list.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';
import type { Prunable } from '../../ports/retention.ts';
import type { Connection } from './connection.ts';
import type { SqliteInteger } from './handle.ts';

const hourMs = 60 * 60 * 1000;
const never = new AbortController().signal;

/** Removes what is old in small steps, each a transaction of its own. */
export function createPruning(connection: Connection, clock: Clock, commandRetentionMs: number): Prunable {
  return {
    prune: async ({ eventRetentionMs, documentRetentionMs, signal = never }) => {
      const options = { signal };
      const now = clock.now();
      const commands = await removeAll(connection, options, removeCommands, now - commandRetentionMs);
      if (commands.isErr()) return err(commands.error);
      const events =
        eventRetentionMs === undefined
          ? ok(0)
          : await removeAll(connection, options, removeEvents, Math.floor(now - eventRetentionMs));
      if (events.isErr()) return err(events.error);
      const documents =
        documentRetentionMs === undefined
          ? ok(0)
          : await pruneDocuments(connection, options, Math.floor(now - Math.max(documentRetentionMs, hourMs)));
      return documents.map((count) => ({ events: events.value, commands: commands.value, documents: count }));
    },
  };
}

type Count = Promise<Result<number, StoreUnavailable>>;

const batch = 500;

const removeCommands = `
  DELETE FROM contract_rollout_commands
  WHERE rowid IN (SELECT rowid FROM contract_rollout_commands WHERE stored_at <= ? LIMIT ${batch})
  RETURNING 1`;

// What waits for delivery has a row in the outbox.
const removeEvents = `
  DELETE FROM contract_rollout_events
  WHERE seq IN (
    SELECT seq FROM contract_rollout_events AS old
    WHERE stored_at <= ? AND NOT EXISTS (SELECT 1 FROM contract_rollout_outbox AS waiting WHERE waiting.seq = old.seq)
    LIMIT ${batch})
  RETURNING 1`;

const removeDocument = 'DELETE FROM contract_rollout_documents WHERE checksum = ? AND stored_at <= ? RETURNING 1';

async function removeAll(connection: Connection, options: CallOptions, statement: string, until: number): Count {
  let count = 0;
  for (;;) {
    const removed = await connection.write(options, (sql) => ok(sql(statement).all(until).length));
    if (removed.isErr()) return err(removed.error);
    count += removed.value;
    if (removed.value < batch) return ok(count);
  }
}

async function pruneDocuments(connection: Connection, options: CallOptions, until: number): Count {
  const found = await connection.read(options, (sql) =>
    ok(
      sql('SELECT checksum FROM contract_rollout_documents WHERE stored_at <= ?').all(until) as readonly {
        readonly checksum: string;
      }[],
    ),
  );
  if (found.isErr()) return err(found.error);
  const unused = new Set(found.value.map(({ checksum }) => checksum));
  if (unused.size === 0) return ok(0);
  for (const page of [pageOfLines, pageOfEvents]) {
    const done = await forgetUsed(connection, options, page, unused);
    if (done.isErr()) return err(done.error);
  }
  const rest = [...unused];
  let count = 0;
  for (let start = 0; start < rest.length; start += batch) {
    const removed = await connection.write(options, (sql) =>
      // Asked again, because it may have been stored once more meanwhile.
      ok(rest.slice(start, start + batch).filter((checksum) => sql(removeDocument).all(checksum, until).length > 0)),
    );
    if (removed.isErr()) return err(removed.error);
    count += removed.value.length;
  }
  return ok(count);
}

const pageOfLines =
  'SELECT rowid AS id, line AS text FROM contract_rollout_lines WHERE rowid > ? ORDER BY rowid LIMIT 50';
const pageOfEvents = `
  SELECT seq AS id, event AS text FROM contract_rollout_events WHERE seq > ? ORDER BY seq LIMIT 50`;

async function forgetUsed(
  connection: Connection,
  options: CallOptions,
  page: string,
  unused: Set<string>,
): Promise<Result<void, StoreUnavailable>> {
  let after = 0;
  for (;;) {
    const found = await connection.read(options, (sql) => ok(sql(page).all(after) as readonly TextRow[]));
    if (found.isErr()) return err(found.error);
    for (const { text } of found.value) for (const checksum of findChecksums(text)) unused.delete(checksum);
    const last = found.value.at(-1);
    if (last === undefined) return ok(undefined);
    after = Number(last.id);
  }
}

interface TextRow {
  readonly id: SqliteInteger;
  readonly text: string;
}
