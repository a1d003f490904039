import { describe, expect, it } from 'vitest';

import { explore } from '../../src/testing/explorer/explore.ts';
import { makeDigestsAtOnce } from './digests-at-once.ts';
import { bugs } from './explorer-bugs.ts';

makeDigestsAtOnce();

describe('whole rollouts under 10,000 schedules with faults', () => {
  const shards = 4;
  it.each(Array.from({ length: shards }, (_, shard) => shard))(
    'break no invariant (part %i)',
    { timeout: 300_000 },
    async (shard) => {
      const schedules = 10_000 / shards;
      const report = await explore({ schedules, seed: 1 + shard * schedules });
      expect(report.violations).toEqual([]);
      // What is explored would be worth little if hardly anything happened.
      expect(report.faults).toBeGreaterThan(schedules);
      expect(report.activations).toBeGreaterThan(schedules / 20);
      expect(report.kills).toBeGreaterThan(schedules / 50);
    },
  );
});

describe('the explorer', () => {
  it.each(bugs)('finds that $bug', { timeout: 120_000 }, async ({ invariant, options }) => {
    const report = await explore({ schedules: 2_000, stopAtFirst: true, ...options });
    expect(report.violations.map((violation) => violation.invariant)).toContain(invariant);
  });

  it('shows the same again for the same seed', async () => {
    const bug = bugs.find(({ invariant }) => invariant === 'delivery')?.options;
    const [first] = (await explore({ schedules: 2_000, stopAtFirst: true, ...bug })).violations;
    const again = await explore({ schedules: 1, seed: first?.seed ?? 0, ...bug });
    expect(again.violations[0]).toEqual(first);
    expect(again.violations[0]?.trace.length).toBeGreaterThan(10);
  });
});
