import { assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { drawQuestions } from '../../../bench/fuzz/pairs.ts';
import type { Question } from '../../../bench/fuzz/pairs.ts';
import type { Schema, World } from '../../../bench/fuzz/schemas.ts';
import { drawSchema, focuses } from '../../../bench/fuzz/schemas.ts';
import { Random } from '../../../bench/fuzz/random.ts';
import type { Dialect } from '../../../src/diff/schema/evaluate/index.ts';
import { compareSchemas } from '../../../src/diff/schema/index.ts';

const dialects = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12', 'openapi-3.0'] as const;
const profiles = ['common', 'exotic', 'focused'] as const;

/** Schemas without references, so that they can be put together; a seed draws the same ones everywhere. */
interface Drawn {
  readonly dialect: Dialect;
  readonly schemas: readonly [Schema, Schema, Schema];
}

function draw(seed: number): Drawn {
  const random = new Random(seed);
  const dialect = random.pick(dialects);
  const profile = random.pick(profiles);
  const focus = random.pick(focuses);
  const none = { definitions: [], stepless: [], stepped: false };
  const world: World = { random, dialect, profile, focus, naming: 'pointer', ...none };
  return { dialect, schemas: [drawSchema(world, 2), drawSchema(world, 2), drawSchema(world, 1)] };
}

const seeds = nat(2 ** 31).map(draw);
const runs = { seed: 20_26, numRuns: 150, endOnFailure: true };
const never = { not: {} };

const verdict = (sub: unknown, sup: unknown, dialect: Dialect): string => compareSchemas(sub, sup, { dialect }).verdict;

/** Whether containment is not seen after a rewriting that keeps the meaning. */
const isLost = ({ relation, sub, sup, options }: Question): boolean =>
  relation === 'kept' && compareSchemas(sub, sup, options).verdict !== 'contained';

function holds(law: (drawn: Drawn) => void): void {
  assert(property(seeds, law), runs);
}

describe('containment', { timeout: 120_000 }, () => {
  it('is reflexive', () => {
    holds(({ dialect, schemas: [s] }) => {
      expect(verdict(s, structuredClone(s), dialect)).toBe('contained');
    });
  });

  it('holds from a schema to its union with another', () => {
    holds(({ dialect, schemas: [s, t] }) => {
      expect(verdict(s, { anyOf: [t, s] }, dialect)).toBe('contained');
    });
  });

  it('holds from an intersection to either part', () => {
    holds(({ dialect, schemas: [s, t] }) => {
      expect(verdict({ allOf: [s, t] }, s, dialect)).toBe('contained');
      expect(verdict({ allOf: [s, t] }, t, dialect)).toBe('contained');
    });
  });

  it('knows that nothing is in a schema and in its negation, and everything in one of them', () => {
    holds(({ dialect, schemas: [s] }) => {
      expect(verdict({ allOf: [s, { not: s }] }, never, dialect)).toBe('contained');
      expect(verdict({}, { anyOf: [s, { not: s }] }, dialect)).toBe('contained');
    });
  });

  it('is the same between the negations the other way round', () => {
    holds(({ dialect, schemas: [s, t] }) => {
      expect(verdict({ not: t }, { not: s }, dialect)).toBe(verdict(s, t, dialect));
    });
  });

  it('is transitive', () => {
    let chains = 0;
    holds(({ dialect, schemas: [s, t, u] }) => {
      const middle = { anyOf: [s, t] };
      const wide = { anyOf: [u, middle] };
      for (const [a, b, c] of [
        [s, t, u],
        [s, middle, wide],
        [{ allOf: [s, u] }, s, t],
      ]) {
        if (verdict(a, b, dialect) !== 'contained' || verdict(b, c, dialect) !== 'contained') continue;
        chains += 1;
        expect(verdict(a, c, dialect)).toBe('contained');
      }
    });
    expect(chains).toBeGreaterThan(150);
  });

  it('makes a part of a union a part of the whole only with the others', () => {
    holds(({ dialect, schemas: [s, t, u] }) => {
      const parts = [verdict(s, u, dialect), verdict(t, u, dialect)];
      const together = parts.every((part) => part === 'contained') ? 'contained' : 'not_contained';
      expect(verdict({ anyOf: [s, t] }, u, dialect)).toBe(together);
    });
  });

  it('does not change with names, order or shape', () => {
    assert(
      property(nat(2 ** 31), (seed) => {
        expect(drawQuestions(seed, { undeclared: 'strict' }).filter(isLost)).toEqual([]);
      }),
      { ...runs, numRuns: 300 },
    );
  });
});
