import { expect, it } from 'vitest';

import * as testing from '../../src/testing/index.ts';

it('exports these names and no others', () => {
  expect(Object.keys(testing).toSorted()).toEqual([
    'activated',
    'allFaults',
    'approved',
    'at',
    'checked',
    'checksumOf',
    'compared',
    'conformanceChecks',
    'created',
    'deprecated',
    'elapsed',
    'explore',
    'faultAt',
    'given',
    'imported',
    'overrideOf',
    'overrideUsed',
    'randomFaults',
    'registerConformance',
    'retired',
    'runConformance',
    'serveConformance',
    'spec',
    'superseded',
    'withFaults',
  ]);
});
