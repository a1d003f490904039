import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { registerConformance } from 'contract-rollout/testing';

import { harness } from '../../examples/journal-store/harness.ts';

describe('the example of an adapter', () => {
  it('has fewer than 120 lines', () => {
    const source = readFileSync(new URL('../../examples/journal-store/journal-store.ts', import.meta.url), 'utf8');
    expect(source.split('\n').length).toBeLessThan(120);
  });
});

registerConformance(harness, { describe, it });
