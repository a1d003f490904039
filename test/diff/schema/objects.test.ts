import { describe, it } from 'vitest';

import { expectContained, expectEqual, expectNotContained, expectWitness } from './containment.ts';

const integer = { type: 'integer' };
const string = { type: 'string' };

/** Some member whose name matches has such a value. */
const some = (pattern: string, value: unknown) => ({ not: { patternProperties: { [pattern]: { not: value } } } });

describe('containment of objects', () => {
  it('takes content as open unless it is closed', () => {
    expectWitness({ type: 'object' }, { properties: { a: string } }, { a: null });
    expectContained({ type: 'object', properties: { a: string } }, { type: 'object' });
    expectWitness(
      { type: 'object', properties: { a: string } },
      { additionalProperties: false, properties: { a: string } },
      {
        b: null,
      },
    );
  });

  it('compares members by name', () => {
    expectContained({ type: 'object', properties: { a: integer } }, { properties: { a: { type: 'number' } } });
    expectWitness(
      { type: 'object', properties: { a: { type: 'number' } } },
      { properties: { a: integer } },
      { a: 0.5 },
    );
    expectWitness({ type: 'object', properties: { a: string } }, { required: ['a'] }, {});
    expectContained({ type: 'object', required: ['a', 'b'] }, { required: ['b'] });
    expectContained({ type: 'object', required: ['a'], properties: { a: false } }, false);
  });

  it('gives witnesses required members only', () => {
    const properties = { a: string, b: string, c: integer };
    expectWitness({ type: 'object', properties, required: ['b'] }, { properties: { c: string } }, { b: 'a', c: 0 });
  });

  it('compares closed objects', () => {
    const closed = (...names: string[]) => ({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, string])),
      additionalProperties: false,
    });
    expectContained(closed('a'), closed('a', 'b'));
    expectWitness(closed('a', 'b'), closed('a'), { b: 'a' });
    expectContained(closed('a', 'b'), { additionalProperties: string });
    expectContained({ ...closed('a', 'b'), minProperties: 3 }, false);
    expectContained({ ...closed('a', 'b'), minProperties: 2 }, { required: ['a', 'b'] });
  });

  it('divides names by patterns', () => {
    const patterned = { type: 'object', patternProperties: { '^x-': integer }, additionalProperties: string };
    expectContained(patterned, { additionalProperties: { type: ['integer', 'string'] } });
    expectContained(patterned, { patternProperties: { '^x-y': { type: 'number' } } });
    expectWitness(patterned, { patternProperties: { '^y': integer } }, { y: 'a' });
    expectContained({ patternProperties: { '.*': string } }, { properties: { a: string } });
    expectContained({ type: 'object', patternProperties: { a: integer, b: string } }, { not: { required: ['ab'] } });
    expectContained(
      { type: 'object', patternProperties: { '^[ab]$': string }, additionalProperties: false },
      { maxProperties: 2 },
    );
  });

  it('restricts names by schemas', () => {
    expectContained({ type: 'object', propertyNames: { enum: ['a', 'b'] } }, { maxProperties: 2 });
    expectWitness({ type: 'object' }, { propertyNames: { maxLength: 1 } }, { aa: null });
    expectContained({ type: 'object', propertyNames: { pattern: '^a' } }, { properties: { b: false } });
    expectEqual({ type: 'object', propertyNames: false }, { type: 'object', maxProperties: 0 });
    expectContained({ propertyNames: { minLength: 2 } }, { propertyNames: { not: { const: 'a' } } });
  });

  it('counts members', () => {
    expectContained({ type: 'object', required: ['a', 'b'] }, { minProperties: 2 });
    expectContained({ type: 'object', required: ['a', 'b'], maxProperties: 1 }, false);
    expectContained({ type: 'object', maxProperties: 0 }, { additionalProperties: false });
    expectContained({ type: 'object', required: ['a'], maxProperties: 1 }, { properties: { b: false } });
    expectWitness({ type: 'object', minProperties: 2, properties: { a: integer } }, false, { a: 0, b: null });
  });

  it('makes demands share a member where there is room for one only', () => {
    const both = { type: 'object', allOf: [some('^a', true), some('z$', true)], maxProperties: 1 };
    expectWitness(both, false, { az: null });
    expectContained({ ...both, properties: { az: false }, propertyNames: { maxLength: 2 } }, false);
  });

  it('leaves names to the demands that need them', () => {
    expectNotContained({ type: 'object', allOf: [some('^[ab]$', integer), some('^a$', string)] }, false);
    expectContained({ type: 'object', allOf: [some('^a$', integer), some('^a$', string)] }, false);
  });

  it('follows dependencies in all forms', () => {
    const bound = { dependentRequired: { a: ['b'] } };
    expectContained({ type: 'object', required: ['a'], ...bound }, { required: ['b'] });
    expectWitness({ type: 'object' }, bound, { a: null });
    expectEqual(bound, { dependencies: { a: ['b'] } });
    expectEqual({ dependentSchemas: { a: { required: ['b'] } } }, bound);
    expectContained({ type: 'object', properties: { a: false } }, { dependentSchemas: { a: false } });
  });

  it('sees through what has been evaluated', () => {
    const a = { properties: { a: string } };
    const b = { properties: { b: integer }, required: ['b'] };
    expectContained({ type: 'object', allOf: [a], unevaluatedProperties: false }, { propertyNames: { const: 'a' } });
    expectEqual(
      { type: 'object', ...a, unevaluatedProperties: integer },
      { type: 'object', ...a, additionalProperties: integer },
    );
    expectContained(
      { type: 'object', ...a, anyOf: [b, true], unevaluatedProperties: false },
      { properties: { b: integer }, propertyNames: { enum: ['a', 'b'] } },
    );
    expectWitness(
      { type: 'object', ...a, if: b, unevaluatedProperties: false },
      { properties: { b: false } },
      { b: 0 },
    );
    expectContained({ type: 'object', not: a, unevaluatedProperties: false }, false);
    expectNotContained({ type: 'object', not: { not: a } }, { not: { not: a }, unevaluatedProperties: false });
  });

  it('takes any name for a name', () => {
    const proto = JSON.parse('{"type":"object","required":["__proto__"]}') as unknown;
    const witness = JSON.parse('{"__proto__":null}') as unknown;
    expectWitness(proto, JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'), witness);
    expectWitness({ type: 'object' }, { required: ['constructor'] }, {});
    expectContained({ type: 'object', required: ['toString'] }, { required: ['toString'] });
  });
});
