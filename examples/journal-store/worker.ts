import { serveConformance } from 'contract-rollout/testing';

import { harness } from './harness.ts';

await serveConformance(harness.open);
