import { expect, it } from 'vitest';

import * as root from '../src/index.ts';

it('the root entry exports these differs and pools', () => {
  const differs = Object.keys(root).filter((name) => /Differ$|Pool$/.test(name));
  expect(differs.toSorted()).toEqual([
    'createAsyncApiDiffer',
    'createDiffPool',
    'createOpenApiDiffDiffer',
    'createOpenApiDiffer',
  ]);
});
