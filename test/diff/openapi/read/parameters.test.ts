import { describe, expect, it } from 'vitest';

import type { Parameter } from '../../../../src/diff/openapi/model.ts';
import { modelOf, openapi, operationOf, problemsOf, swaggerOperationOf, type Document } from './support.ts';

const text = { type: 'string' };
const list = { type: 'array', items: text };
const object = { type: 'object' };

const read = (parameter: Document, version = '3.1.0'): Parameter | undefined =>
  operationOf(version, { parameters: [parameter] }).parameters[0];
const written = (parameter: Document, version?: string): string | undefined => read(parameter, version)?.serialization;
const swagger = (parameter: Document): Parameter | undefined =>
  swaggerOperationOf({ parameters: [parameter] }).parameters[0];

describe('parameters', () => {
  it('of the path item hold for each of its operations', () => {
    const shared = { name: 'a', in: 'query', schema: text };
    const { operations } = modelOf(
      openapi('3.0.0', { paths: { '/x': { parameters: [shared], get: {}, put: { parameters: [] } } } }),
    );
    expect(operations.map((entry) => entry.read().parameters.map(({ pointer }) => pointer))).toEqual([
      ['/paths/~1x/parameters/0'],
      ['/paths/~1x/parameters/0'],
    ]);
  });

  it('of an operation stand in place of those of the path item with the same name and place only', () => {
    const item = [
      { name: 'a', in: 'query', schema: text },
      { name: 'X-B', in: 'header', schema: text },
      { name: 'c', in: 'query', schema: text },
    ];
    const own = [
      { name: 'a', in: 'query', required: true, schema: text },
      { name: 'x-b', in: 'header', required: true, schema: text },
      { name: 'c', in: 'cookie', schema: text },
    ];
    const { operations } = modelOf(
      openapi('3.0.0', { paths: { '/x': { parameters: item, get: { parameters: own } } } }),
    );
    const parameters = operations[0]?.read().parameters ?? [];
    expect(parameters.map((each) => `${each.in} ${each.name} ${each.required}`)).toEqual([
      'query a true',
      'header x-b true',
      'query c false',
      'cookie c false',
    ]);
  });

  it('stand where references to them lead', () => {
    const { parameters } = operationOf(
      '3.0.0',
      { parameters: [{ $ref: '#/components/parameters/A' }] },
      { components: { parameters: { A: { $ref: '#/components/parameters/B' }, B: { name: 'b', in: 'query' } } } },
    );
    expect(parameters).toMatchObject([{ name: 'b', pointer: '/components/parameters/B' }]);
  });

  it('in headers have no case', () => {
    expect(read({ name: 'X-Trace', in: 'header' })).toMatchObject({ name: 'X-Trace', key: 'x-trace' });
    expect(read({ name: 'Trace', in: 'query' })).toMatchObject({ key: 'Trace' });
  });

  it.each(['Accept', 'content-type', 'AUTHORIZATION'])('that OpenAPI 3 ignores are ignored: %s', (name) => {
    expect(read({ name, in: 'header', required: true })).toBeUndefined();
    expect(read({ name, in: 'query' })).toMatchObject({ name });
    expect(swagger({ name, in: 'header', type: 'string' })).toMatchObject({ name });
  });

  it('say how their values are written, defaults filled in', () => {
    expect(written({ name: 'a', in: 'query', schema: list })).toBe('form explode');
    expect(written({ name: 'a', in: 'query', schema: list, explode: false })).toBe('form');
    expect(written({ name: 'a', in: 'query', schema: list, style: 'pipeDelimited' })).toBe('pipeDelimited');
    expect(written({ name: 'a', in: 'cookie', schema: list })).toBe('form explode');
    expect(written({ name: 'a', in: 'header', schema: list })).toBe('simple');
    expect(written({ name: 'a', in: 'header', schema: object, explode: true })).toBe('simple explode');
    expect(written({ name: 'a', in: 'path', schema: list, style: 'matrix' })).toBe('matrix');
    expect(written({ name: 'a', in: 'query', schema: list, allowReserved: true })).toBe('form explode reserved');
  });

  it('are of the kinds that the schema says', () => {
    const kinds = (schema: Document): readonly unknown[] => [
      ...(read({ name: 'a', in: 'query', schema })?.kinds ?? []),
    ];
    expect(kinds({ type: ['string', 'null'] })).toEqual(['scalar']);
    expect(kinds({ anyOf: [text, { oneOf: [list, object] }] })).toEqual(['scalar', 'array', 'object']);
    expect(kinds({})).toEqual([]);
    expect(kinds({ anyOf: [text, {}] })).toEqual([]);
    expect(kinds({ type: [] })).toEqual([]);
    expect(kinds({ type: ['string', 'any'] })).toEqual([]);
  });

  it('have no other form where deep objects are exploded', () => {
    for (const explode of [true, false]) {
      expect(written({ name: 'a', in: 'query', schema: object, style: 'deepObject', explode })).toBe('deepObject');
    }
  });

  it('may have content in place of a schema', () => {
    const content = (type: string): Document => ({ name: 'a', in: 'query', content: { [type]: { schema: object } } });
    expect(read(content('application/json'))).toMatchObject({
      serialization: 'content application/json',
      text: false,
      schema: { pointer: '/paths/~1things/post/parameters/0/content/application~1json/schema' },
    });
    expect(read(content('text/plain'))).toMatchObject({ serialization: 'content text/plain', text: true });
    const whole = { name: 'q', in: 'querystring', content: { 'application/x-www-form-urlencoded': {} } };
    expect(read(whole, '3.2.0')).toMatchObject({
      in: 'querystring',
      serialization: 'content application/x-www-form-urlencoded',
    });
  });

  it('tell whether they are deprecated, when they end, how stable they are, and whether they may be empty', () => {
    const parameter = {
      name: 'a',
      in: 'query',
      deprecated: true,
      'x-sunset': '2030-01-01',
      'x-stability-level': 'beta',
    };
    expect(read({ ...parameter, allowEmptyValue: true })).toMatchObject({
      lifecycle: { deprecated: true, sunset: '2030-01-01', stability: 'beta' },
      allowsEmpty: true,
    });
    expect(read({ name: 'a', in: 'query', allowEmptyValue: false })).not.toHaveProperty('allowsEmpty');
  });

  it('have their schema where references to the whole of it lead', () => {
    const components = { schemas: { A: { $ref: '#/components/schemas/B' }, B: text } };
    const pointerOf = (version: string, schema: Document): string | undefined =>
      operationOf(version, { parameters: [{ name: 'a', in: 'query', schema }] }, { components }).parameters[0]?.schema
        ?.pointer;
    const reference = { $ref: '#/components/schemas/A' };
    expect(pointerOf('3.1.0', reference)).toBe('/components/schemas/B');
    // Beside a reference, keywords count since 3.1.
    expect(pointerOf('3.1.0', { ...reference, maxLength: 2 })).toBe('/paths/~1things/post/parameters/0/schema');
    expect(pointerOf('3.0.0', { ...reference, maxLength: 2 })).toBe('/components/schemas/B');
  });
});

describe('path parameters', () => {
  const keysOf = (path: string, names: readonly string[]): readonly string[] => {
    const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: text }));
    return operationOf('3.0.0', { parameters }, {}, path).parameters.map(({ name, key }) => `${name} ${key}`);
  };

  it('are matched by their position in the path', () => {
    expect(keysOf('/a/{x}/{y}', ['y', 'x'])).toEqual(['y 1', 'x 0']);
    expect(keysOf('/a/{x}.{y}', ['x', 'y'])).toEqual(['x 0', 'y 1']);
  });

  it('that nothing describes can be any text', () => {
    const [implied] = operationOf('3.0.0', {}, {}, '/a/{x}').parameters;
    expect(implied).toMatchObject({ name: 'x', in: 'path', key: '0', required: true, serialization: 'simple' });
    expect(implied).not.toHaveProperty('schema');
  });

  it('that stand in no path are matched by name', () => {
    expect(keysOf('/a', ['x'])).toEqual(['x {x}']);
  });

  it('are required even where the document forgets to say so', () => {
    const { parameters } = operationOf('3.0.0', { parameters: [{ name: 'x', in: 'path' }] }, {}, '/a/{x}');
    expect(parameters).toMatchObject([{ required: true, key: '0' }]);
  });

  it('need braces that match', () => {
    const paths = (path: string): Document => openapi('3.0.0', { paths: { [path]: { get: {} } } });
    for (const path of ['/a/{x', '/a/x}', '/a/{x{y}}']) {
      expect(problemsOf(paths(path))).toEqual([`path-template /paths/${path.replaceAll('/', '~1')}`]);
    }
    expect(modelOf(paths('/a/{x}{y}')).operations).toHaveLength(1);
  });
});

describe('parameters of Swagger 2.0', () => {
  it('have a schema made of their keywords', () => {
    const parameter = {
      name: 'a',
      in: 'query',
      required: true,
      description: 'What it is.',
      type: 'string',
      maxLength: 3,
      'x-extensible-enum': ['a'],
    };
    expect(swagger(parameter)).toMatchObject({ required: true, text: true });
    expect(swagger(parameter)?.schema).toEqual({
      pointer: '/paths/~1things/post/parameters/0',
      dialect: 'openapi-3.0',
      made: { type: 'string', maxLength: 3, 'x-extensible-enum': ['a'] },
    });
  });

  it.each([
    ['query', undefined, 'form'],
    ['query', 'csv', 'form'],
    ['query', 'multi', 'form explode'],
    ['query', 'ssv', 'spaceDelimited'],
    ['query', 'pipes', 'pipeDelimited'],
    ['query', 'tsv', 'tabs'],
    ['header', 'csv', 'simple'],
    ['path', undefined, 'simple'],
  ])('write lists in %s with the format %s as %s', (place, collectionFormat, style) => {
    const format = collectionFormat === undefined ? {} : { collectionFormat };
    expect(swagger({ name: 'a', in: place, type: 'array', items: text, ...format })?.serialization).toBe(style);
  });

  it('write lists within lists in a format of their own', () => {
    const items = { type: 'array', items: text, collectionFormat: 'pipes' };
    expect(swagger({ name: 'a', in: 'query', type: 'array', items })?.serialization).toBe('form, items pipes');
  });

  it('write scalars in one way, whatever format they state', () => {
    expect(swagger({ name: 'a', in: 'query', type: 'string', collectionFormat: 'csv' })?.serialization).toBe(
      'form explode',
    );
  });
});

describe('a parameter list', () => {
  const problems = (...parameters: readonly Document[]): readonly string[] =>
    problemsOf(openapi('3.0.0', { paths: { '/x': { get: { parameters } } } }));
  const at = (rest: string): string => `/paths/~1x/get/parameters${rest}`;

  it('is refused with one name twice in a place', () => {
    const parameter = { name: 'a', in: 'query' };
    expect(problems(parameter, parameter)).toEqual([`duplicate-parameter ${at('/1')}`]);
    expect(problems({ name: 'X', in: 'header' }, { name: 'x', in: 'header' })).toEqual([
      `duplicate-parameter ${at('/1')}`,
    ]);
    const { parameters } = operationOf('3.0.0', { parameters: [parameter, { ...parameter, in: 'cookie' }] });
    expect(parameters).toHaveLength(2);
  });

  it('is refused with a parameter that has no name or place', () => {
    expect(problems({ in: 'query' })).toEqual([`missing-field ${at('/0')}`]);
    expect(problems({ name: 'a' })).toEqual([`missing-field ${at('/0')}`]);
    expect(problems({ name: 'a', in: 'Query' })).toEqual([`invalid-value ${at('/0/in')}`]);
  });

  it('is refused with values of the wrong kind', () => {
    expect(problems({ name: 'a', in: 'query', required: 'yes' })).toEqual([`wrong-type ${at('/0/required')}`]);
    expect(problems({ name: 'a', in: 'query', schema: [] })).toEqual([`wrong-type ${at('/0/schema')}`]);
    expect(problems({ name: 'a', in: 'query', style: 'fancy' })).toEqual([`invalid-value ${at('/0/style')}`]);
    expect(problems({ name: 'a', in: 'query', content: {} })).toEqual([`invalid-value ${at('/0/content')}`]);
    expect(problemsOf(openapi('3.0.0', { paths: { '/x': { get: { parameters: {} } } } }))).toEqual([
      `wrong-type ${at('')}`,
    ]);
  });

  it('is refused if it is longer than anyone needs', () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ name: `p${index}`, in: 'query' }));
    expect(problems(...many)).toEqual([`limit-exceeded ${at('')}`]);
    expect(operationOf('3.0.0', { parameters: many.slice(1) }).parameters).toHaveLength(1000);
  });

  it('keeps a reference that leads nowhere as a parameter of which nothing else is known', () => {
    const { parameters } = operationOf('3.0.0', { parameters: [{ $ref: '#/components/parameters/gone' }] });
    expect(parameters).toMatchObject([
      { key: '#/components/parameters/gone', serialization: 'unknown', required: true },
    ]);
  });
});
