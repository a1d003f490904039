import { componentsOf } from '../compile/components.ts';
import type { CompileOptions } from '../compile/site.ts';
import type { Place } from '../compile/source.ts';
import { Reading } from './reading.ts';
import type { Known, Need } from './reading.ts';

type IsCommon = Known['isCommon'];

interface Question extends Need {
  status: 'new' | 'open' | 'proved' | 'failed';
  needs: readonly Question[];
  /** Those of the needs that speak of the same value. */
  same: readonly Question[];
}

const mostValues = 1_000_000;

/**
 * Proves containment from what two schemas say, keyword by keyword, without compiling them: what stands in both, or in
 * the first one narrowed, is in the second too. It finds the common case, a large schema with few changes, and leaves
 * all else open: a proof that fails tells nothing.
 *
 * References are questions of their own. They are asked once for each pair of schemas and taken as proved until one of
 * them fails, which takes all with it that need it. Values are finite, so that is sound as long as no question needs
 * itself without a step into a part.
 */
export class Narrowing {
  readonly #options: CompileOptions;
  /** One object may stand in several documents, where its references lead elsewhere. */
  readonly #ids = new Map<Place['resource'], Map<unknown, number>>();
  #places = 0;
  readonly #questions = new Map<number, Map<number, Question>>();

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  /** Only for documents in which fragments alone say where references lead. */
  proves(sub: Place, sup: Place, isCommon: IsCommon): boolean {
    const start = this.#ask({ sub, sup, loose: this.#options.declaring, aboutValue: true });
    if (start.status === 'new') this.#settle(start, isCommon);
    return start.status === 'proved';
  }

  #settle(start: Question, isCommon: IsCommon): void {
    const reading = new Reading(this.#options, { isCommon, isContained: isCommon }, mostValues);
    const fresh: Question[] = [];
    const waiting = [start];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next.status !== 'new') continue;
      const needs = reading.read(next);
      next.status = needs === undefined ? 'failed' : 'open';
      // Nothing else matters then.
      if (next === start && needs === undefined) return;
      next.needs = needs?.map((need) => this.#ask(need)) ?? [];
      next.same = next.needs.filter((_, index) => needs?.[index]?.aboutValue === true);
      fresh.push(next);
      waiting.push(...next.needs);
    }
    const combined = fresh.filter(({ same }) => same.length > 0);
    for (const component of componentsOf(combined, ({ same }) => same.filter(({ status }) => status === 'open'))) {
      const [only] = component;
      const isLoop = component.length > 1 || only?.same.includes(only) === true;
      if (isLoop) for (const each of component) each.status = 'failed';
    }
    spreadFailure(fresh);
    for (const each of fresh) if (each.status === 'open') each.status = 'proved';
  }

  #ask(need: Need): Question {
    const sub = this.#idOf(need.sub);
    const sup = 2 * this.#idOf(need.sup) + (need.loose ? 1 : 0);
    const asked = this.#questions.get(sub) ?? new Map<number, Question>();
    const question = asked.get(sup) ?? { ...need, status: 'new', needs: [], same: [] };
    this.#questions.set(sub, asked.set(sup, question));
    return question;
  }

  #idOf({ schema, resource }: Place): number {
    const ids = this.#ids.get(resource) ?? new Map<unknown, number>();
    const id = ids.get(schema) ?? this.#places;
    if (id === this.#places) {
      this.#places += 1;
      this.#ids.set(resource, ids.set(schema, id));
    }
    return id;
  }
}

function spreadFailure(questions: readonly Question[]): void {
  const neededBy = new Map<Question, Question[]>();
  const failed: Question[] = [];
  for (const question of questions) {
    if (question.status === 'failed') failed.push(question);
    for (const need of question.needs) {
      if (need.status === 'failed') failed.push(need);
      const known = neededBy.get(need);
      if (known === undefined) neededBy.set(need, [question]);
      else known.push(question);
    }
  }
  for (let next = failed.pop(); next !== undefined; next = failed.pop()) {
    next.status = 'failed';
    for (const each of neededBy.get(next) ?? []) if (each.status === 'open') failed.push(each);
  }
}
