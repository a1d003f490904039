import { describe, it } from 'vitest';

import { registerConformance } from '../../../src/testing/conformance/register-conformance.ts';
import { createMemoryHarness } from './harness.ts';

registerConformance(createMemoryHarness(), { describe, it });
