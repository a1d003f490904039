import { ok } from 'neverthrow';

import type { DocumentStore } from '../../ports/document-store.ts';
import type { Connection } from './connection.ts';
import { storable } from './text.ts';

/** Documents in a table of their own. */
export function createSqliteDocuments(connection: Connection): DocumentStore {
  return {
    put: (checksum, bytes, options) =>
      connection.write(options, (sql) => {
        sql('INSERT INTO contract_rollout_documents (checksum, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
          storable(checksum),
          Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
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
