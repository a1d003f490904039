import { createMemoryHarness } from '../../adapters/memory/harness.ts';

export const harness = createMemoryHarness();
