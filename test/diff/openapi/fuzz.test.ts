import { describe, expect, it } from 'vitest';

import { readApi } from '../../../bench/fuzz/contracts/api.ts';
import { examine, type Examined } from '../../../bench/fuzz/contracts/examine.ts';
import { findBreach } from '../../../bench/fuzz/contracts/exchange.ts';
import { drawQuestion } from '../../../bench/fuzz/contracts/questions.ts';
import { Random } from '../../../bench/fuzz/random.ts';
import type { JsonObject } from '../../../src/internal/json.ts';

async function examineSeeds(first: number, count: number): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (let seed = first; seed < first + count; seed++) {
    examined.push(await examine(drawQuestion(seed), { rounds: 2 }));
  }
  return examined;
}

function serving(members: JsonObject): JsonObject {
  const operation = { responses: { 200: { description: '' } }, ...members };
  return { openapi: '3.0.3', info: { title: 'Pets', version: '1' }, paths: { '/pets': { post: operation } } };
}

const answering = (schema: JsonObject): JsonObject =>
  serving({ responses: { 200: { description: '', content: { 'application/json': { schema } } } } });
const taking = (schema: JsonObject): JsonObject =>
  serving({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const query = (schema: JsonObject, rest: JsonObject = {}): JsonObject =>
  serving({ parameters: [{ name: 'q', in: 'query', required: true, schema, ...rest }] });

describe('playing counterparties of one document against another', () => {
  const [text, number] = [{ type: 'string' }, { type: 'integer' }];
  const list = { type: 'array', minItems: 2, items: { enum: ['a', 'b'] } };

  it.each([
    ['an operation that is gone', serving({}), { ...serving({}), paths: {} }],
    ['a new required parameter', serving({}), query(text)],
    ['a parameter of another type', query(text), query(number)],
    ['a list in another style', query(list), query(list, { explode: false })],
    ['a body that is refused', taking(text), taking(number)],
    ['an answer that was not to be expected', answering(number), answering(text)],
    ['credentials', serving({}), serving({ security: [{ key: [] }] })],
    ['a required header that no longer comes', withHeader(true), withHeader(false)],
  ])('finds %s', (_, baseline, candidate) => {
    expect(findBreach(readApi(baseline), readApi(candidate), new Random(1), 50)).toBeDefined();
    expect(findBreach(readApi(baseline), readApi(baseline), new Random(1), 50)).toBeUndefined();
  });

  it('takes a number for the text that it is on the wire', () => {
    expect(findBreach(readApi(query(number)), readApi(query(text)), new Random(1), 50)).toBeUndefined();
  });
});

function withHeader(required: boolean): JsonObject {
  const headers = { 'X-Rate': { required: true, schema: { type: 'string' } } };
  return serving({ responses: { 200: { description: '', ...(required ? { headers } : {}) } } });
}

describe('a short fuzz run over documents', { timeout: 60_000 }, () => {
  it('finds no report that counterparties, other validators or another order contradict', async () => {
    const examined = await examineSeeds(30_260_000, 40);
    expect(examined.flatMap(({ failures }) => failures)).toEqual([]);

    const verdicts = examined.map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'compatible').length).toBeGreaterThan(8);
    expect(verdicts.filter((verdict) => verdict === 'incompatible').length).toBeGreaterThan(8);
    expect(verdicts.filter((verdict) => verdict === 'refused').length).toBeLessThan(5);
    expect(examined.reduce((total, { confirmed }) => total + confirmed, 0)).toBeGreaterThan(3);
  });
});
