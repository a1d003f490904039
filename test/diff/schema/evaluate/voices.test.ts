import { describe, expect, it } from 'vitest';

import { createPool, Sampler } from '../../../../bench/fuzz/instances.ts';
import { drawQuestions } from '../../../../bench/fuzz/pairs.ts';
import { Random } from '../../../../bench/fuzz/random.ts';
import { createAjvVoice } from '../../../../bench/voices/ajv.ts';
import { findDivergence, findHyperjumpDivergence } from '../../../../bench/voices/divergences.ts';
import type { Dialect, Voice } from '../../../../bench/voices/dialect.ts';
import { askHyperjump } from '../../../../bench/voices/hyperjump.ts';
import { createEvaluator } from '../../../../src/diff/schema/evaluate/index.ts';

const dialects = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'] as const;

interface Sample {
  readonly seed: number;
  readonly schema: unknown;
  readonly instances: readonly unknown[];
  readonly own: readonly Voice[];
}

function drawSamples(dialect: Dialect, first: number, count: number): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = first + index;
    const [{ sub: schema } = { sub: true }] = drawQuestions(seed, { dialect, undeclared: 'strict' });
    const sampler = new Sampler(new Random(seed), createPool([schema]));
    const instances = Array.from({ length: 8 }, (_, number) => {
      const instance = sampler.sample(schema);
      return number % 2 === 0 ? instance : sampler.mutate(instance);
    });
    const evaluator = createEvaluator(schema, { dialect });
    return { seed, schema, instances, own: instances.map((instance) => evaluator(instance).verdict) };
  });
}

/** Instances of which both voices are certain and differ. */
const differences = ({ seed, schema, instances, own }: Sample, others: readonly Voice[]): unknown[] =>
  instances.flatMap((instance, index) => {
    const pair = [own[index], others[index]];
    return pair.includes('unknown') || pair[0] === pair[1] ? [] : [{ seed, schema, instance, pair }];
  });

describe.each(dialects)('the evaluator for %s', (dialect) => {
  it('agrees with Ajv', () => {
    const samples = drawSamples(dialect, 1, 250).filter(({ schema }) => !findDivergence(schema, dialect, 'annotate'));
    const found = samples.flatMap((sample) => {
      const voice = createAjvVoice(sample.schema, dialect, 'annotate');
      return differences(sample, sample.instances.map(voice));
    });
    expect(found).toEqual([]);
    const judged = samples.flatMap(({ own }) => own);
    expect(judged).toContain('valid');
    expect(judged).toContain('invalid');
  });

  it('agrees with Hyperjump', async () => {
    const found: unknown[] = [];
    for (const sample of drawSamples(dialect, 1001, 60)) {
      if (findHyperjumpDivergence(sample.schema) !== undefined) continue;
      found.push(...differences(sample, await askHyperjump(sample.schema, dialect, sample.instances)));
    }
    expect(found).toEqual([]);
  });
});
