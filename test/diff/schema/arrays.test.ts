import { describe, it } from 'vitest';

import { expectContained, expectEqual, expectNotContained, expectUndecided, expectWitness } from './containment.ts';

const integer = { type: 'integer' };
const string = { type: 'string' };

describe('containment of arrays', () => {
  it('compares items and lengths', () => {
    expectContained({ type: 'array', items: integer }, { items: { type: 'number' } });
    expectWitness({ type: 'array', items: { type: 'number' } }, { items: integer }, [0.5]);
    expectContained({ type: 'array', minItems: 2 }, { minItems: 1 });
    expectWitness({ type: 'array', items: string }, { maxItems: 1 }, ['a', 'a']);
    expectContained({ type: 'array', maxItems: 0 }, { items: false });
  });

  it('lets an item that cannot be end the list', () => {
    expectEqual({ type: 'array', items: false }, { type: 'array', maxItems: 0 });
    expectContained({ type: 'array', items: false, minItems: 1 }, false);
    expectEqual({ type: 'array', prefixItems: [integer, false] }, { type: 'array', maxItems: 1, items: integer });
  });

  it('keeps open tuples open', () => {
    expectWitness({ type: 'array', prefixItems: [string] }, { items: string }, ['a', null]);
    expectContained({ type: 'array', prefixItems: [string], items: string }, { items: string });
    expectContained({ type: 'array', prefixItems: [string], items: false }, { items: string });
    expectWitness({ type: 'array' }, { prefixItems: [true, string] }, [null, null]);
  });

  it('reads tuples in every historical form', () => {
    const options = { dialect: 'draft-07' } as const;
    expectContained({ items: [integer], additionalItems: string }, { items: [{ type: 'number' }] }, options);
    expectEqual({ items: [integer], additionalItems: integer }, { items: integer }, options);
    expectContained({ items: integer, additionalItems: false }, { items: integer }, options);
    const modern = { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [integer], items: false };
    const older = { $schema: 'http://json-schema.org/draft-07/schema#', items: [integer], additionalItems: false };
    expectEqual(older, modern);
  });

  it('counts what contains asks for', () => {
    expectContained({ type: 'array', items: integer, minItems: 1 }, { contains: integer });
    expectWitness({ type: 'array', items: integer }, { contains: integer }, []);
    expectContained({ contains: integer, minContains: 2 }, { contains: { type: 'number' } });
    expectContained({ type: 'array', contains: integer, minContains: 3 }, { minItems: 3 });
    expectWitness({ type: 'array', contains: integer }, { contains: integer, maxContains: 1 }, [0, 0]);
    expectContained({ type: 'array', contains: true, maxContains: 2 }, { maxItems: 2 });
    expectContained({ type: 'array', contains: integer, minContains: 0 }, { type: 'array' });
  });

  it('places what several keywords demand on as few items as there may be', () => {
    const two = { allOf: [{ contains: { const: 1 } }, { contains: { const: 2 } }], type: 'array' };
    expectContained({ ...two, maxItems: 1 }, false);
    expectContained(two, { minItems: 2 });
    expectWitness(
      { allOf: [{ contains: integer }, { contains: { minimum: 5 } }], type: 'array', maxItems: 1 },
      false,
      [5],
    );
    expectContained(
      { type: 'array', prefixItems: [string], contains: integer, maxItems: 2 },
      { type: 'array', prefixItems: [true, integer], minItems: 2 },
    );
  });

  it('knows how many different items there can be', () => {
    expectContained({ type: 'array', items: { type: 'boolean' }, uniqueItems: true }, { maxItems: 2 });
    expectNotContained({ type: 'array', items: { type: 'boolean' }, uniqueItems: true }, { maxItems: 1 });
    expectContained({ items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 4, type: 'array' }, false);
    expectWitness({ type: 'array', uniqueItems: true, minItems: 2, items: integer }, false, [0, 1]);
    expectContained(
      { type: 'array', uniqueItems: true, prefixItems: [{ const: 1 }, { enum: [1, 2] }], minItems: 2 },
      { prefixItems: [true, { const: 2 }] },
    );
  });

  it('compares lists of different items with other lists', () => {
    expectContained({ type: 'array', maxItems: 1 }, { uniqueItems: true });
    expectWitness({ type: 'array', items: integer }, { uniqueItems: true }, [0, 0]);
    expectContained({ type: 'array', prefixItems: [integer, string], items: false }, { uniqueItems: true });
    expectContained({ type: 'array', uniqueItems: true, contains: { const: 1 }, minContains: 2 }, false);
    const repeated = (items: object) => ({
      type: 'array',
      not: { uniqueItems: true },
      maxItems: 3,
      prefixItems: [integer, { type: 'array' }],
      items,
    });
    const later = { prefixItems: [true, true], items: { type: 'array' } };
    expectWitness(repeated({ type: ['integer', 'array'] }), later, [0, [], 0]);
    expectContained(repeated({ type: ['string', 'array'] }), later);
    expectContained(
      {
        const: [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      },
      { not: { uniqueItems: true } },
    );
  });

  it('sees through what has been evaluated', () => {
    const tuple = { type: 'array', prefixItems: [string] };
    expectContained({ ...tuple, unevaluatedItems: false }, { maxItems: 1 });
    expectContained({ allOf: [tuple], unevaluatedItems: integer }, { prefixItems: [string], items: integer });
    expectContained(
      { type: 'array', anyOf: [tuple, { prefixItems: [true, integer] }], unevaluatedItems: false },
      { maxItems: 2 },
    );
    expectEqual(
      { type: 'array', prefixItems: [{ type: 'boolean' }], contains: integer, unevaluatedItems: false },
      { type: 'array', prefixItems: [{ type: 'boolean' }], items: integer, contains: integer },
    );
  });

  it('does without Ajv where that stops at the first error', () => {
    const tuple = { type: 'array', prefixItems: [integer, true], contains: string };
    expectWitness({ type: 'array', maxItems: 0, not: tuple }, tuple, []);
  });

  it('is undecided where no list could be written down', () => {
    expectUndecided({ type: 'array', minItems: 1e9 }, { maxItems: 5 }, /too long/u);
    expectContained({ type: 'array', minItems: 1e9 }, { minItems: 5 });
  });
});
