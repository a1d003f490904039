import { readFileSync } from 'node:fs';

import { load } from 'js-yaml';
import { describe, it } from 'vitest';

import { createAsyncApiDiffer } from '../../src/adapters/built-in/create-asyncapi-differ.ts';
import { createOpenApiDiffDiffer } from '../../src/adapters/openapi-diff/create-openapi-diff-differ.ts';
import { registerConformance } from '../../src/testing/conformance/register-conformance.ts';
import { createMemoryHarness } from './memory/harness.ts';

const only = ['differ-determinism', 'differ-identity', 'hostile-documents'];

/** An example document as JSON. */
function read(path: string): string {
  return JSON.stringify(load(readFileSync(new URL(`../../examples/documents/${path}.yaml`, import.meta.url), 'utf8')));
}

for (const [name, contract, differ] of [
  ['the differ by openapi-diff', 'payments-api', createOpenApiDiffDiffer()],
  ['the differ of AsyncAPI documents', 'payment-events', createAsyncApiDiffer()],
] as const) {
  const [v1, v2, v3] = ['v1', 'v2', 'v3'].map((version) => read(`${contract}/${version}`));
  const pairs = [
    { baseline: v1 ?? '', candidate: v2 ?? '' },
    { baseline: v1 ?? '', candidate: v3 ?? '' },
  ];
  registerConformance({ ...createMemoryHarness(), name, differ: { differ, pairs } }, { describe, it }, { only });
}
