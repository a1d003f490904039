import { describe, expect, it } from 'vitest';

import { documents } from '../../bench/chaos/documents.ts';
import { hostileDocuments } from '../../bench/chaos/hostile.ts';

const sizes = { deadlineMs: 15_000, graceMs: 30_000, stallMs: 10_000, idleSeconds: 0 };
const run = (kinds: number) => documents.run({ sizes: { ...sizes, kinds }, seed: 1, say: () => undefined });

describe('hostile documents', { timeout: 300_000 }, () => {
  it('are of more than sixty kinds', () => {
    expect(Object.keys(hostileDocuments).length).toBeGreaterThan(60);
  });

  it('end typed and in time through the HTTP API, while others are answered, and leave nothing behind', async () => {
    const { violations, figures } = await run(10);
    expect(violations).toEqual([]);
    expect(figures['others asked']).toBeGreaterThan(0);
  });
});
