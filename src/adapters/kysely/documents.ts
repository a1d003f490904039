import { ok } from 'neverthrow';

import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import { bindId } from './dialect.ts';
import type { Session } from './session.ts';

/** Documents in a table of their own. */
export function createKyselyDocuments(session: Session, clock: Clock): DocumentStore {
  const { dialect } = session;
  return {
    put: async (checksum, bytes, options) => {
      const copy = Buffer.from(bytes);
      return session.send(options, async (sql) => {
        const key = bindId(dialect, checksum);
        const now = clock.now();
        // What is stored again is young again: whoever stores it is about to refer to it.
        const touched = await sql.run('UPDATE {documents} SET stored_at = ? WHERE checksum = ?', now, key);
        if (touched > 0) return ok(undefined);
        await sql.run(
          `INSERT INTO {documents} (checksum, bytes, stored_at) VALUES (?, ?, ?) ${dialect.unlessTaken('checksum')}`,
          key,
          copy,
          now,
        );
        return ok(undefined);
      });
    },
    get: (checksum, options) =>
      session.read(options, async (sql) => {
        const [row] = await sql.all<{ readonly bytes: Uint8Array }>(
          'SELECT bytes FROM {documents} WHERE checksum = ?',
          bindId(dialect, checksum),
        );
        // A copy without Buffer's methods.
        return ok(row === undefined ? null : new Uint8Array(row.bytes));
      }),
  };
}
