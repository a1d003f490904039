import { createMemoryStore } from '../../src/adapters/memory/contract-store.ts';
import { createFixedClock } from '../../src/adapters/memory/fixed-clock.ts';
import type { LineKey } from '../../src/core/line.ts';
import { commitUpTo } from '../../src/testing/conformance/samples.ts';

export const billing: LineKey = { integration_id: 'billing', contract_type: 'openapi' };
export const orders: LineKey = { integration_id: 'orders', contract_type: 'openapi' };

/** A store in memory with some commits, and its clock. */
export async function createStoreWith(lines: readonly LineKey[], revisions: number, failureLimit = 3) {
  const clock = createFixedClock('2026-03-01T08:00:00.000Z');
  const store = createMemoryStore({ clock, failureLimit });
  for (const line of lines) await commitUpTo(store, line, revisions);
  return { store, clock, outbox: store.outbox };
}

/** Waits until something is the case; the test's own timeout ends it otherwise. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
}
