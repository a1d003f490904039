import { err, ok } from 'neverthrow';

import type { ContractType, LineKey, StoredLine } from '../../core/line.ts';
import { activeVersionOf, contractTypes } from '../../core/line.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import { storable } from '../../internal/storable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, ContractStore } from '../../ports/contract-store.ts';
import type { Connection, Sql } from './connection.ts';
import { appendEvent, appendNewEvent, findEvents } from './event-log.ts';
import type { SqliteInteger, SqliteStatement } from './handle.ts';

/** The contract store on a connection. */
export function createStoreOn(connection: Connection, clock: Clock, commandRetentionMs: number): ContractStore {
  let commits = 0;
  return {
    load: (key, options) =>
      connection.read(options, (sql) => {
        const head = findHead(sql, key, options.command_id ?? null, clock.now() - commandRetentionMs);
        return ok({
          revision: Number(head?.revision ?? 0),
          line: typeof head?.line === 'string' ? (JSON.parse(head.line) as StoredLine) : null,
          command: typeof head?.record === 'string' ? (JSON.parse(head.record) as CommandRecord) : null,
        });
      }),
    commit: (key, expected_revision, { line, events, command }, options) =>
      connection.write(options, (sql) => {
        const now = clock.now();
        const expiredUntil = now - commandRetentionMs;
        const lineKey = [storable(key.integration_id), key.contract_type] as const;
        const command_id = storable(command.command_id);
        // Each statement writes only where its condition of the commit holds; a refusal takes both back.
        const added = sql(addCommand).run(...lineKey, command_id, JSON.stringify(command), now, expiredUntil);
        if (!wroteOne(added)) return err({ kind: 'command_exists' });
        const head = [
          expected_revision + 1,
          JSON.stringify(line),
          JSON.stringify(activeVersionOf(line)),
          ...lineKey,
        ] as const;
        const moved =
          expected_revision === 0 ? sql(addLine).run(...head) : sql(moveLine).run(...head, expected_revision);
        if (!wroteOne(moved)) return err({ kind: 'revision_conflict' });
        if (commits % commitsPerCleanup === 0) sql(forgetCommands).run(expiredUntil);
        commits += 1;
        for (const event of events) appendEvent(sql, event, now);
        return ok(undefined);
      }),
    record: (events, options) =>
      connection.write(options, (sql) => {
        for (const event of events) appendNewEvent(sql, event, clock.now());
        return ok(undefined);
      }),
    list: ({ integration_id, cursor, limit }, options) =>
      connection.read(options, (sql) => {
        const after = cursor === undefined ? firstKey : lineKeyOf(cursor);
        if (after === null) return err({ kind: 'invalid_cursor' });
        const found = sql(integration_id === undefined ? listAll : listOne).all(
          ...(integration_id === undefined ? [] : [storable(integration_id)]),
          storable(after.integration_id),
          after.contract_type,
          // One more than asked for shows whether there is a next page.
          limit + 1,
        ) as readonly SummaryRow[];
        const items = found.slice(0, limit);
        const last = items.at(-1);
        return ok({
          items: items.map(({ integration_id, contract_type, revision }) => ({
            integration_id,
            contract_type,
            revision: Number(revision),
          })),
          next:
            found.length > limit && last !== undefined
              ? toCursor('lines', [last.integration_id, last.contract_type])
              : null,
        });
      }),
    events: (query, options) => connection.read(options, (sql) => findEvents(sql, query)),
    close: () => connection.close(),
  };
}

interface SummaryRow extends LineKey {
  readonly revision: SqliteInteger;
}

interface HeadRow {
  readonly revision: SqliteInteger;
  readonly line: string;
  readonly record: string | null;
}

function findHead(sql: Sql, key: LineKey, command_id: string | null, expiredUntil: number): HeadRow | undefined | null {
  const command = command_id === null ? null : storable(command_id);
  const row = sql(selectHead).get(command, expiredUntil, storable(key.integration_id), key.contract_type);
  return row as HeadRow | undefined | null;
}

// One statement, so that line and command are of one moment.
const selectHead = `
  SELECT revision, line, (
    SELECT record FROM contract_rollout_commands AS command
    WHERE command.integration_id = line.integration_id AND command.contract_type = line.contract_type
      AND command_id = ? AND stored_at > ?
  ) AS record
  FROM contract_rollout_lines AS line WHERE integration_id = ? AND contract_type = ?`;

// An expired result of the same command is replaced, since it counts as forgotten even before it is removed.
const addCommand = `
  INSERT INTO contract_rollout_commands (integration_id, contract_type, command_id, record, stored_at)
  VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (integration_id, contract_type, command_id)
    DO UPDATE SET record = excluded.record, stored_at = excluded.stored_at WHERE stored_at <= ?`;

const addLine = `
  INSERT INTO contract_rollout_lines (revision, line, active, integration_id, contract_type) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (integration_id, contract_type) DO NOTHING`;

const moveLine = `
  UPDATE contract_rollout_lines SET revision = ?, line = ?, active = ?
  WHERE integration_id = ? AND contract_type = ? AND revision = ?`;

/** Whether a statement for one row wrote it; a handle that does not say so is of no use for a compare-and-set. */
function wroteOne({ changes }: ReturnType<SqliteStatement['run']>): boolean {
  const rows = Number(changes);
  if (rows !== 0 && rows !== 1) throw new TypeError(`A statement for one row reports ${String(changes)} changes.`);
  return rows === 1;
}

// Now and then, and never very many: neither does every commit pay for it, nor one for a day's worth.
const commitsPerCleanup = 64;
const forgetCommands = `
  DELETE FROM contract_rollout_commands
  WHERE rowid IN (SELECT rowid FROM contract_rollout_commands WHERE stored_at <= ? LIMIT 1000)`;

const listPage = `
  SELECT integration_id, contract_type, revision FROM contract_rollout_lines
  WHERE (integration_id, contract_type) > (?, ?) ORDER BY integration_id, contract_type LIMIT ?`;
const listAll = listPage;
const listOne = listPage.replace('WHERE', 'WHERE integration_id = ? AND');

const firstKey = { integration_id: '', contract_type: '' };

function lineKeyOf(cursor: string): LineKey | null {
  const [integration_id, contract_type] = parseCursor('lines', cursor) ?? [];
  if (typeof integration_id !== 'string' || !contractTypes.includes(contract_type as ContractType)) return null;
  return { integration_id, contract_type: contract_type as ContractType };
}
