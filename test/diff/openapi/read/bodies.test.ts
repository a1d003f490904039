import { describe, expect, it } from 'vitest';

import { toMediaRange } from '../../../../src/diff/openapi/read/media-range.ts';
import type { Encoding, MediaType, RequestBody } from '../../../../src/diff/openapi/model.ts';
import { openapi, operationOf, problemsOf, swaggerOperationOf, type Document } from './support.ts';

const text = { type: 'string' };
const form = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';

const mediaOf = (type: string, media: Document, version = '3.1.0'): MediaType | undefined =>
  operationOf(version, { requestBody: { content: { [type]: media } } }).body?.content[0];
const encodingOf = (type: string, media: Document, version?: string): readonly Encoding[] =>
  mediaOf(type, media, version)?.encoding ?? [];
const brief = (encoding: readonly Encoding[]): readonly string[] =>
  encoding.map(({ name, serialization, contentType }) => `${name}: ${serialization} (${contentType})`);
const properties = (members: Document): Document => ({ schema: { type: 'object', properties: members } });

describe('media types', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=UTF-8', 'application/json'],
    ['application/json;charset="utf-8"', 'application/json'],
    ['application/json; charset=latin1', 'application/json; charset=latin1'],
    ['application/json; version=2', 'application/json; version=2'],
    ['application/problem+json; charset=utf-8', 'application/problem+json'],
    ['text/plain; charset=UTF-8', 'text/plain; charset=utf-8'],
    ['application/*', 'application/*'],
    ['*/*', '*/*'],
    ['a/b; Y=1; x="2; 3"', 'a/b; x="2; 3"; y=1'],
    ['a/b; profile=Case', 'a/b; profile=Case'],
    ['text', 'text'],
    ['', ''],
  ])('%s is %s', (written, range) => {
    expect(toMediaRange(written).range).toBe(range);
  });

  it('are read in time that grows with their length', () => {
    expect(toMediaRange(`a/b;${';"'.repeat(50_000)}`).kind).toBe('other');
  });

  it('keep the name as written', () => {
    expect(mediaOf('Text/CSV', {})).toMatchObject({ name: 'Text/CSV', range: 'text/csv' });
  });

  it.each([
    ['text/plain', true],
    ['application/xml', true],
    ['application/soap+xml', true],
    ['application/json', false],
    ['text/json', false],
    ['text/event-stream', false],
    ['text/yaml', false],
    ['application/octet-stream', false],
    ['*/*', false],
  ])('tell whether values of %s travel as text: %s', (type, travels) => {
    expect(mediaOf(type, { schema: text })?.text).toBe(travels);
  });

  it('may be referred to, and may describe each item of a sequence', () => {
    const media = { schema: { type: 'array' }, itemSchema: { $ref: '#/components/schemas/A' } };
    const { body } = operationOf(
      '3.2.0',
      { requestBody: { content: { 'application/jsonl': { $ref: '#/components/mediaTypes/M' } } } },
      { components: { mediaTypes: { M: media }, schemas: { A: text } } },
    );
    expect(body?.content).toMatchObject([
      {
        pointer: '/components/mediaTypes/M',
        range: 'application/jsonl',
        schema: { pointer: '/components/mediaTypes/M/schema' },
        itemSchema: { pointer: '/components/schemas/A' },
      },
    ]);
  });

  it('without anything below them are media types of anything', () => {
    const media = operationOf('3.0.0', { requestBody: { content: { 'a/b': null } } }).body?.content;
    expect(media).toEqual([
      {
        pointer: '/paths/~1things/post/requestBody/content/a~1b',
        name: 'a/b',
        range: 'a/b',
        text: false,
        encoding: [],
      },
    ]);
  });
});

describe('request bodies', () => {
  it('are optional unless they say otherwise, and stand where references lead', () => {
    const read = (body: Document): RequestBody | undefined =>
      operationOf(
        '3.0.0',
        { requestBody: { $ref: '#/components/requestBodies/B' } },
        { components: { requestBodies: { B: body } } },
      ).body;
    expect(read({ content: {} })).toEqual({ pointer: '/components/requestBodies/B', required: false, content: [] });
    expect(read({ required: true, content: {} })?.required).toBe(true);
    expect(operationOf('3.0.0', {}).body).toBeUndefined();
  });

  it('are refused where a reference leads nowhere or in a circle, or to something else', () => {
    const problems = (components: Document): readonly string[] =>
      problemsOf(
        openapi('3.0.0', {
          paths: { '/x': { post: { requestBody: { $ref: '#/components/requestBodies/B' } } } },
          components,
        }),
      );
    expect(problems({})).toEqual(['dangling-reference /paths/~1x/post/requestBody/$ref']);
    const circle = { $ref: '#/components/requestBodies/B' };
    expect(problems({ requestBodies: { B: circle } })).toEqual(['circular-reference /components/requestBodies/B/$ref']);
    expect(problems({ requestBodies: { B: 'body' } })).toEqual(['wrong-type /components/requestBodies/B']);
  });
});

describe('members of forms', () => {
  it('are written by their types', () => {
    const members = {
      text,
      number: { type: 'integer' },
      file: { type: 'string', format: 'binary' },
      object: { type: 'object' },
      list: { type: 'array', items: text },
      objects: { type: 'array', items: { type: 'object' } },
      anything: {},
    };
    expect(brief(encodingOf(form, properties(members)))).toEqual([
      'text: form explode (text/plain)',
      'number: form explode (text/plain)',
      'file: content application/octet-stream (application/octet-stream)',
      'object: content application/json (application/json)',
      'list: form explode (text/plain)',
      'objects: content application/json (application/json)',
      'anything: content application/octet-stream (application/octet-stream)',
    ]);
    expect(brief(encodingOf(multipart, properties({ text })))).toEqual(['text: content text/plain (text/plain)']);
    expect(encodingOf('application/json', properties({ text }))).toEqual([]);
  });

  it('are the same whether defaults are stated or not', () => {
    const members = { list: { type: 'array', items: text } };
    const stated = { ...properties(members), encoding: { list: { style: 'form', explode: true } } };
    expect(brief(encodingOf(form, stated))).toEqual(brief(encodingOf(form, properties(members))));
    const other = { ...properties(members), encoding: { list: { style: 'form', explode: false } } };
    expect(brief(encodingOf(form, other))).toEqual(['list: form (text/plain)']);
  });

  it('follow their Encoding Object, in multipart forms by style since 3.1 only', () => {
    const media = {
      ...properties({ filter: { type: 'object' } }),
      encoding: { filter: { style: 'deepObject' }, image: { contentType: 'image/png, IMAGE/jpeg' } },
    };
    const image = 'image: content image/jpeg, image/png (image/jpeg, image/png)';
    expect(brief(encodingOf(form, media))).toEqual(['filter: deepObject (text/plain)', image]);
    expect(brief(encodingOf(multipart, media))).toEqual(['filter: deepObject (text/plain)', image]);
    const json = 'filter: content application/json (application/json)';
    expect(brief(encodingOf(multipart, media, '3.0.3'))).toEqual([json, image]);
  });

  it('may have headers in multipart forms', () => {
    const media = { encoding: { image: { headers: { 'X-Size': { required: true, schema: text } } } } };
    expect(encodingOf(multipart, media)[0]?.headers).toMatchObject([{ name: 'x-size', required: true }]);
    expect(encodingOf(form, media)[0]).not.toHaveProperty('headers');
  });

  it('are found through references and allOf, even circular ones', () => {
    const schemas = {
      A: { allOf: [{ $ref: '#/components/schemas/B' }, { properties: { a: text } }] },
      B: { properties: { b: text }, allOf: [{ $ref: '#/components/schemas/A' }] },
    };
    const { body } = operationOf(
      '3.0.0',
      { requestBody: { content: { [form]: { schema: { $ref: '#/components/schemas/A' } } } } },
      { components: { schemas } },
    );
    expect(body?.content[0]?.encoding.map(({ name, pointer }) => `${name} ${pointer}`)).toEqual([
      'b /components/schemas/B/properties/b',
      'a /components/schemas/A/allOf/1/properties/a',
    ]);
  });

  it('may be told apart by position', () => {
    const media = { prefixEncoding: [{ contentType: 'image/png' }], itemEncoding: { contentType: 'text/csv' } };
    expect(brief(encodingOf('multipart/mixed', media, '3.2.0'))).toEqual([
      'items/0: content image/png (image/png)',
      'items: content text/csv (text/csv)',
    ]);
  });

  it('travel as text, each by itself', () => {
    const schema = {
      type: 'object',
      properties: { text, object: { type: 'object' } },
      oneOf: [{ required: ['text'] }],
    };
    expect(mediaOf(form, { schema })?.text).toEqual(new Set(['text']));
  });
});

describe('bodies of Swagger 2.0', () => {
  const read = (parameters: readonly Document[], rest: Document = {}): RequestBody | undefined =>
    swaggerOperationOf({ parameters, ...rest }, { consumes: ['application/json', 'application/xml'] }).body;
  const body = { name: 'body', in: 'body', schema: { $ref: '#/definitions/A' } };
  const file = { name: 'file', in: 'formData', required: true, type: 'file' };
  const note = { name: 'note', in: 'formData', type: 'array', items: text, collectionFormat: 'multi' };

  it('are the body parameter in each media type that the operation consumes', () => {
    expect(read([body])).toMatchObject({
      pointer: '/paths/~1things/post/parameters/0',
      required: false,
      content: [
        {
          range: 'application/json',
          pointer: '/consumes/0',
          schema: { pointer: '/paths/~1things/post/parameters/0/schema' },
        },
        { range: 'application/xml', pointer: '/consumes/1' },
      ],
    });
    expect(read([body], { consumes: ['text/csv'] })?.content).toMatchObject([{ range: 'text/csv' }]);
    expect(swaggerOperationOf({ parameters: [body] }).body?.content).toMatchObject([{ range: 'application/json' }]);
  });

  it('are made of form parameters', () => {
    expect(read([file, note])).toMatchObject({
      required: true,
      content: [
        {
          range: multipart,
          schema: {
            made: {
              type: 'object',
              properties: { file: { type: 'string', format: 'binary' }, note: { type: 'array', items: text } },
              required: ['file'],
            },
          },
          encoding: [
            { name: 'file', contentType: 'application/octet-stream' },
            { name: 'note', serialization: 'form explode', pointer: '/paths/~1things/post/parameters/1' },
          ],
        },
      ],
    });
    expect(read([note])?.content).toMatchObject([{ range: form }]);
    expect(read([note], { consumes: [multipart, form] })?.content).toHaveLength(2);
    expect(read([file], { consumes: [multipart, form] })?.content).toMatchObject([{ range: multipart }]);
  });

  it('are refused if they are two things at once', () => {
    const paths = { '/x': { post: { parameters: [body, note] } } };
    const document = { swagger: '2.0', info: {}, paths, definitions: { A: text } };
    expect(problemsOf(document)).toEqual(['invalid-value /paths/~1x/post']);
  });
});
