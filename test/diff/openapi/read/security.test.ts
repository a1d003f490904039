import { describe, expect, it } from 'vitest';

import type { Security } from '../../../../src/diff/openapi/model.ts';
import { operationOf, swaggerOperationOf, type Document } from './support.ts';

const http = { type: 'http', scheme: 'Bearer', bearerFormat: 'JWT', description: 'A token.' };

const securityOf = (security: unknown, rest: Document = {}): Security => {
  const components = { securitySchemes: { a: http, b: http } };
  return operationOf('3.1.0', security === undefined ? {} : { security }, { components, ...rest }).security;
};
const namesOf = ({ alternatives }: Security): readonly string[][] =>
  alternatives.map((combination) => combination.map(({ name }) => name));

const credentialOf = (scheme: Document): string | undefined =>
  operationOf('3.2.0', { security: [{ s: [] }] }, { components: { securitySchemes: { s: scheme } } }).security
    .alternatives[0]?.[0]?.credential;
const swaggerCredentialOf = (scheme: Document): string | undefined =>
  swaggerOperationOf({ security: [{ s: [] }] }, { securityDefinitions: { s: scheme } }).security.alternatives[0]?.[0]
    ?.credential;

describe('security', () => {
  it('is what the operation demands, else what the document demands', () => {
    expect(namesOf(securityOf([{ b: [] }], { security: [{ a: [] }] }))).toEqual([['b']]);
    expect(securityOf(undefined, { security: [{ a: [] }] })).toMatchObject({
      pointer: '/security',
      alternatives: [[{ name: 'a', pointer: '/components/securitySchemes/a' }]],
    });
    expect(securityOf(undefined)).toEqual({ pointer: '', alternatives: [] });
  });

  it('is any of several combinations', () => {
    expect(namesOf(securityOf([{ a: [], b: [] }, { b: [] }, {}]))).toEqual([['a', 'b'], ['b'], []]);
  });

  it('demands nothing, whichever way that is said', () => {
    expect(securityOf([], { security: [{ a: [] }] }).alternatives).toEqual([]);
    expect(securityOf([{}], { security: [{ a: [] }] }).alternatives).toEqual([]);
  });

  it('has the scopes that are asked for', () => {
    expect(securityOf([{ a: ['read', 'write'] }]).alternatives[0]?.[0]?.scopes).toEqual(['read', 'write']);
  });

  it('keeps a scheme that is declared nowhere as one that only it is equal to', () => {
    expect(securityOf([{ gone: [] }]).alternatives).toMatchObject([
      [{ name: 'gone', credential: 'undeclared gone', pointer: '/paths/~1things/post/security/0/gone' }],
    ]);
  });

  it('may name its scheme by a reference', () => {
    expect(securityOf([{ '#/components/securitySchemes/a': [] }]).alternatives).toMatchObject([
      [{ credential: 'http bearer', pointer: '/components/securitySchemes/a' }],
    ]);
  });
});

describe('a credential', () => {
  it('says what a caller has to do, and nothing that is documentation', () => {
    expect(credentialOf(http)).toBe('http bearer');
    expect(credentialOf({ type: 'apiKey', in: 'header', name: 'X-Key', description: 'Yours.' })).toBe(
      'apiKey header x-key',
    );
    expect(credentialOf({ type: 'apiKey', in: 'query', name: 'Key' })).toBe('apiKey query Key');
    expect(credentialOf({ type: 'mutualTLS' })).toBe('mutualTLS');
    expect(credentialOf({ type: 'openIdConnect', openIdConnectUrl: 'https://a' })).toBe(
      'openIdConnect openIdConnectUrl=https://a',
    );
  });

  it('of OAuth 2 has its flows by name, each with its URLs', () => {
    const flows = {
      implicit: { authorizationUrl: 'https://a', scopes: { r: 'Read' } },
      clientCredentials: { tokenUrl: 'https://t', refreshUrl: 'https://r', scopes: {} },
      deviceAuthorization: { deviceAuthorizationUrl: 'https://d', tokenUrl: 'https://t', scopes: {} },
      'x-note': 'none',
    };
    expect(credentialOf({ type: 'oauth2', flows })).toBe(
      'oauth2 clientCredentials tokenUrl=https://t refreshUrl=https://r ' +
        'deviceAuthorization deviceAuthorizationUrl=https://d tokenUrl=https://t implicit authorizationUrl=https://a',
    );
  });

  it('of Swagger 2.0 is the same as of later versions', () => {
    expect(swaggerCredentialOf({ type: 'basic' })).toBe(credentialOf({ type: 'http', scheme: 'basic' }));
    for (const [flow, later] of [
      ['application', 'clientCredentials'],
      ['password', 'password'],
    ] as const) {
      const urls = { tokenUrl: 'https://t' };
      expect(swaggerCredentialOf({ type: 'oauth2', flow, ...urls, scopes: {} })).toBe(
        credentialOf({ type: 'oauth2', flows: { [later]: { ...urls, scopes: {} } } }),
      );
    }
  });
});
