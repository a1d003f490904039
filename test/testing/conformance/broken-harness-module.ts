import { createMemoryHarness } from '../../adapters/memory/harness.ts';
import { breakHarness, brokenStores } from './broken-stores.ts';

const fault = brokenStores.find(({ foundBy }) => foundBy === 'next-revision');

export const harness = fault === undefined ? undefined : breakHarness(createMemoryHarness(), fault);
