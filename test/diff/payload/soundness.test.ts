import { describe, expect, it } from 'vitest';

import { drawQuestions, type Question } from '../../../bench/fuzz/pairs.ts';
import { compareSchemas, createComparer } from '../../../src/diff/schema/index.ts';
import type { JsonValue } from '../../../src/internal/json.ts';
import { changesOf } from './support.ts';
import { drawUnions } from './unions.ts';

const isJson = (_: unknown): _ is JsonValue => true;

/** What the comparison part by part says of a question that was made for the engine. */
function answerOf({ sub, sup, options }: Question): 'contained' | 'not_contained' | 'undecided' {
  if (!isJson(sub) || !isJson(sup)) return 'undecided';
  const { dialect, formats } = options;
  const breaks = changesOf({ baseline: sub, candidate: sup, dialect, formats, undeclared: 'strict' }).filter(
    (change) => change.breaks,
  );
  if (breaks.length === 0) return 'contained';
  return breaks.every(({ undecided }) => undecided !== undefined) ? 'undecided' : 'not_contained';
}

describe('comparing part by part', { timeout: 120_000 }, () => {
  it('says what the engine says of the whole', () => {
    const counts = { contained: 0, not_contained: 0, undecided: 0 };
    for (let seed = 7_300_000; seed < 7_300_700; seed++) {
      for (const question of drawQuestions(seed, { undeclared: 'strict' })) {
        const { dialect, formats } = question.options;
        const whole = compareSchemas(question.sub, question.sup, { dialect, formats, undeclared: 'strict' });
        const parts = answerOf(question);
        counts[parts] += 1;
        if (whole.verdict === 'undecided' || parts === 'undecided') continue;
        expect(`seed ${seed} ${question.how}: ${parts}`).toBe(`seed ${seed} ${question.how}: ${whole.verdict}`);
      }
    }
    expect(counts.contained).toBeGreaterThan(300);
    expect(counts.not_contained).toBeGreaterThan(200);
    expect(counts.undecided).toBeLessThan(30);
  });

  it('overlooks nothing where the dialects differ', () => {
    const dialects = ['draft-04', 'draft-07', '2019-09', '2020-12', 'openapi-3.0'] as const;
    let refused = 0;
    for (let seed = 7_400_000; seed < 7_400_250; seed++) {
      for (const [index, { sub, sup }] of drawQuestions(seed).entries()) {
        if (!isJson(sub) || !isJson(sup)) continue;
        const dialect = dialects[seed % dialects.length] ?? '2020-12';
        const candidateDialect = dialects[(seed + index + 1) % dialects.length] ?? '2020-12';
        const comparer = createComparer({ formats: 'assert', secondVoice: false });
        const [one, other] = [comparer.read(sub, dialect), comparer.read(sup, candidateDialect)];
        if (comparer.compare(one.at(''), other.at('')).verdict !== 'not_contained') continue;
        const changes = changesOf({ baseline: sub, candidate: sup, dialect, candidateDialect, undeclared: 'strict' });
        expect(`seed ${seed} ${index}: ${changes.some(({ breaks }) => breaks)}`).toBe(`seed ${seed} ${index}: true`);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  it('says so of alternatives that overlap, whichever way values go', () => {
    const counts = { contained: 0, not_contained: 0 };
    for (let seed = 1; seed <= 250; seed++) {
      const [baseline, candidate] = drawUnions(seed);
      for (const flow of ['inbound', 'outbound'] as const) {
        const [sub, sup] = flow === 'inbound' ? [baseline, candidate] : [candidate, baseline];
        const { verdict } = compareSchemas(sub, sup, { formats: 'assert' });
        const changes = changesOf({ baseline, candidate, flow, undeclared: 'strict' });
        const parts = changes.some(({ breaks }) => breaks) ? 'not_contained' : 'contained';
        counts[parts] += 1;
        expect(`seed ${seed} ${flow}: ${parts}`).toBe(`seed ${seed} ${flow}: ${verdict}`);
      }
    }
    expect(counts.contained).toBeGreaterThan(80);
    expect(counts.not_contained).toBeGreaterThan(150);
  });
});
