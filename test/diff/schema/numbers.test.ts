import { describe, expect, it } from 'vitest';

import { compareSchemas } from '../../../src/diff/schema/index.ts';
import { expectContained, expectEqual, expectNotContained, expectWitness } from './containment.ts';

describe('containment of numbers', () => {
  it('compares bounds, with the end included or not', () => {
    expectContained({ type: 'number', minimum: 2 }, { type: 'number', exclusiveMinimum: 1 });
    expectContained({ type: 'number', exclusiveMinimum: 2 }, { type: 'number', minimum: 2 });
    expectWitness({ type: 'number', minimum: 2 }, { type: 'number', exclusiveMinimum: 2 }, 2);
    expectWitness({ type: 'number', maximum: 5 }, { type: 'number', exclusiveMaximum: 5 }, 5);
  });

  it('reads the exclusive bounds of draft 04 as flags', () => {
    const options = { dialect: 'draft-04' } as const;
    expectWitness({ type: 'integer', minimum: 5 }, { minimum: 5, exclusiveMinimum: true }, 5, options);
    expectContained({ minimum: 5, exclusiveMinimum: true }, { minimum: 5 }, options);
    expectContained({ exclusiveMaximum: true }, {}, options);
  });

  it('knows that whole numbers leave gaps', () => {
    expectEqual({ type: 'integer', exclusiveMinimum: 1 }, { type: 'integer', minimum: 2 });
    expectEqual({ type: 'integer', minimum: 0.5, maximum: 2.5 }, { enum: [1, 2] });
    expectContained({ type: 'integer', exclusiveMinimum: 3, exclusiveMaximum: 4 }, false);
  });

  it('takes 1.0 for a whole number', () => {
    expectEqual({ const: 1.0 }, { const: 1 });
    expectContained({ enum: [1.0, -2.0] }, { type: 'integer' });
  });

  it('computes with exact decimals', () => {
    expectContained({ const: 33 }, { multipleOf: 0.3 });
    expectContained({ multipleOf: 0.3 }, { multipleOf: 0.1 });
    expectContained({ type: 'number', multipleOf: 4 }, { multipleOf: 0.000001 });
    expectNotContained({ type: 'number', multipleOf: 0.1 }, { multipleOf: 0.3 });
    expectContained({ const: 12e21 }, { type: 'integer' });
  });

  it('combines multiples with each other and with bounds', () => {
    expectEqual({ allOf: [{ multipleOf: 4 }, { multipleOf: 6 }] }, { multipleOf: 12 });
    expectContained({ type: 'integer', multipleOf: 7, minimum: 1, maximum: 6 }, false);
    expectEqual(
      { type: 'number', multipleOf: 1.5 },
      {
        anyOf: [
          { multipleOf: 1.5, maximum: 3 },
          { multipleOf: 1.5, minimum: 4 },
        ],
        type: 'number',
      },
    );
    expectWitness({ type: 'integer' }, { anyOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, 1);
    expectContained({ type: 'integer', minimum: 2, maximum: 4 }, { anyOf: [{ multipleOf: 2 }, { multipleOf: 3 }] });
  });

  it('tells "no whole number" from "no number"', () => {
    expectWitness({ not: { type: 'integer' }, type: 'number' }, { not: { type: 'number' } }, 0.5);
  });

  it('prefers whole witnesses near zero', () => {
    expectWitness({ type: 'number' }, { type: 'string' }, 0);
    expectWitness({ type: 'number', minimum: -7, maximum: -2.5 }, { type: 'string' }, -3);
    expectWitness({ type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 }, { type: 'string' }, 1.5);
  });

  it('finds numbers in the narrowest intervals, or says that it cannot', () => {
    const result = compareSchemas({ exclusiveMinimum: 1, exclusiveMaximum: 1.0000000000000002, type: 'number' }, false);
    expect(result.verdict).toBe('undecided');
    expectWitness({ type: 'number', exclusiveMinimum: 0, maximum: 5e-324 }, false, 5e-324);
  });

  it('asserts the widths of whole numbers on request only', () => {
    expectContained({ type: 'integer', format: 'int32' }, { format: 'int64' }, { formats: 'assert' });
    expectNotContained({ type: 'integer', format: 'int64' }, { format: 'int32' }, { formats: 'assert' });
    expectWitness({ type: 'integer', maximum: 0 }, { format: 'int64' }, -9223372036854776000, { formats: 'assert' });
    expectContained({ type: 'integer', format: 'int64' }, { format: 'int32' });
  });
});
