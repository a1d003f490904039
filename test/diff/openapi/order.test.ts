import { describe, expect, it } from 'vitest';

import { diffOpenApi } from '../../../src/diff/openapi/diff-openapi.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';

function answers(schemas: Readonly<Record<string, JsonObject>>): JsonObject {
  const paths = Object.entries(schemas).map(([path, schema]) => {
    const content = { 'application/json': { schema } };
    return [path, { get: { responses: { 200: { description: '', content } } } }] as const;
  });
  return { paths: Object.fromEntries(paths) };
}

function api(members: JsonObject, schemas: JsonObject = {}): JsonObject {
  return { openapi: '3.0.3', info: { title: 'Pets', version: '1' }, ...members, components: { schemas } };
}

/** The same with the members of every object in reverse. */
function reversed(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(reversed);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, reversed(member)] as const);
  return Object.fromEntries(entries.toReversed());
}

async function findingsOf(baseline: JsonValue, candidate: JsonValue): Promise<readonly unknown[]> {
  const report = await diffOpenApi(JSON.stringify(baseline), JSON.stringify(candidate));
  return report._unsafeUnwrap().findings.map(({ rule, level, fingerprint, occurrences, message }) => {
    return { rule, level, fingerprint, occurrences, message };
  });
}

describe('the order of members', () => {
  it('says nothing about which alternatives are the same', async () => {
    const branch = { properties: { b: { $ref: '#/components/schemas/Dog' }, c: {} } };
    const document = (alternative: JsonValue, dog: JsonObject): JsonObject =>
      api(answers({ '/pets': { anyOf: [alternative] } }), { Dog: dog });
    const [baseline, candidate] = [document(branch, {}), document(branch, { properties: { b: {} } })];
    const findings = await findingsOf(baseline, candidate);
    expect(findings).toMatchObject([{ rule: 'response-optional-property-added' }]);
    expect(await findingsOf(document(reversed(branch), {}), candidate)).toEqual(findings);
  });

  it('does not decide which of two ways a change is met by', async () => {
    const leaf = (type: string): JsonObject => ({ type: 'object', properties: { c: { type } } });
    const tree = { properties: { z: { $ref: '#/components/schemas/Leaf' }, a: { $ref: '#/components/schemas/Leaf' } } };
    const document = (type: string): JsonObject => api(answers({ '/pets': tree }), { Leaf: leaf(type) });
    const findings = await findingsOf(document('string'), document('integer'));
    expect(findings).toMatchObject([{ message: '/a/c: "type" changed: string → integer' }]);
    expect(await findingsOf(reversed(document('string')), reversed(document('integer')))).toEqual(findings);
  });
});

describe('an alternative of one', () => {
  it('does not change how a member of a form is written', async () => {
    const form = (member: JsonObject): JsonObject => {
      const schema = { type: 'object', properties: { a: member } };
      const requestBody = { content: { 'application/x-www-form-urlencoded': { schema } } };
      return api({ paths: { '/pets': { post: { requestBody, responses: { 200: { description: '' } } } } } });
    };
    const alone = await findingsOf(form({ type: 'string' }), form({ oneOf: [{ type: 'string' }] }));
    expect(alone.filter((finding) => Object(finding).level !== 'info')).toEqual([]);
    const either = { anyOf: [{ type: 'string' }, { type: 'object' }] };
    const findings = await findingsOf(form({ type: 'string' }), form(either));
    expect(findings.map((finding) => Object(finding).rule)).toContain('request-body-encoding-changed');
  });
});
