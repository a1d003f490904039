import type { Result } from 'neverthrow';
import { ok } from 'neverthrow';

import type { CallOptions } from '../../ports/call-options.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';

/**
 * Gives a place in the log to every event that can be seen and has none; answers whether there were any.
 *
 * Numbers given by the database when a row is written are no order to page by: a commit that is seen later may hold the
 * lower ones. Readers hand out the places, one after another, so nothing ever appears before an event that was read.
 * Within a line the numbers are in order, because a commit holds the line's lock until it can be seen.
 */
export async function putInOrder(session: Session, options: CallOptions): Promise<Result<boolean, StoreUnavailable>> {
  const waiting = await session.read(options, async (sql) =>
    ok((await sql.all('SELECT 1 AS waiting FROM {events} WHERE seq IS NULL LIMIT 1')).length > 0),
  );
  if (waiting.isErr() || !waiting.value) return waiting;
  for (;;) {
    const given = await session.write(options, async (sql) => ok(await givePlaces(sql)));
    if (given.isErr()) return given.map(() => true);
    if (given.value < batch) return ok(true);
  }
}

const batch = 500;

async function givePlaces(sql: Sql): Promise<number> {
  const [counter] = await sql.all<{ readonly value: unknown }>(
    "SELECT value FROM {counters} WHERE name = 'events' FOR UPDATE",
  );
  if (counter === undefined) throw new Error('The counter of events is missing.');
  // A statement of its own, so that it sees the places given by those that the lock was waited for.
  const rows = await sql.all<{ readonly id: unknown }>(
    `SELECT id FROM {events} WHERE seq IS NULL ORDER BY id LIMIT ${batch}`,
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => Number(id));
  const first = Number(counter.value) + 1;
  const places = ids.map((id, index) => `WHEN ${id} THEN ${first + index}`).join(' ');
  await sql.run(`UPDATE {events} SET seq = CASE id ${places} END WHERE id IN (${ids.join(', ')})`);
  await sql.run("UPDATE {counters} SET value = ? WHERE name = 'events'", first + ids.length - 1);
  return ids.length;
}
