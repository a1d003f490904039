import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../../src/adapters/memory/contract-store.ts';
import { registerConformance } from '../../../src/testing/conformance/register-conformance.ts';
import { createMemoryHarness } from './harness.ts';

registerConformance(createMemoryHarness(), { describe, it });

describe('impossible options', () => {
  it.each([{ commandRetentionMs: Number.NaN }, { commandRetentionMs: -1 }, { failureLimit: 0 }])(
    '%j are refused',
    (options) => {
      expect(() => createMemoryStore(options)).toThrow(
        /^createMemoryStore: options\.\w+ must be a whole number from 1/,
      );
    },
  );
});
