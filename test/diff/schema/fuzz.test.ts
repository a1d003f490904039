import { describe, expect, it } from 'vitest';

import { examine } from '../../../bench/fuzz/examine.ts';
import type { Examined } from '../../../bench/fuzz/examine.ts';
import { drawFamily } from '../../../bench/fuzz/pairs.ts';

const settings = { attacks: 12, deepEvery: 25, ajvEvery: 20, hyperjumpEvery: 100, slow: Infinity };

async function examineSeeds(first: number, count: number): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    examined.push(...(await examine(drawFamily(seed), settings)));
  }
  return examined;
}

describe('a short fuzz run', { timeout: 120_000 }, () => {
  it('finds no answer that another voice or an instance contradicts', async () => {
    const examined = await examineSeeds(20_260_000, 60);
    expect(examined.flatMap(({ findings }) => findings)).toEqual([]);

    const verdicts = examined.map(({ verdict }) => verdict);
    expect(verdicts).toContain('contained');
    expect(verdicts).toContain('not_contained');
    expect(verdicts.filter((verdict) => verdict === 'undecided').length).toBeLessThan(verdicts.length / 50);
    // An attack that never meets an instance of `sub` would prove nothing.
    const hits = examined.reduce((total, each) => total + each.hits, 0);
    expect(hits).toBeGreaterThan(1000);
  });
});
