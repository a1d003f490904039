import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { findChecksums } from '../../internal/checksum-list.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';
import type { Prunable } from '../../ports/retention.ts';
import type { SqlValue } from './dialect.ts';
import { textOf } from './dialect.ts';
import { putInOrder } from './event-order.ts';
import type { Session } from './session.ts';
import { listOf } from './sql.ts';

const hourMs = 60 * 60 * 1000;
const never = new AbortController().signal;

/** Removes what is old in small steps, each a transaction of its own. */
export function createPruning(session: Session, clock: Clock, commandRetentionMs: number): Prunable {
  return {
    prune: async ({ eventRetentionMs, documentRetentionMs, signal = never }) => {
      const options = { signal };
      const now = clock.now();
      const commands = await removeAll(session, options, 'commands', 'stored_at <= ?', now - commandRetentionMs);
      if (commands.isErr()) return err(commands.error);
      const events =
        eventRetentionMs === undefined ? ok(0) : await pruneEvents(session, options, now - eventRetentionMs);
      if (events.isErr()) return err(events.error);
      const documents =
        documentRetentionMs === undefined
          ? ok(0)
          : await pruneDocuments(session, options, now - Math.max(documentRetentionMs, hourMs));
      return documents.map((count) => ({ events: events.value, commands: commands.value, documents: count }));
    },
  };
}

type Count = Promise<Result<number, StoreUnavailable>>;

async function removeAll(
  session: Session,
  options: CallOptions,
  table: string,
  condition: string,
  value: SqlValue,
): Count {
  const statement = session.dialect.deleteSome(table, condition, batch);
  let count = 0;
  for (;;) {
    const removed = await session.send(options, async (sql) => ok(await sql.run(statement, value)));
    if (removed.isErr()) return removed;
    count += removed.value;
    if (removed.value < batch) return ok(count);
  }
}

const batch = 500;

/** An event without a place in the log has not been read yet; one in the outbox has not been delivered. */
async function pruneEvents(session: Session, options: CallOptions, until: number): Count {
  const ordered = await putInOrder(session, options);
  if (ordered.isErr()) return err(ordered.error);
  const condition =
    'stored_at <= ? AND seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {outbox} WHERE {outbox}.id = {events}.id)';
  return removeAll(session, options, 'events', condition, until);
}

async function pruneDocuments(session: Session, options: CallOptions, until: number): Count {
  const found = await session.read(options, async (sql) =>
    ok(
      await sql.all<{ readonly checksum: string | Uint8Array }>(
        'SELECT checksum FROM {documents} WHERE stored_at <= ?',
        until,
      ),
    ),
  );
  if (found.isErr()) return err(found.error);
  const unused = new Set(found.value.map(({ checksum }) => textOf(checksum)));
  if (unused.size === 0) return ok(0);
  for (const forgetUsed of [forgetThoseOfLines, forgetThoseOfEvents]) {
    const done = await forgetUsed(session, options, unused);
    if (done.isErr()) return err(done.error);
  }
  const rest = [...unused];
  let count = 0;
  for (let start = 0; start < rest.length; start += batch) {
    const keys = rest.slice(start, start + batch).map((checksum) => session.dialect.text(checksum));
    const removed = await session.send(options, async (sql) =>
      // Asked again, because it may have been stored once more meanwhile.
      ok(
        await sql.run(`DELETE FROM {documents} WHERE checksum IN (${listOf(keys)}) AND stored_at <= ?`, ...keys, until),
      ),
    );
    if (removed.isErr()) return removed;
    count += removed.value;
  }
  return ok(count);
}

type Text = string | Uint8Array;

async function forgetThoseOfLines(
  session: Session,
  options: CallOptions,
  unused: Set<string>,
): Promise<Result<void, StoreUnavailable>> {
  let after: readonly [Text, Text] = [session.dialect.text('') as Text, session.dialect.text('') as Text];
  for (;;) {
    const [integration, type] = after;
    const page = await session.read(options, async (sql) =>
      ok(
        await sql.all<{ readonly integration_id: Text; readonly contract_type: Text; readonly line: Text }>(
          `SELECT integration_id, contract_type, line FROM {lines}
           WHERE integration_id > ? OR (integration_id = ? AND contract_type > ?)
           ORDER BY integration_id, contract_type LIMIT ${linesAtOnce}`,
          integration,
          integration,
          type,
        ),
      ),
    );
    if (page.isErr()) return err(page.error);
    for (const { line } of page.value) for (const checksum of findChecksums(textOf(line))) unused.delete(checksum);
    const last = page.value.at(-1);
    if (last === undefined || page.value.length < linesAtOnce) return ok(undefined);
    after = [last.integration_id, last.contract_type];
  }
}

const linesAtOnce = 50;

async function forgetThoseOfEvents(
  session: Session,
  options: CallOptions,
  unused: Set<string>,
): Promise<Result<void, StoreUnavailable>> {
  let after = 0;
  for (;;) {
    const page = await session.read(options, async (sql) =>
      ok(
        await sql.all<{ readonly id: unknown; readonly event: Text }>(
          `SELECT id, event FROM {events} WHERE id > ? ORDER BY id LIMIT ${batch}`,
          after,
        ),
      ),
    );
    if (page.isErr()) return err(page.error);
    for (const { event } of page.value) for (const checksum of findChecksums(textOf(event))) unused.delete(checksum);
    const last = page.value.at(-1);
    if (last === undefined || page.value.length < batch) return ok(undefined);
    after = Number(last.id);
  }
}
