import { ok } from 'neverthrow';

import type { ContractVersion } from '../../core/line.ts';
import type { ActiveVersionReader } from '../../ports/active-version.ts';
import { bindKey, jsonOf } from './dialect.ts';
import type { Session } from './session.ts';

/** Reads the column beside the line that holds its active version. */
export function createActiveVersionReader(session: Session): ActiveVersionReader {
  return {
    active: (key, options) =>
      session.read(options, async (sql) => {
        const [row] = await sql.all<{ readonly revision: unknown; readonly active: string | Uint8Array | null }>(
          'SELECT revision, active FROM {lines} WHERE integration_id = ? AND contract_type = ?',
          ...bindKey(session.dialect, key),
        );
        return ok({ revision: Number(row?.revision ?? 0), version: jsonOf(row?.active) as ContractVersion | null });
      }),
  };
}
