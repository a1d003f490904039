import { describe, it } from 'node:test';

import { registerConformance } from '../../../src/testing/conformance/register-conformance.ts';
import { createMemoryHarness } from '../../adapters/memory/harness.ts';

registerConformance(
  createMemoryHarness(),
  { describe, it },
  { only: ['next-revision', 'killed-writer', 'unwritten-line'] },
);
