import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { ContractType, LineKey } from '../../core/line.ts';
import { contractTypes } from '../../core/line.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import type { InvalidCursor, LineQuery, LineSummary, Page } from '../../ports/contract-store.ts';
import type { Dialect } from './dialect.ts';
import { bindId, textOf } from './dialect.ts';
import type { Sql } from './sql.ts';

interface SummaryRow {
  readonly integration_id: string | Uint8Array;
  readonly contract_type: string | Uint8Array;
  readonly revision: unknown;
}

/** A page of the lines, in the order of their keys. */
export async function listLines(
  sql: Sql,
  dialect: Dialect,
  { integration_id, cursor, limit }: LineQuery,
): Promise<Result<Page<LineSummary>, InvalidCursor>> {
  const after = cursor === undefined ? firstKey : lineKeyOf(cursor);
  if (after === null) return err({ kind: 'invalid_cursor' });
  const integration = bindId(dialect, after.integration_id);
  const rows = await sql.all<SummaryRow>(
    `SELECT integration_id, contract_type, revision FROM {lines}
     WHERE ${integration_id === undefined ? '' : 'integration_id = ? AND'}
       (integration_id > ? OR (integration_id = ? AND contract_type > ?))
     ORDER BY integration_id, contract_type LIMIT ?`,
    ...(integration_id === undefined ? [] : [bindId(dialect, integration_id)]),
    integration,
    integration,
    dialect.text(after.contract_type),
    // One more than asked for shows whether there is a next page.
    limit + 1,
  );
  const items = rows.slice(0, limit).map((row) => ({
    integration_id: textOf(row.integration_id),
    contract_type: textOf(row.contract_type) as ContractType,
    revision: Number(row.revision),
  }));
  const last = items.at(-1);
  return ok({
    items,
    next:
      rows.length > limit && last !== undefined ? toCursor('lines', [last.integration_id, last.contract_type]) : null,
  });
}

const firstKey = { integration_id: '', contract_type: '' };

function lineKeyOf(cursor: string): LineKey | null {
  const [integration_id, contract_type] = parseCursor('lines', cursor) ?? [];
  if (typeof integration_id !== 'string' || !contractTypes.includes(contract_type as ContractType)) return null;
  return { integration_id, contract_type: contract_type as ContractType };
}
