import { runConformance } from 'contract-rollout/testing';

import { harness } from './harness.ts';

const { passed, failed, skipped, checks } = await runConformance(harness);
for (const { id, outcome, reason } of checks) if (outcome === 'failed') console.log(`${id}: ${reason}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
