import { createEvaluator } from '../../src/diff/schema/evaluate/index.ts';
import { compareSchemas } from '../../src/diff/schema/index.ts';
import type { Containment } from '../../src/diff/schema/index.ts';
import { createAjvVoice } from '../voices/ajv.ts';
import { findDivergence, findHyperjumpDivergence } from '../voices/divergences.ts';
import type { Voice } from '../voices/dialect.ts';
import { askHyperjump } from '../voices/hyperjump.ts';
import { attack, refutes } from './attack.ts';
import type { Question } from './pairs.ts';

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

type FindingKind = 'unsound' | 'false witness' | 'refused what is contained' | 'voices differ' | 'threw' | 'slow';

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

function ask(question: Question): {
  readonly answer: Containment | undefined;
  readonly error: unknown;
  readonly milliseconds: number;
} {
  const start = performance.now();
  let answer: Containment | undefined;
  let error: unknown;
  try {
    answer = compareSchemas(question.sub, question.sup, question.options);
  } catch (thrown) {
    error = thrown;
  }
  return { answer, error, milliseconds: performance.now() - start };
}

const isDue = (question: Question, every: number): boolean => every > 0 && question.seed % every === 0;

/** What other validators say of an instance, against the evaluator's word; a difference is a finding about voices. */
async function compareVoices(question: Question, instance: unknown, settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { dialect, formats } = question.options;
  for (const [side, schema] of [
    ['sub', question.sub],
    ['sup', question.sup],
  ] as const) {
    const own = createEvaluator(schema, question.options)(instance).verdict;
    const differ = (name: string, voice: Voice): void => {
      if (own === 'unknown' || voice === 'unknown' || own === voice) return;
      const detail = `${side}: the evaluator says ${own}, ${name} ${voice}`;
      findings.push({ kind: 'voices differ', question, instance, detail });
    };
    if (isDue(question, settings.ajvEvery) && findDivergence(schema, dialect, formats) === undefined) {
      differ('Ajv', createAjvVoice(schema, dialect, formats)(instance));
    }
    const asksHyperjump = formats === 'annotate' && findHyperjumpDivergence(schema) === undefined;
    if (asksHyperjump && isDue(question, settings.hyperjumpEvery)) {
      const [voice = 'unknown'] = await askHyperjump(schema, dialect, [instance]);
      differ('Hyperjump', voice);
    }
  }
  return findings;
}

function judgeWitness(question: Question, witness: unknown): Finding[] {
  const { expected, options } = question;
  if (!refutes(witness, question)) {
    return [{ kind: 'false witness', question, instance: witness, detail: 'the evaluator does not confirm it' }];
  }
  // What only one of two equal schemas declares is a collision, so equal schemas may differ then.
  return expected === undefined || options.undeclared === 'no-collision'
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
