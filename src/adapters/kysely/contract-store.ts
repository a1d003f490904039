import { err, ok } from 'neverthrow';

import type { LineKey, StoredLine } from '../../core/line.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, CommitError, ContractStore, Head } from '../../ports/contract-store.ts';
import type { BoundCommit } from './commit.ts';
import { bindCommit, writeCommit } from './commit.ts';
import type { Dialect } from './dialect.ts';
import { bindId, bindKey, jsonOf, lockLine } from './dialect.ts';
import { appendNewEvents, bindEvents, findEvents } from './event-log.ts';
import { attempt } from './failure.ts';
import { listLines } from './line-list.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';

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
    load: (key, options) =>
      session.read(options, async (sql) => {
        // Inside a transaction of the host, what is decided upon must still hold when the host commits.
        if (session.holdsLines) await sql.all(lockLine, ...bindKey(dialect, key));
        return ok(
          await readHead(sql, dialect, key, {
            command_id: options.command_id,
            keptSince: clock.now() - commandRetentionMs,
          }),
        );
      }),
    commit: async (key, expected_revision, change, options) => {
      const now = clock.now();
      const keptSince = now - commandRetentionMs;
      const bind = (): BoundCommit => bindCommit(dialect, { key, expected_revision, change, now, keptSince });
      const committed = await session.write<void, CommitError>(options, async (sql) =>
        writeCommit(sql, session, bind()),
      );
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
