/** A document that somebody sends who means no good, or who lets a generator run wild. */
export interface HostileDocument {
  readonly contract_type: 'openapi' | 'event';
  /** Made when it is needed: together they would not fit. Another number gives one that differs a little. */
  readonly make: (variant: number) => string;
}

type Json = Readonly<Record<string, unknown>>;

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const members = (count: number, make: (index: number) => readonly [string, unknown]): Json =>
  Object.fromEntries(times(count, make));
const nested = (depth: number, wrap: (inner: unknown) => unknown, innermost: unknown = { type: 'string' }): unknown => {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
};
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

function openapi(parts: Json, variant: number): Json {
  return { openapi: '3.1.0', info: { title: 'Hostile', version: `${variant}` }, paths: {}, ...parts };
}

/** An operation that takes and gives a schema, so that it is compared in both directions. */
function withSchema(schema: unknown, variant: number, schemas: Json = {}): Json {
  const content = { 'application/json': { schema } };
  const responses = { 200: { description: 'ok', content } };
  const post = { requestBody: { required: variant > 1, content }, responses };
  return openapi({ paths: { '/things': { post } }, components: { schemas } }, variant);
}

/** A schema as the body of a request and of a response. */
const schema = (make: (variant: number) => unknown, schemas?: (variant: number) => Json): HostileDocument => ({
  contract_type: 'openapi',
  make: (variant) => JSON.stringify(withSchema(make(variant), variant, schemas?.(variant))),
});

const document = (make: (variant: number) => Json): HostileDocument => ({
  contract_type: 'openapi',
  make: (variant) => JSON.stringify(openapi(make(variant), variant)),
});

const text = (make: (variant: number) => string, contract_type: 'openapi' | 'event' = 'openapi'): HostileDocument => ({
  contract_type,
  make,
});

const yaml = (rest: string): HostileDocument =>
  text((variant) => `openapi: 3.1.0\ninfo: { title: Hostile, version: '${variant}' }\npaths: {}\n${rest}`);

/** An AsyncAPI document with one message. */
const message = (make: (variant: number) => unknown, schemaFormat?: string): HostileDocument => ({
  contract_type: 'event',
  make: (variant) => {
    const plain = make(variant);
    const payload = schemaFormat === undefined ? plain : { schemaFormat, schema: plain };
    return JSON.stringify({
      asyncapi: '3.0.0',
      info: { title: 'Hostile', version: `${variant}` },
      channels: { things: { address: 'things', messages: { thing: { payload } } } },
      operations: { send: { action: 'send', channel: { $ref: '#/channels/things' } } },
    });
  },
});

const avro = 'application/vnd.apache.avro;version=1.9.0';
const protobuf = 'application/vnd.google.protobuf;version=3';

/** Schemas of which each takes the next one twice: 2 to the power of `count` ways lead through them. */
const doubling = (count: number, wrap: (one: Json, other: Json) => Json): Json =>
  members(count, (i) => [`s${i}`, i === count - 1 ? { type: 'string' } : wrap(ref(`s${i + 1}`), ref(`s${i + 1}`))]);

const operation = { responses: { 200: { description: 'ok' } } };

/** Texts that are hard to read. */
const texts: Readonly<Record<string, HostileDocument>> = {
  'nothing at all': text(() => ''),
  'white space': text((variant) => ' \n\t'.repeat(1_000 * variant)),
  'comments only': text((variant) => '# nothing\n'.repeat(100_000 * variant)),
  'a number': text(() => '42'),
  'a list': text(() => '[1, 2, 3]'),
  null: text(() => 'null'),
  'control characters': text((variant) => `openapi: "3.1.0${'\0\u0001\u001b'.repeat(variant)}"`),
  'half surrogate pairs': text((variant) => `{"openapi": "3.1.0", "info": "${'\ud800'.repeat(variant)}"}`),
  'an unfinished text': text((variant) => `openapi: "${'a'.repeat(1_000 * variant)}`),
  'tabs as indentation': yaml('x-a:\n\tb: 1\n'),
  'several documents in one': yaml('---\nopenapi: 3.1.0\n'),
  'a text of 5 MB': text((variant) => JSON.stringify(openapi({ 'x-text': 'x'.repeat(5_000_000) }, variant))),
  'a key of 1 MB': text((variant) => JSON.stringify(openapi({ [`x-${'k'.repeat(1_000_000)}`]: 1 }, variant))),
  'one member twice': text(() => '{"openapi": "3.1.0", "openapi": "3.0.0", "info": {}, "paths": {}}'),
  'the prototype as a member': text(
    (variant) => `{"openapi":"3.1.0","__proto__":{"a":${variant}},"constructor":{"prototype":{}},"info":{},"paths":{}}`,
  ),
  'JSON nested 100,000 deep': text((variant) => `${'['.repeat(100_000)}${variant}${']'.repeat(100_000)}`),
  'YAML nested 100,000 deep': text(() => `a: ${'{a: '.repeat(100_000)}`),
  'YAML indented 3,000 deep': text(() => times(3_000, (i) => `${' '.repeat(i)}a:`).join('\n')),
  'dashes 50,000 deep': text(() => '- '.repeat(50_000)),
  'brackets of 3 MB': text(() => '['.repeat(3_000_000)),
  'aliases that multiply': yaml(
    ['x-0: &a0 [lol, lol]', ...times(9, (i) => `x-${i + 1}: &a${i + 1} [${times(9, () => `*a${i}`).join(', ')}]`)].join(
      '\n',
    ),
  ),
  'an alias of itself': yaml('x-a: &a [*a]\n'),
  'an alias of itself as a member': yaml('x-a: &a { b: *a }\n'),
  'merges that multiply': yaml(
    [
      'x-0: &m0 { a: 1 }',
      ...times(12, (i) => `x-${i + 1}: &m${i + 1} { <<: [${times(9, () => `*m${i}`).join(', ')}], k${i}: 1 }`),
    ].join('\n'),
  ),
  '50,000 anchors': yaml(`x-a: [${times(50_000, (i) => `&n${i} 1`).join(', ')}]`),
  'tags that make functions': yaml("x-a: !!js/function 'function () { return process }'\n"),
  'tags that make objects': yaml("x-a: !!python/object/apply:os.system ['id']\n"),
  'binary data': yaml(`x-a: !!binary ${'QUFB'.repeat(50_000)}\n`),
  'numbers beyond all numbers': yaml(
    'x-a: [1e999, -.inf, .nan, 0x1F, 0o17, 12345678901234567890123, 1_000, 1:30:00]\n',
  ),
  '1,000,000 nulls': text((variant) => JSON.stringify(openapi({ 'x-a': times(1_000_000, () => null) }, variant))),
};

/** References that lead nowhere, in circles, outside, or everywhere. */
const references: Readonly<Record<string, HostileDocument>> = {
  'a reference to a file': schema(() => ({ $ref: 'file:///etc/passwd' })),
  'a reference to a server': schema((variant) => ({ $ref: `http://127.0.0.1:9/${variant}.json` })),
  'a reference to a path': schema(() => ({ $ref: '../../../../etc/passwd#/a' })),
  'a reference to itself': schema(
    () => ref('a'),
    () => ({ a: ref('a') }),
  ),
  'references in a circle': schema(
    () => ref('s0'),
    () => members(1_000, (i) => [`s${i}`, ref(`s${(i + 1) % 1_000}`)]),
  ),
  'allOf in a circle': schema(
    () => ref('a'),
    (variant) => ({
      a: { allOf: [ref('b'), { maxProperties: variant }] },
      b: { anyOf: [ref('a'), { type: 'string' }] },
    }),
  ),
  'a chain of 5,000 references': schema(
    () => ref('s0'),
    (variant) =>
      members(5_000, (i) => [`s${i}`, i === 4_999 ? { maxLength: variant } : { properties: { x: ref(`s${i + 1}`) } }]),
  ),
  'references that double in allOf': schema(
    () => ref('s0'),
    () => doubling(30, (a, b) => ({ allOf: [a, b] })),
  ),
  'references that double in members': schema(
    () => ref('s0'),
    (variant) => ({
      ...doubling(30, (a, b) => ({ properties: { a, b } })),
      s29: { type: variant > 1 ? 'string' : 'number' },
    }),
  ),
  'references that double in anyOf': schema(
    () => ref('s0'),
    () => doubling(30, (a, b) => ({ anyOf: [a, b] })),
  ),
  '100,001 references': document(() => ({ 'x-a': times(100_001, () => ({ $ref: '#/info' })) })),
  'a pointer into a text': schema(() => ({ $ref: '#/info/title/0' })),
  'a pointer full of escapes': schema(() => ({ $ref: `#/${'~01%25'.repeat(20_000)}` })),
  'a discriminator that leads outside': schema(() => ({
    oneOf: [{ type: 'object' }],
    discriminator: { propertyName: 'kind', mapping: { a: 'http://127.0.0.1:9/a.json' } },
  })),
  'an example that is outside': document(() => ({
    components: { examples: { a: { externalValue: 'http://127.0.0.1:9/a.json' } } },
  })),
  'a link that leads outside': document(() => ({
    components: { links: { a: { operationRef: 'http://127.0.0.1:9/a.json#/paths/~1a/get' } } },
  })),
  'path items in a circle': document(() => ({
    paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } },
  })),
  'callbacks in a circle': document(() => ({
    components: {
      callbacks: {
        a: {
          '{$request.body#/url}': { post: { ...operation, callbacks: { a: { $ref: '#/components/callbacks/a' } } } },
        },
      },
    },
    paths: { '/a': { post: { ...operation, callbacks: { a: { $ref: '#/components/callbacks/a' } } } } },
  })),
  'a dynamic reference that doubles': schema(() => ({
    $dynamicAnchor: 'node',
    allOf: times(20, () => ({ properties: { a: { $dynamicRef: '#node' } } })),
  })),
  'a base that leads outside': schema((variant) => ({
    $id: 'http://127.0.0.1:9/',
    $ref: 'a.json',
    maxLength: variant,
  })),
  'a dialect that is outside': schema(() => ({ $schema: 'http://127.0.0.1:9/schema', type: 'string' })),
};

/** Schemas that are hard to decide. */
const schemas: Readonly<Record<string, HostileDocument>> = {
  'a pattern that explodes': schema((variant) => ({
    type: 'string',
    pattern: `^(a+)+${variant}$`,
    example: 'a'.repeat(40),
  })),
  'a pattern of 10,000 alternatives': schema((variant) => ({
    type: 'string',
    pattern: `^(${times(10_000, (i) => `w${i * variant}`).join('|')})$`,
  })),
  'a pattern that repeats a million times': schema((variant) => ({
    type: 'string',
    pattern: `^((a{1000}){1000}){${variant}}$`,
  })),
  'a pattern whose automaton explodes': schema((variant) => ({
    type: 'string',
    pattern: `^(a|b)*a(a|b){${20 + variant}}$`,
  })),
  'a pattern that looks back': schema((variant) => ({
    type: 'string',
    pattern: `(?<=(a|b)\\1{${variant}})(?!c)\\k<x>?`,
  })),
  'a pattern that is none': schema(() => ({ type: 'string', pattern: '((((' })),
  '1,000 patterns of members': schema((variant) => ({
    type: 'object',
    patternProperties: members(1_000, (i) => [`^.*x{${i}}y*$`, { maxLength: i * variant }]),
    additionalProperties: false,
  })),
  'alternatives that multiply': schema((variant) => ({
    allOf: times(30, (i) => ({
      anyOf: times(3, (j) => ({ properties: { [`p${(i * 7 + j) % 40}`]: { const: j * variant } } })),
    })),
  })),
  'oneOf of 300 that overlap': schema((variant) => ({
    oneOf: times(300, (i) => ({ type: 'object', properties: { [`p${i}`]: { maxLength: variant } } })),
  })),
  'not, 150 deep': schema((variant) => nested(75, (inner) => ({ not: inner }), { maxLength: variant })),
  'conditions, 150 deep': schema((variant) =>
    nested(75, (otherwise) => ({ if: { required: ['a'] }, else: otherwise }), { maxLength: variant }),
  ),
  'an enum of 19,999 values': schema((variant) => ({ enum: times(19_999, (i) => `v${i * variant}`) })),
  'an enum of 200,000 values': schema(() => ({ enum: times(200_000, (i) => i) })),
  'required 100,000 times': schema((variant) => ({
    type: 'object',
    required: times(100_000, (i) => `r${i * variant}`),
  })),
  'limits beyond all limits': schema((variant) => ({
    type: ['string', 'array', 'object', 'number'],
    minLength: 1e15,
    minItems: 9e15,
    minProperties: 1e12 * variant,
    multipleOf: 1e-300,
    minimum: -1e308,
    contains: { type: 'string' },
    minContains: 1e9,
    uniqueItems: true,
  })),
  'unique items of few values': schema((variant) => ({
    type: 'array',
    uniqueItems: true,
    minItems: 20 + variant,
    items: { anyOf: times(25, (i) => ({ const: i })) },
  })),
  'unevaluated members, 60 deep': schema((variant) =>
    nested(60, (inner) => ({ allOf: [inner, { properties: { a: {} } }], unevaluatedProperties: variant > 1 }), {}),
  ),
  'schemas that depend on each other': schema((variant) => ({
    dependentSchemas: members(200, (i) => [`p${i}`, { required: [`p${(i + 1) % 200}`], maxProperties: 100 * variant }]),
  })),
  'a constant nested 150 deep': schema((variant) => ({ const: nested(150, (inner) => [inner], variant) })),
  'tuples of 5,000': schema((variant) => ({
    prefixItems: times(5_000, (i) => ({ maxLength: i * variant })),
    items: false,
  })),
  'everything of the wrong type': document(() => ({
    info: 1,
    paths: [],
    components: 'x',
    servers: {},
    tags: null,
    security: 7,
  })),
  'schemas of the wrong type': schema(() => ({
    type: 'strange',
    properties: [],
    items: 7,
    required: 'a',
    enum: {},
    allOf: {},
  })),
};

/** Contracts that are far too large, or strange. */
const contracts: Readonly<Record<string, HostileDocument>> = {
  '20,000 schemas': document((variant) => ({
    components: {
      schemas: members(20_000, (i) => [`s${i}`, { type: 'object', properties: { a: { maxLength: i * variant } } }]),
    },
  })),
  '10,000 paths': document((variant) => ({
    paths: members(10_000, (i) => [`/p${i * variant}/{id}`, { get: operation }]),
  })),
  'a path of 2,000 parameters': document((variant) => ({
    paths: { [times(2_000, (i) => `/{p${i * variant}}`).join('')]: { get: operation } },
  })),
  'paths that mean the same': document((variant) => ({
    paths: members(500, (i) => [`/{a${i * variant}}/{b}`, { get: operation }]),
  })),
  '5,000 parameters of one operation': document((variant) => ({
    paths: {
      '/a': {
        get: { ...operation, parameters: times(5_000, (i) => ({ name: `p${i * variant}`, in: 'query', schema: {} })) },
      },
    },
  })),
  '3,000 media types': document((variant) => ({
    paths: {
      '/a': {
        get: {
          responses: { 200: { description: '', content: members(3_000, (i) => [`application/x${i * variant}`, {}]) } },
        },
      },
    },
  })),
  '20,000 scopes': document((variant) => ({
    components: {
      securitySchemes: {
        a: {
          type: 'oauth2',
          flows: { implicit: { authorizationUrl: '/a', scopes: members(20_000, (i) => [`s${i * variant}`, '']) } },
        },
      },
    },
    security: times(1_000, (i) => ({ a: [`s${i}`] })),
  })),
  'servers with 20^20 addresses': document((variant) => ({
    servers: [
      {
        url: `https://${times(20, (i) => `{v${i}}`).join('.')}/`,
        variables: members(20, (i) => [`v${i}`, { default: 'a', enum: ['a', ...times(19, (j) => `h${j * variant}`)] }]),
      },
    ],
  })),
  'a version from the future': text((variant) => `{"openapi": "9.${variant}.0", "info": {}, "paths": {}}`),
  'Swagger and OpenAPI at once': text(
    (variant) =>
      `{"swagger": "2.0", "openapi": "3.1.0", "asyncapi": "3.0.0", "info": {"title": "", "version": "${variant}"}, "paths": {}}`,
  ),
  'Swagger with a body and a form': text((variant) =>
    JSON.stringify({
      swagger: '2.0',
      info: { title: '', version: `${variant}` },
      paths: {
        '/a': {
          post: {
            ...operation,
            parameters: [
              { name: 'a', in: 'body', schema: { $ref: '#/definitions/a' } },
              { name: 'b', in: 'formData', type: 'file', required: variant > 1 },
            ],
          },
        },
      },
      definitions: { a: { allOf: [{ $ref: '#/definitions/a' }], discriminator: 'x' } },
    }),
  ),
};

/** Event contracts. */
const events: Readonly<Record<string, HostileDocument>> = {
  'a message that is outside': message(() => ({ $ref: 'http://127.0.0.1:9/a.json' })),
  'a channel that is outside': text(
    (variant) =>
      `{"asyncapi":"2.6.0","info":{"title":"","version":"${variant}"},"channels":{"a":{"$ref":"file:///etc/passwd"}}}`,
    'event',
  ),
  'traits in a circle': text(
    (variant) =>
      JSON.stringify({
        asyncapi: '3.0.0',
        info: { title: '', version: `${variant}` },
        components: {
          messageTraits: { a: { $ref: '#/components/messageTraits/b' }, b: { $ref: '#/components/messageTraits/a' } },
        },
        channels: { a: { address: 'a', messages: { m: { traits: [{ $ref: '#/components/messageTraits/a' }] } } } },
        operations: { o: { action: 'send', channel: { $ref: '#/channels/a' } } },
      }),
    'event',
  ),
  'an Avro record that contains itself': message(
    (variant) => ({
      type: 'record',
      name: 'a',
      fields: [
        { name: 'a', type: 'a' },
        { name: `b${variant}`, type: 'int' },
      ],
    }),
    avro,
  ),
  'Avro arrays, 150 deep': message(
    (variant) => nested(70, (items) => ({ type: 'array', items }), variant > 1 ? 'int' : 'long'),
    avro,
  ),
  'an Avro record of 10,000 fields': message(
    (variant) => ({
      type: 'record',
      name: 'a',
      fields: times(10_000, (i) => ({ name: `f${i * variant}`, type: 'string' })),
    }),
    avro,
  ),
  'Avro that is none': message(() => ({ type: 'record', fields: [{ type: [[['null']]] }] }), avro),
  'Protobuf messages, 150 deep': message(
    (variant) => `syntax = "proto3"; ${'message A { '.repeat(150)} int32 a = ${variant}; ${'}'.repeat(150)}`,
    protobuf,
  ),
  'Protobuf that imports a file': message(() => 'syntax = "proto3"; import "/etc/passwd"; message A {}', protobuf),
  'Protobuf that never ends': message(
    (variant) => `syntax = "proto3"; message A { ${'/* '.repeat(100_000 * variant)}`,
    protobuf,
  ),
  'Protobuf with 20,000 fields': message(
    (variant) =>
      `syntax = "proto3"; message A { ${times(20_000, (i) => `string f${i} = ${i * variant + 1};`).join(' ')} }`,
    protobuf,
  ),
  'a format that nobody knows': message(() => ({ a: 1 }), 'application/vnd.unknown;version=1'),
  'an event contract as OpenAPI': text(
    (variant) => `{"openapi": "3.1.0", "info": {"title": "", "version": "${variant}"}, "paths": {}}`,
    'event',
  ),
};

/** All of them, by what they are. */
export const hostileDocuments: Readonly<Record<string, HostileDocument>> = {
  ...texts,
  ...references,
  ...schemas,
  ...contracts,
  ...events,
};

/** What the hostile ones are compared with first. */
export const plainDocuments: Readonly<Record<'openapi' | 'event', string>> = {
  openapi: JSON.stringify(withSchema({ type: 'object', properties: { a: { type: 'string' } } }, 1)),
  event: message(() => ({ type: 'object' })).make(1),
};
