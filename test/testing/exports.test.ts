import { expect, it } from 'vitest';

import * as testing from '../../src/testing/index.ts';

it('exports these names and no others', () => {
  expect(Object.keys(testing).toSorted()).toEqual([
    'activated',
    'approved',
    'at',
    'checked',
    'checksumOf',
    'compared',
    'created',
    'deprecated',
    'elapsed',
    'given',
    'imported',
    'overrideOf',
    'overrideUsed',
    'retired',
    'spec',
    'superseded',
  ]);
});
