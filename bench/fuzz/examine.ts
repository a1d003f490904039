import { createEvaluator } from '../../src/diff/schema/evaluate/index.ts';
import { compareSchemas } from '../../src/diff/schema/index.ts';
import type { Containment } from '../../src/diff/schema/index.ts';
import { createAjvVoice } from '../voices/ajv.ts';
import { findDivergence } from '../voices/divergences.ts';
import type { Dialect, Voice } from '../voices/dialect.ts';
import { askHyperjump } from '../voices/hyperjump.ts';
import { createPool, Sampler } from './instances.ts';
import type { Question } from './pairs.ts';
import { Random } from './random.ts';

export interface Settings {
  /** How many instances attack a `contained`; one in `deepEvery` is attacked by fifty times as many. */
  readonly attacks: number;
  readonly deepEvery: number;
  /** One question in so many has its witness, or an instance, judged by Ajv and by Hyperjump too. 0: never. */
  readonly ajvEvery: number;
  readonly hyperjumpEvery: number;
  /** ms from which an answer counts as slow. */
  readonly slow: number;
}

export type FindingKind =
  | 'unsound'
  | 'false witness'
  | 'refused what is contained'
  | 'voices differ'
  | 'threw'
  | 'slow';

export interface Finding {
  readonly kind: FindingKind;
  readonly question: Question;
  readonly instance?: unknown;
  readonly detail: string;
}

export interface Examined {
  readonly verdict: Containment['verdict'] | 'threw';
  readonly reason?: string;
  readonly milliseconds: number;
  /** Instances tried, and how many of them `sub` accepted. */
  readonly tried: number;
  readonly hits: number;
  /** `undecided`, although a sampled instance refutes containment. */
  readonly missed: boolean;
  readonly findings: readonly Finding[];
}

interface Refutation {
  readonly instance: unknown;
}

/** Whether an instance refutes containment by the word of the evaluator alone. */
export function refutes(instance: unknown, sub: unknown, sup: unknown, dialect: Dialect): boolean {
  return (
    createEvaluator(sub, { dialect })(instance).verdict === 'valid' &&
    createEvaluator(sup, { dialect })(instance).verdict === 'invalid'
  );
}

interface Attack {
  readonly refutation: Refutation | undefined;
  readonly tried: number;
  readonly hits: number;
  readonly last: unknown;
}

/** Looks for an instance of `sub` outside of `sup` by sampling both; it knows nothing of how the engine refutes. */
export function attack(question: Pick<Question, 'sub' | 'sup' | 'dialect' | 'seed'>, attempts: number): Attack {
  const { sub, sup, dialect, seed } = question;
  const [inSub, inSup] = [sub, sup].map((schema) => createEvaluator(schema, { dialect }));
  const random = new Random(seed ^ 0x5bd1e995);
  const sampler = new Sampler(random, createPool([sub, sup]));
  let instance: unknown = null;
  let hits = 0;
  for (let tried = 1; tried <= attempts; tried += 1) {
    const kind = random.below(10);
    if (kind < 4) instance = sampler.sample(sub);
    else if (kind < 7) instance = sampler.mutate(kind === 4 ? sampler.sample(sup) : instance);
    else
      instance = kind === 7 ? sampler.sample(sup) : kind === 8 ? sampler.any(2) : sampler.mutate(sampler.sample(sub));
    if (inSub?.(instance).verdict !== 'valid') continue;
    hits += 1;
    if (inSup?.(instance).verdict === 'invalid') return { refutation: { instance }, tried, hits, last: instance };
  }
  return { refutation: undefined, tried: attempts, hits, last: instance };
}

function ask(question: Question): {
  readonly answer: Containment | undefined;
  readonly error: unknown;
  readonly milliseconds: number;
} {
  const start = performance.now();
  let answer: Containment | undefined;
  let error: unknown;
  try {
    answer = compareSchemas(question.sub, question.sup, { dialect: question.dialect });
  } catch (thrown) {
    error = thrown;
  }
  return { answer, error, milliseconds: performance.now() - start };
}

const isDue = (question: Question, every: number): boolean => every > 0 && question.seed % every === 0;

/** What other validators say of an instance, against the evaluator's word; a difference is a finding about voices. */
async function compareVoices(question: Question, instance: unknown, settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [side, schema] of [
    ['sub', question.sub],
    ['sup', question.sup],
  ] as const) {
    const own = createEvaluator(schema, { dialect: question.dialect })(instance).verdict;
    const differ = (name: string, voice: Voice): void => {
      if (own === 'unknown' || voice === 'unknown' || own === voice) return;
      const detail = `${side}: the evaluator says ${own}, ${name} ${voice}`;
      findings.push({ kind: 'voices differ', question, instance, detail });
    };
    if (isDue(question, settings.ajvEvery) && findDivergence(schema, question.dialect) === undefined) {
      differ('Ajv', createAjvVoice(schema, question.dialect, 'annotate')(instance));
    }
    if (isDue(question, settings.hyperjumpEvery)) {
      const [voice = 'unknown'] = await askHyperjump(schema, question.dialect, [instance]);
      differ('Hyperjump', voice);
    }
  }
  return findings;
}

function judgeWitness(question: Question, witness: unknown): Finding[] {
  const { sub, sup, dialect, expected } = question;
  if (!refutes(witness, sub, sup, dialect)) {
    return [{ kind: 'false witness', question, instance: witness, detail: 'the evaluator does not confirm it' }];
  }
  return expected === undefined
    ? []
    : [{ kind: 'refused what is contained', question, instance: witness, detail: question.how }];
}

/** Asks the engine one question and tries to prove its answer wrong. */
export async function examine(question: Question, settings: Settings): Promise<Examined> {
  const { answer, error, milliseconds } = ask(question);
  const findings: Finding[] = [];
  if (milliseconds > settings.slow) {
    findings.push({ kind: 'slow', question, detail: `${milliseconds.toFixed(0)} ms` });
  }
  const none = { milliseconds, tried: 0, hits: 0, missed: false };
  if (answer === undefined) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...none, verdict: 'threw', findings: [...findings, { kind: 'threw', question, detail }] };
  }
  const { verdict } = answer;
  if (verdict === 'not_contained') {
    findings.push(...judgeWitness(question, answer.witness));
    findings.push(...(await compareVoices(question, answer.witness, settings)));
    return { ...none, verdict, findings };
  }
  const attempts = isDue(question, settings.deepEvery) ? settings.attacks * 50 : settings.attacks;
  const { refutation, tried, hits, last } = attack(question, attempts);
  if (verdict === 'undecided') {
    const missed = refutation !== undefined;
    return { verdict, reason: answer.reason, milliseconds, tried, hits, missed, findings };
  }
  if (refutation !== undefined) {
    findings.push({ kind: 'unsound', question, instance: refutation.instance, detail: 'contained, says the engine' });
  }
  findings.push(...(await compareVoices(question, refutation === undefined ? last : refutation.instance, settings)));
  return { verdict, milliseconds, tried, hits, missed: false, findings };
}
