import { call, valueOf } from './assertions.ts';
import type { Stores } from './harness.ts';
import { billing, readEvents } from './samples.ts';

/** Everything a commit could have changed. */
export async function photograph({ store, outbox }: Pick<Stores, 'store' | 'outbox'>): Promise<unknown> {
  return {
    head: valueOf(await store.load(billing, call)),
    lines: valueOf(await store.list({ limit: 100 }, call)),
    events: await readEvents(store),
    lag: valueOf(await outbox.lag(call)),
  };
}
