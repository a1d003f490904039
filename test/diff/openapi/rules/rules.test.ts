import { describe, expect, it } from 'vitest';

import { diffOpenApi } from '../../../../src/diff/openapi/diff-openapi.ts';
import { openApiRules } from '../../../../src/diff/openapi/rules/catalogue.ts';
import { bodyExamples } from './body-examples.ts';
import type { Example, Examples, Json } from './documents.ts';
import { operationExamples } from './operation-examples.ts';
import { responseExamples } from './response-examples.ts';
import { documentExamples, securityExamples } from './security-examples.ts';
import { valueExamples } from './value-examples.ts';

const examples: Examples = {
  ...operationExamples,
  ...valueExamples,
  ...bodyExamples,
  ...responseExamples,
  ...securityExamples,
  ...documentExamples,
};

/** Rules whose findings need more than two documents in JSON, or depend on schemas: they have tests of their own. */
const elsewhere = new Set(['schemas', 'second opinion']);
const exact = 'number-not-exact';
const rules = openApiRules.filter(({ area, id }) => !elsewhere.has(area) && id !== exact);

async function found(baseline: Json | string, candidate: Json, now: string): Promise<ReadonlyMap<string, string>> {
  const text = (document: Json | string): string =>
    typeof document === 'string' ? document : JSON.stringify(document);
  const result = await diffOpenApi(text(baseline), text(candidate), { now, invalid: 'compare' });
  return new Map(result._unsafeUnwrap().findings.map(({ rule, level }) => [rule, level]));
}

describe('rules of OpenAPI', () => {
  it('have ids of their own, and aliases that are no ids', () => {
    const ids = openApiRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const aliases = openApiRules.flatMap(({ aliases = [] }) => aliases);
    expect(aliases.filter((alias) => ids.includes(alias))).toEqual([]);
  });

  it('are in the catalogue if they have an example', () => {
    expect(Object.keys(examples).filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s fires on its example and not on the near miss',
    async (id, rule) => {
      const example: Example | undefined = examples[id];
      expect(example).toBeDefined();
      const {
        baseline,
        fires,
        misses,
        now = '2030-07-01T00:00:00Z',
      } = example ?? { baseline: {}, fires: {}, misses: {} };
      expect(await found(baseline, fires, now)).toContainEqual([id, rule.level]);
      expect([...(await found(baseline, misses, now)).keys()]).not.toContain(id);
    },
  );
});
