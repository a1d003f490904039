import { err, ok } from 'neverthrow';

import type { ContractType, LineKey, StoredLine } from '../../core/line.ts';
import { activeVersionOf, contractTypes } from '../../core/line.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, ContractStore } from '../../ports/contract-store.ts';
import type { Connection, Sql } from './connection.ts';
import { appendEvent, appendNewEvent, findEvents } from './event-log.ts';
import type { SqliteInteger } from './handle.ts';
import { storable } from '../../internal/storable.ts';

/** The contract store on a connection. */
export function createStoreOn(connection: Connection, clock: Clock, commandRetentionMs: number): ContractStore {
  let commits = 0;
  return {
    load: (key, { command_id, ...options }) =>
      connection.read(options, (sql) => {
        const head = readHead(sql, key, command_id ?? null, clock.now() - commandRetentionMs);
        return ok({
          revision: Number(head.revision ?? 0),
          line: head.line === null ? null : (JSON.parse(head.line) as StoredLine),
          command: head.record === null ? null : (JSON.parse(head.record) as CommandRecord),
        });
      }),
    commit: (key, expected_revision, { line, events, command }, options) =>
      connection.write(options, (sql) => {
        const now = clock.now();
        const lineKey = [storable(key.integration_id), key.contract_type] as const;
        const stands = sql(checkLine).get(
          ...lineKey,
          storable(command.command_id),
          now - commandRetentionMs,
          ...lineKey,
        );
        const { revision, command_exists } = stands as StandsRow;
        if (Number(command_exists) > 0) return err({ kind: 'command_exists' });
        if (Number(revision ?? 0) !== expected_revision) return err({ kind: 'revision_conflict' });

        sql(writeLine).run(
          ...lineKey,
          expected_revision + 1,
          JSON.stringify(line),
          JSON.stringify(activeVersionOf(line)),
        );
        if (commits % commitsPerCleanup === 0) sql(forgetCommands).run(now - commandRetentionMs);
        commits += 1;
        sql(writeCommand).run(...lineKey, command.command_id, JSON.stringify(command), now);
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
  readonly revision: SqliteInteger | null;
  readonly line: string | null;
  readonly record: string | null;
}

interface StandsRow {
  readonly revision: SqliteInteger | null;
  readonly command_exists: SqliteInteger;
}

function readHead(sql: Sql, key: LineKey, command_id: string | null, keptSince: number): HeadRow {
  const lineKey = [storable(key.integration_id), key.contract_type] as const;
  const command = command_id === null ? null : storable(command_id);
  return sql(selectHead).get(...lineKey, command, keptSince, ...lineKey) as HeadRow;
}

// One statement, so that line and command are of one moment; one row, whether they are there or not.
const selectHead = `
  SELECT line.revision, line.line, command.record
  FROM (SELECT 1)
    LEFT JOIN contract_rollout_commands AS command
      ON command.integration_id = ? AND command.contract_type = ? AND command.command_id = ? AND command.stored_at > ?
    LEFT JOIN contract_rollout_lines AS line ON line.integration_id = ? AND line.contract_type = ?`;

const checkLine = `
  SELECT
    EXISTS (SELECT 1 FROM contract_rollout_commands
            WHERE integration_id = ? AND contract_type = ? AND command_id = ? AND stored_at > ?) AS command_exists,
    (SELECT revision FROM contract_rollout_lines WHERE integration_id = ? AND contract_type = ?) AS revision`;

const writeLine = `
  INSERT INTO contract_rollout_lines (integration_id, contract_type, revision, line, active) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET revision = excluded.revision, line = excluded.line, active = excluded.active`;

// An expired result of the same command is replaced, since it counts as forgotten even before it is removed.
const writeCommand = `
  INSERT OR REPLACE INTO contract_rollout_commands (integration_id, contract_type, command_id, record, stored_at)
  VALUES (?, ?, ?, ?, ?)`;

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
