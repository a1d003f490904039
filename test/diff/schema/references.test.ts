import { describe, it } from 'vitest';

import { conditional } from './conditional.ts';
import { expectContained, expectEqual, expectNotContained, expectUndecided, expectWitness } from './containment.ts';

const integer = { type: 'integer' };
const string = { type: 'string' };

const tree = (value: unknown, name = 'tree') => ({
  $ref: `#/$defs/${name}`,
  $defs: {
    [name]: {
      type: 'object',
      properties: { value, children: { type: 'array', items: { $ref: `#/$defs/${name}` } } },
      required: ['value'],
    },
  },
});

const list = (last: unknown) => ({
  $ref: '#/$defs/list',
  $defs: {
    list: { type: 'object', properties: { next: { anyOf: [{ $ref: '#/$defs/list' }, last] } }, required: ['next'] },
  },
});

/** A list that leaves its items to whoever extends it, extended. */
const extendedList = (items: object) => ({
  $id: 'https://a.example/strict',
  $ref: 'list',
  $defs: {
    element: { $dynamicAnchor: 'element', ...items },
    list: {
      $id: 'list',
      type: 'array',
      items: { $dynamicRef: '#element' },
      $defs: { any: { $dynamicAnchor: 'element' } },
    },
  },
});

describe('references', () => {
  it('lead to definitions, pointers, identifiers and anchors', () => {
    expectEqual({ $ref: '#/$defs/a', $defs: { a: integer } }, integer);
    expectEqual(
      { properties: { a: integer, b: { $ref: '#/properties/a' } } },
      { properties: { a: integer, b: integer } },
    );
    expectEqual({ $ref: '#here', $defs: { a: { $anchor: 'here', ...integer } } }, integer);
    expectEqual({ $ref: 'item', $defs: { a: { $id: 'item', ...integer } } }, integer);
    expectEqual(
      { $id: 'https://a.example/root', $ref: '/item#/$defs/x', $defs: { a: { $id: '/item', $defs: { x: integer } } } },
      integer,
    );
    expectEqual({ $ref: '#/$defs/a~1b%25', $defs: { 'a/b%': integer } }, integer);
  });

  it('are no references within constants, or as member names', () => {
    expectContained({ const: { $ref: '#/$defs/a' } }, { type: 'object', required: ['$ref'] });
    expectContained({ properties: { $ref: string } }, { properties: { $ref: { type: ['string', 'null'] } } });
  });

  it('replace their siblings up to draft 07, and join them later', () => {
    const beside = { $ref: '#/definitions/a', maximum: 3, definitions: { a: integer } };
    expectEqual(beside, integer, { dialect: 'draft-07' });
    expectEqual(beside, { type: 'integer', maximum: 3 }, { dialect: '2019-09' });
  });

  it('lead to the published metaschemas', () => {
    const metaschema = { $ref: 'http://json-schema.org/draft-07/schema#' };
    expectContained({ const: { minLength: 1 } }, metaschema, { dialect: 'draft-07' });
    expectWitness({ const: { minLength: -1 } }, metaschema, { minLength: -1 }, { dialect: 'draft-07' });
    expectContained(
      { const: { $defs: { a: { type: 'integer' } } } },
      { $ref: 'https://json-schema.org/draft/2020-12/schema' },
    );
  });

  it('are followed in cycles, each pair once', () => {
    expectContained(tree(integer), tree({ type: 'number' }));
    expectWitness(tree({ type: 'number' }), tree(integer), { value: 0.5 });
    expectEqual(tree(integer), tree(integer, 'renamed'));
  });

  it('see a difference deep in a cycle', () => {
    expectContained(list({ type: 'null' }), list({ type: ['null', 'string'] }));
    expectWitness(list({ type: ['null', 'string'] }), list({ type: 'null' }), { next: 'a' });
  });

  it('know that an endless value is none', () => {
    const endless = {
      $ref: '#/$defs/a',
      $defs: { a: { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, required: ['a'] } },
    };
    expectContained(endless, false);
    expectEqual(
      { anyOf: [{ type: 'null' }, { type: 'array', items: endless.$defs.a, minItems: 1 }], $defs: endless.$defs },
      { type: 'null' },
    );
  });

  it('compare mutual recursion that is unrolled differently', () => {
    const once = { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/a' } } } };
    const twice = {
      $ref: '#/$defs/a',
      $defs: { a: { type: 'array', items: { $ref: '#/$defs/b' } }, b: { type: 'array', items: { $ref: '#/$defs/a' } } },
    };
    expectEqual(once, twice);
  });

  it('are undecided where they lead back to themselves without a step', () => {
    expectUndecided({ $ref: '#' }, string, /back to itself/u);
    expectUndecided(
      { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
      string,
      /back to itself/u,
    );
  });

  it('are undecided where two schemas claim one identifier', () => {
    const claimed = { $ref: 'item', $defs: { a: { $id: 'item', ...integer }, b: { $id: 'item', ...string } } };
    expectUndecided(claimed, integer, /nowhere/u);
  });

  it('resolve dynamic anchors by the way that led there', () => {
    expectEqual(extendedList(integer), { type: 'array', items: integer });
    expectNotContained(extendedList({}), extendedList(integer));
  });

  it('resolve recursive anchors by the way that led there', () => {
    const extended = {
      $id: 'https://a.example/extended',
      $recursiveAnchor: true,
      $ref: 'base',
      required: ['id'],
      $defs: {
        base: { $id: 'base', $recursiveAnchor: true, type: 'object', properties: { child: { $recursiveRef: '#' } } },
      },
    };
    const options = { dialect: '2019-09' } as const;
    expectContained(extended, { properties: { child: { required: ['id'] } } }, options);
    expectNotContained(extended.$defs.base, { properties: { child: { required: ['id'] } } }, options);
  });
});

describe('dialects', () => {
  it('are named by the schema, else by the caller', () => {
    const named = { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true };
    expectEqual(named, { exclusiveMinimum: 1 });
    expectEqual({ minimum: 1, exclusiveMinimum: true }, named, { dialect: 'draft-04' });
  });

  it('do not assert keywords that came later', () => {
    expectEqual(
      { const: 1, contains: true, propertyNames: false, ...conditional({ condition: true, yes: false }) },
      {},
      { dialect: 'draft-04' },
    );
    expectEqual(conditional({ condition: true, yes: false }), {}, { dialect: 'draft-06' });
    expectEqual({ prefixItems: [false], unevaluatedProperties: false }, {}, { dialect: 'draft-07' });
  });

  it('are undecided for metaschemas that are not known', () => {
    expectUndecided({ $schema: 'https://a.example/own' }, string, /metaschema/u);
  });

  it('add null beside a type in OpenAPI 3.0 only', () => {
    const options = { dialect: 'openapi-3.0' } as const;
    expectWitness({ type: 'string', nullable: true }, string, null, options);
    expectEqual({ type: 'string', nullable: true, enum: ['a'] }, { type: 'string', enum: ['a'] }, options);
    expectEqual({ nullable: true }, {}, options);
    expectEqual({ nullable: false }, {}, options);
    expectEqual({ type: 'string', nullable: true }, string);
  });
});
