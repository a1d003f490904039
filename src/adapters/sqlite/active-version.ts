import { ok } from 'neverthrow';

import type { ContractVersion } from '../../core/line.ts';
import { storable } from '../../internal/storable.ts';
import type { ActiveVersionReader } from '../../ports/active-version.ts';
import type { Connection } from './connection.ts';
import type { SqliteInteger } from './handle.ts';

/** Reads the column beside the line that holds its active version. */
export function createActiveVersionReader(connection: Connection): ActiveVersionReader {
  return {
    active: (key, options) =>
      connection.read(options, (sql) => {
        const row = sql(selectActive).get(storable(key.integration_id), key.contract_type) as
          | ActiveRow
          | undefined
          | null;
        const active = row?.active ?? null;
        return ok({
          revision: Number(row?.revision ?? 0),
          version: active === null ? null : (JSON.parse(active) as ContractVersion | null),
        });
      }),
  };
}

interface ActiveRow {
  readonly revision: SqliteInteger;
  readonly active: string | null;
}

const selectActive = `
  SELECT revision, active FROM contract_rollout_lines WHERE integration_id = ? AND contract_type = ?`;
