import { createEvaluator } from '../../src/diff/schema/evaluate/index.ts';
import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import { createPool, Sampler } from './instances.ts';
import type { Question } from './pairs.ts';
import { Random } from './random.ts';

type Asked = Pick<Question, 'sub' | 'sup' | 'options'>;

/** Whether an instance refutes containment by the word of the evaluator alone. */
export function refutes(instance: unknown, { sub, sup, options }: Asked): boolean {
  return (
    createEvaluator(sub, options)(instance).verdict === 'valid' &&
    createEvaluator(sup, options)(instance).verdict === 'invalid'
  );
}

function declaredNames(node: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(node)) for (const entry of node) declaredNames(entry, found);
  if (!isJsonObject(node)) return found;
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword === 'properties' && isJsonObject(value)) for (const name of Object.keys(value)) found.add(name);
    declaredNames(value, found);
  }
  return found;
}

const allNames = (node: unknown): string[] =>
  typeof node === 'object' && node !== null
    ? [...(isJsonObject(node) ? Object.keys(node) : []), ...Object.values(node).flatMap(allNames)]
    : [];

/**
 * Which instances count as sent. With `no-collision`, undeclared members that the other schema declares are not; where
 * that cannot be seen from the outside, nothing is attacked.
 */
function createFilter({ sub, sup, options }: Asked): ((instance: unknown) => boolean) | undefined {
  if (options.undeclared === 'strict') return () => true;
  if (JSON.stringify([sub, sup]).includes('"patternProperties"')) return undefined;
  const taken = declaredNames(sup);
  const isPlain = isJsonObject(sub) && !/"properties":.*"properties":/.test(JSON.stringify(sub));
  const own = isPlain ? declaredNames({ properties: sub.properties }) : new Set<string>();
  return (instance) => {
    const nested = isJsonObject(instance) ? Object.values(instance) : [instance];
    const names = isJsonObject(instance) ? Object.keys(instance).filter((name) => !own.has(name)) : [];
    return [...names, ...nested.flatMap(allNames)].every((name) => !taken.has(name));
  };
}

export interface Attack {
  readonly refutation: { readonly instance: unknown } | undefined;
  readonly tried: number;
  readonly hits: number;
  readonly last: unknown;
}

/** Looks for an instance of `sub` outside of `sup` by sampling both; it knows nothing of how the engine refutes. */
export function attack(question: Asked & Pick<Question, 'seed'>, attempts: number): Attack {
  const { sub, sup, options, seed } = question;
  const counts = createFilter(question);
  if (counts === undefined) return { refutation: undefined, tried: 0, hits: 0, last: null };
  const inSub = createEvaluator(sub, options);
  const inSup = createEvaluator(sup, options);
  const random = new Random(seed ^ 0x5bd1e995);
  const sampler = new Sampler(random, createPool([sub, sup]));
  let instance: unknown = null;
  let hits = 0;
  for (let tried = 1; tried <= attempts; tried += 1) {
    instance = next(sampler, random, sub, sup, instance);
    if (inSub(instance).verdict !== 'valid' || !counts(instance)) continue;
    hits += 1;
    if (inSup(instance).verdict === 'invalid') return { refutation: { instance }, tried, hits, last: instance };
  }
  return { refutation: undefined, tried: attempts, hits, last: instance };
}

function next(sampler: Sampler, random: Random, sub: unknown, sup: unknown, before: unknown): unknown {
  const kind = random.below(10);
  if (kind < 4) return sampler.sample(sub);
  if (kind < 6) return sampler.mutate(before);
  if (kind < 8) return sampler.mutate(sampler.sample(random.chance(0.5) ? sub : sup));
  return kind === 8 ? sampler.sample(sup) : sampler.any(2);
}
