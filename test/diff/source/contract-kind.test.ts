import { describe, expect, it } from 'vitest';

import { detectContract } from '../../../src/diff/source/contract-kind.ts';
import { read } from './support.ts';

describe('the kind of a contract', () => {
  it.each([
    ['openapi: 3.1.0', 'openapi', 'openapi', '3.1.0'],
    ['{"openapi": "3.0.3"}', 'openapi', 'openapi', '3.0.3'],
    ['swagger: "2.0"', 'openapi', 'swagger', '2.0'],
    ['swagger: 2.0', 'openapi', 'swagger', '2.0'],
    ['asyncapi: 2.6.0', 'event', 'asyncapi', '2.6.0'],
  ])('of %s', (text, contract_type, specification, version) => {
    expect(detectContract(read(text))).toEqual({ contract_type, specification, version });
  });

  it.each(['a: 1', '[]', '"openapi"', 'openapi: 3', 'openapi: 3.0.0\nasyncapi: 3.0.0', 'openapi: ""', 'swagger: 3.0'])(
    'is unknown for %s',
    (text) => {
      expect(detectContract(read(text))).toBeUndefined();
    },
  );
});
