import { createEvaluator } from '../../src/diff/schema/evaluate/index.ts';
import type { Evaluation } from '../../src/diff/schema/evaluate/index.ts';
import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import { createPool, Sampler } from './instances.ts';
import type { Options, Question } from './pairs.ts';
import { Random } from './random.ts';
import { createSpeech } from './spoken.ts';

type Asked = Pick<Question, 'sub' | 'sup' | 'options'>;

/** Whether an instance refutes containment by the word of the evaluator alone. */
export function refutes(instance: unknown, { sub, sup, options }: Asked): boolean {
  const attackers = new Attackers([sub, sup], options, 0);
  attackers.add(instance);
  return attackers.attack(sub, sup).refutation !== undefined;
}

export interface Attack {
  readonly refutation: { readonly instance: unknown } | undefined;
  readonly tried: number;
  /** How many of them `sub` accepts, and its sender may send. */
  readonly hits: number;
}

/** Looks for an instance of `sub` outside of `sup` by sampling both; it knows nothing of how the engine refutes. */
export function attack({ sub, sup, options, seed }: Asked & Pick<Question, 'seed'>, attempts: number): Attack {
  const attackers = new Attackers([sub, sup], options, seed);
  attackers.draw(attempts);
  return attackers.attack(sub, sup);
}

/** One schema, and what the instances are to it. */
interface Member {
  readonly evaluate: (instance: unknown) => Evaluation;
  readonly verdicts: Evaluation['verdict'][];
  readonly isSpoken: (index: number, part: unknown, name: string) => boolean;
  readonly isDeclared: (name: string) => boolean;
}

/** Instances near some schemas, each judged once by each of them. */
export class Attackers {
  readonly #options: Options;
  readonly #random: Random;
  readonly #sampler: Sampler;
  readonly #schemas: readonly unknown[];
  readonly #members = new Map<unknown, Member>();
  readonly instances: unknown[] = [];

  constructor(schemas: readonly unknown[], options: Options, seed: number) {
    this.#schemas = schemas;
    this.#options = options;
    this.#random = new Random(seed ^ 0x5bd1e995);
    this.#sampler = new Sampler(this.#random, createPool(schemas));
  }

  draw(count: number): void {
    for (let drawn = 0; drawn < count; drawn += 1) this.add(this.#next());
  }

  add(instance: unknown): void {
    // Parts are told apart by identity, so none may occur twice.
    this.instances.push(JSON.parse(JSON.stringify(instance)));
  }

  /** Tries all instances against one pair. */
  attack(sub: unknown, sup: unknown): Attack {
    let hits = 0;
    for (const [index, instance] of this.instances.entries()) {
      if (this.verdict(sub, index) !== 'valid' || !this.#isSent(index, sub, sup)) continue;
      hits += 1;
      if (this.verdict(sup, index) === 'invalid') return { refutation: { instance }, tried: index + 1, hits };
    }
    return { refutation: undefined, tried: this.instances.length, hits };
  }

  verdict(schema: unknown, index: number): Evaluation['verdict'] {
    const { evaluate, verdicts } = this.#member(schema);
    return (verdicts[index] ??= evaluate(this.instances[index]).verdict);
  }

  #next(): unknown {
    const [random, sampler] = [this.#random, this.#sampler];
    const kind = random.below(10);
    const schema = random.pick(this.#schemas);
    if (kind < 5) return sampler.sample(schema);
    if (kind < 7) return sampler.mutate(this.instances.at(-1) ?? null);
    return kind < 9 ? sampler.mutate(sampler.sample(schema)) : sampler.any(2);
  }

  /** With `no-collision`, members that only the second schema declares are not sent. */
  #isSent(index: number, sub: unknown, sup: unknown): boolean {
    if (this.#options.undeclared === 'strict') return true;
    const { isSpoken } = this.#member(sub);
    const { isDeclared } = this.#member(sup);
    return [...partsOf(this.instances[index])].every((part) =>
      Object.keys(part).every((name) => !isDeclared(name) || isSpoken(index, part, name)),
    );
  }

  #member(schema: unknown): Member {
    const known = this.#members.get(schema);
    if (known !== undefined) return known;
    const speech = createSpeech(schema, this.#options);
    const spoken: ReturnType<typeof speech>[] = [];
    const member: Member = {
      evaluate: createEvaluator(schema, this.#options),
      verdicts: [],
      isSpoken: (index, part, name) => (spoken[index] ??= speech(this.instances[index])).get(part)?.has(name) === true,
      isDeclared: declaredBy(schema),
    };
    this.#members.set(schema, member);
    return member;
  }
}

function* partsOf(instance: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (isJsonObject(instance)) yield instance;
  if (typeof instance !== 'object' || instance === null) return;
  for (const each of Object.values(instance)) yield* partsOf(each);
}

/** Whether a schema declares a name, wherever: more than it does at any one place. */
function declaredBy(schema: unknown): (name: string) => boolean {
  const names = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isJsonObject(node)) return;
    if (isJsonObject(node.properties)) for (const name of Object.keys(node.properties)) names.add(name);
    for (const pattern of Object.keys(Object(node.patternProperties))) patterns.push(toExpression(pattern));
    Object.values(node).forEach(visit);
  };
  visit(schema);
  return (name) => names.has(name) || patterns.some((pattern) => pattern.test(name));
}

/** A pattern that cannot be read may mean any name. */
function toExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return /(?:)/u;
  }
}
