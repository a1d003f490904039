import { ok } from 'neverthrow';

import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Connection } from './connection.ts';
import { storable } from '../../internal/storable.ts';

/** Documents in a table of their own. */
export function createSqliteDocuments(connection: Connection, clock: Clock): DocumentStore {
  return {
    put: (checksum, bytes, options) =>
      connection.write(options, (sql) => {
        sql(insertDocument).run(
          storable(checksum),
          Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
          clock.now(),
        );
        return ok(undefined);
      }),
    get: (checksum, options) =>
      connection.read(options, (sql) => {
        const row = sql('SELECT bytes FROM contract_rollout_documents WHERE checksum = ?').get(storable(checksum));
        // A copy without Buffer's methods; drivers give a Buffer, a Uint8Array or an ArrayBuffer.
        return ok(row === undefined || row === null ? null : new Uint8Array((row as { bytes: Uint8Array }).bytes));
      }),
  };
}

// node:sqlite of Node.js 22 binds NULL for an array without bytes. What is stored again is young again: whoever stores it is
// about to refer to it.
const insertDocument = `
  INSERT INTO contract_rollout_documents (checksum, bytes, stored_at) VALUES (?, ifnull(?, x''), ?)
  ON CONFLICT DO UPDATE SET stored_at = excluded.stored_at`;
