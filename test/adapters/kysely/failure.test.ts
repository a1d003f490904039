import { describe, expect, it } from 'vitest';

import { failureKindOf } from '../../../src/adapters/kysely/failure.ts';

const pg = (code: string) => Object.assign(new Error('pg'), { code, severity: 'ERROR' });
const mysql = (errno: number, sqlState: string, code: string) =>
  Object.assign(new Error('mysql2'), { errno, sqlState, code });

describe('the kind of a failure', () => {
  it.each([
    ['a serialization failure of pg', pg('40001'), 'conflict'],
    ['a deadlock of pg', pg('40P01'), 'conflict'],
    ['a deadlock of mysql2', mysql(1213, '40001', 'ER_LOCK_DEADLOCK'), 'conflict'],
    ['a row changed since the snapshot, of MariaDB', mysql(1020, 'HY000', 'ER_CHECKREAD'), 'conflict'],
    ['a lock timeout of pg', pg('55P03'), 'locked'],
    ['a lock timeout of mysql2', mysql(1205, 'HY000', 'ER_LOCK_WAIT_TIMEOUT'), 'locked'],
    ['a lock not available at once, of mysql2', mysql(3572, 'HY000', 'ER_LOCK_NOWAIT'), 'locked'],
    ['a unique violation of pg', pg('23505'), 'duplicate'],
    ['a unique violation of mysql2', mysql(1062, '23000', 'ER_DUP_ENTRY'), 'duplicate'],
    ['a foreign key violation of pg', pg('23503'), 'refused'],
    ['a missing table of pg', pg('42P01'), 'refused'],
    ['a missing table of mysql2', mysql(1146, '42S02', 'ER_NO_SUCH_TABLE'), 'refused'],
    ['a transaction whose completion is unknown, of pg', pg('40003'), 'lost'],
    ['a connection failure of pg', pg('08006'), 'lost'],
    ['a shutdown of pg', pg('57P01'), 'lost'],
    ['an error during COMMIT of mysql2', mysql(1180, 'HY000', 'ER_ERROR_DURING_COMMIT'), 'lost'],
    ['a connection killed, of mysql2', mysql(1927, '70100', 'ER_CONNECTION_KILLED'), 'lost'],
    ['a lost connection of mysql2', Object.assign(new Error('gone'), { code: 'PROTOCOL_CONNECTION_LOST' }), 'lost'],
    ['a reset connection', Object.assign(new Error('reset'), { code: 'ECONNRESET', errno: -104 }), 'lost'],
    // Five capital letters, as an SQLSTATE could have.
    ['a broken pipe', Object.assign(new Error('pipe'), { code: 'EPIPE', errno: -32 }), 'lost'],
    ['an error without a code', new Error('Connection terminated unexpectedly'), 'lost'],
    ['something thrown that is no error', 'oops', 'lost'],
    ['a deadlock that was wrapped', new Error('wrapped', { cause: pg('40P01') }), 'conflict'],
  ])('of %s', (_, error, kind) => {
    expect(failureKindOf(error)).toBe(kind);
  });
});
