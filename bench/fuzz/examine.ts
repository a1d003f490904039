import { createEvaluator } from '../../src/diff/schema/evaluate/index.ts';
import { createComparer } from '../../src/diff/schema/index.ts';
import type { Comparer, Containment } from '../../src/diff/schema/index.ts';
import { createAjvVoice } from '../voices/ajv.ts';
import { findDivergence, findHyperjumpDivergence } from '../voices/divergences.ts';
import type { Voice } from '../voices/dialect.ts';
import { askHyperjump } from '../voices/hyperjump.ts';
import { Attackers, refutes } from './attack.ts';
import type { Options, Question } from './pairs.ts';

export interface Settings {
  /** How many instances are drawn for each schema; for one family in `deepEvery` fifty times as many. */
  readonly attacks: number;
  readonly deepEvery: number;
  /** One family in so many has some instances judged by Ajv and by Hyperjump too. 0: never. */
  readonly ajvEvery: number;
  readonly hyperjumpEvery: number;
  /** ms from which an answer counts as slow. */
  readonly slow: number;
  /** What is examined; default: the engine. */
  readonly engine?: (options: Options) => Pick<Comparer, 'read' | 'compare'>;
}

type FindingKind = 'unsound' | 'false witness' | 'refused what is contained' | 'voices differ' | 'threw' | 'slow';

export interface Finding {
  readonly kind: FindingKind;
  readonly question: Question;
  readonly instance?: unknown;
  readonly detail: string;
}

export interface Examined {
  readonly question: Question;
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

interface Answered {
  readonly question: Question;
  readonly answer: Containment | undefined;
  readonly error: unknown;
  readonly milliseconds: number;
}

/**
 * Asks the engine questions about a few schemas, all of one comparer, and tries to prove the answers wrong: what it
 * calls contained with instances drawn near all of the schemas, the witnesses of the other questions among them.
 */
export async function examine(questions: readonly Question[], settings: Settings): Promise<readonly Examined[]> {
  const [first] = questions;
  if (first === undefined) return [];
  const { seed, options } = first;
  const schemas = [...new Set(questions.flatMap(({ sub, sup }) => [sub, sup]))];
  const answers = ask(questions, settings.engine?.(options) ?? createComparer(options));
  const attackers = new Attackers(schemas, options, seed);
  attackers.draw(settings.attacks * schemas.length * (isDue(seed, settings.deepEvery) ? 50 : 1));
  for (const { answer } of answers) if (answer?.verdict === 'not_contained') attackers.add(answer.witness);
  const examined = answers.map((each) => judge(each, attackers, settings));
  const differing = await compareVoices(first, schemas, attackers, settings);
  return examined.map((each, index) => (index === 0 ? { ...each, findings: [...each.findings, ...differing] } : each));
}

function ask(questions: readonly Question[], engine: Pick<Comparer, 'read' | 'compare'>): readonly Answered[] {
  const documents = new Map<unknown, ReturnType<Comparer['read']>>();
  const read = (schema: unknown, { dialect }: Options): ReturnType<Comparer['read']> => {
    const document = documents.get(schema) ?? engine.read(schema, dialect);
    documents.set(schema, document);
    return document;
  };
  return questions.map((question) => {
    const { sub, sup, options } = question;
    const start = performance.now();
    let answer: Containment | undefined;
    let error: unknown;
    try {
      answer = engine.compare(read(sub, options).at(''), read(sup, options).at(''));
    } catch (thrown) {
      error = thrown;
    }
    return { question, answer, error, milliseconds: performance.now() - start };
  });
}

const isDue = (seed: number, every: number): boolean => every > 0 && seed % every === 0;

function judge(
  { question, answer, error, milliseconds }: Answered,
  attackers: Attackers,
  settings: Settings,
): Examined {
  const findings: Finding[] = [];
  if (milliseconds > settings.slow) {
    findings.push({ kind: 'slow', question, detail: `${milliseconds.toFixed(0)} ms` });
  }
  const none = { question, milliseconds, tried: 0, hits: 0, missed: false, findings };
  if (answer === undefined) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    findings.push({ kind: 'threw', question, detail });
    return { ...none, verdict: 'threw' };
  }
  const { verdict } = answer;
  if (verdict === 'not_contained') {
    findings.push(...judgeWitness(question, answer.witness));
    return { ...none, verdict };
  }
  const { refutation, tried, hits } = attackers.attack(question.sub, question.sup);
  if (verdict === 'undecided') {
    return { ...none, verdict, reason: answer.reason, tried, hits, missed: refutation !== undefined };
  }
  if (refutation !== undefined) {
    findings.push({ kind: 'unsound', question, instance: refutation.instance, detail: 'contained, says the engine' });
  }
  return { ...none, verdict, tried, hits };
}

function judgeWitness(question: Question, witness: unknown): Finding[] {
  const { expected, options, sub, sup } = question;
  if (!refutes(witness, { sub, sup, options: { ...options, undeclared: 'strict' } })) {
    return [{ kind: 'false witness', question, instance: witness, detail: 'the evaluator does not confirm it' }];
  }
  // What only one of two equal schemas declares is a collision, so equal schemas may differ then.
  return expected === undefined || options.undeclared === 'no-collision'
    ? []
    : [{ kind: 'refused what is contained', question, instance: witness, detail: question.how }];
}

const mostHeard = 6;

/** What other validators say of instances, against the evaluator's word; a difference is a finding about voices. */
async function compareVoices(
  question: Question,
  schemas: readonly Question['sub'][],
  attackers: Attackers,
  { ajvEvery, hyperjumpEvery }: Settings,
): Promise<readonly Finding[]> {
  const { seed, options } = question;
  const [asksAjv, asksHyperjump] = [isDue(seed, ajvEvery), isDue(seed, hyperjumpEvery)];
  const findings: Finding[] = [];
  if (!asksAjv && !asksHyperjump) return findings;
  // Witnesses come last.
  const instances = attackers.instances.slice(-mostHeard);
  for (const schema of schemas) {
    const evaluate = createEvaluator(schema, options);
    const differ = (name: string, instance: unknown, voice: Voice): void => {
      const own = evaluate(instance).verdict;
      if (own === 'unknown' || voice === 'unknown' || own === voice) return;
      const detail = `sub: the evaluator says ${own}, ${name} ${voice}`;
      findings.push({ kind: 'voices differ', question: { ...question, sub: schema }, instance, detail });
    };
    if (asksAjv && findDivergence(schema, options.dialect, options.formats) === undefined) {
      const voice = createAjvVoice(schema, options.dialect, options.formats);
      for (const instance of instances) differ('Ajv', instance, voice(instance));
    }
    if (asksHyperjump && options.formats === 'annotate' && findHyperjumpDivergence(schema) === undefined) {
      const voices = await askHyperjump(schema, options.dialect, instances);
      for (const [index, voice] of voices.entries()) differ('Hyperjump', instances[index], voice);
    }
  }
  return findings;
}
