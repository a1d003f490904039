import { Compiler } from './compile/compiler.ts';
import type { DialectName } from './compile/dialect.ts';
import { Source } from './compile/source.ts';
import type { Place } from './compile/source.ts';
import { Forms } from './form/forms.ts';
import { Languages } from './language/index.ts';
import { OutOfBudget, Steps } from './solve/budget.ts';
import { Solver } from './solve/solver.ts';
import { Words } from './solve/words.ts';
import { Confirmer } from './verify/confirm.ts';
import { explain } from './verify/explain.ts';
import type { Explanation } from './verify/explain.ts';

/** How the schemas of a comparer are read. */
export interface ComparerOptions {
  /**
   * `strict` (the default): schemas are sets of JSON values. `no-collision`: members that `sub` leaves undeclared are
   * not among those that only `sup` declares.
   */
  readonly undeclared?: 'strict' | 'no-collision';
  /** Whether `format` is checked; default `annotate`: it is not. Formats that are not known are never checked. */
  readonly formats?: 'annotate' | 'assert';
  /** How many steps a question may take before its answer is `undecided`; the same on every machine. Default 200 000. */
  readonly budget?: number;
  /**
   * `request`: members marked `readOnly` are not sent, `sup` ignores its own, and neither side's `required` counts them.
   * `response`: the same for `writeOnly`. By default both marks are annotations.
   */
  readonly direction?: 'request' | 'response';
  /** Whether Ajv has a say about witnesses, beside our own evaluator. Default true; compiling takes milliseconds. */
  readonly secondVoice?: boolean;
}

/** `contained` is proved, `not_contained` comes with a value that is valid in `sub` and not in `sup`. */
export type Containment =
  | { readonly verdict: 'contained' }
  | { readonly verdict: 'not_contained'; readonly witness: unknown }
  | { readonly verdict: 'undecided'; readonly reason: string };

/** A document with schemas in it, read by a comparer. */
export interface SchemaDocument {
  /** Whether no identifiers or anchors change where references lead. */
  readonly isPlain: boolean;
  /** The schema at a JSON Pointer; `''` is the whole document. */
  at(pointer: string): SchemaAt;
  /** A schema that does not stand in the document and whose references lead into it. */
  embed(schema: unknown): SchemaAt;
}

/** A schema in a document. It is found when it is first asked about, and compiled when it is first compared. */
export interface SchemaAt {
  /** Undefined for a schema that was embedded. */
  readonly pointer: string | undefined;
  readonly document: unknown;
  readonly source: Source;
  /** Undefined if the pointer leads nowhere. */
  readonly place: Place | undefined;
}

/**
 * Compares schemas of documents that were read once. Equal schemas, wherever they stand and whatever their definitions
 * are called, are recognised in constant time; each pair of different ones is decided once.
 */
export interface Comparer {
  /** `dialect` default: what the document's own `$schema` names, else 2020-12. */
  read(document: unknown, dialect?: DialectName): SchemaDocument;
  /** Is every instance of `sub` an instance of `sup`? */
  compare(sub: SchemaAt, sup: SchemaAt): Containment;
  /** What our own evaluator says of a value, as it confirms witnesses; `unknown` where it cannot tell. */
  evaluate(schema: SchemaAt, value: unknown): 'valid' | 'invalid' | 'unknown';
  /** Where both schemas speak of the part of the witness for which `sup` refuses it. */
  explain(sub: SchemaAt, sup: SchemaAt, witness: unknown): Explanation | undefined;
}

const defaultBudget = 200_000;
/** Reading is linear in the documents, so it may take more steps than one question. */
const readingFactor = 25;

export function createComparer(options: ComparerOptions = {}): Comparer {
  const {
    budget = defaultBudget,
    formats = 'annotate',
    undeclared = 'strict',
    direction,
    secondVoice = true,
  } = options;
  const declaring = undeclared === 'no-collision';
  const forms = new Forms(declaring || direction !== undefined);
  const languages = new Languages();
  const steps = new Steps(budget);
  const readingSteps = new Steps(budget * readingFactor);
  const patternSteps = new Steps(budget);
  const compiler = new Compiler(
    forms,
    languages,
    { reading: readingSteps, patterns: patternSteps },
    { formats, declaring, direction },
  );
  const solver = new Solver(forms, new Words(languages, forms, steps), steps, (sub, sup) =>
    compiler.isImplied(sub, sup),
  );
  const confirmer = new Confirmer({ formats, direction, secondVoice });

  const decide = (sub: SchemaAt, sup: SchemaAt): Containment => {
    if (sub.pointer !== undefined && sup.pointer !== undefined) {
      compiler.relate([sub.source, sub.pointer], [sup.source, sup.pointer]);
    }
    if (sub.place === undefined || sup.place === undefined) return undecided('a pointer leads nowhere');
    if (compiler.isNarrowed(sub.place, sup.place)) return { verdict: 'contained' };
    const [inside, outside] = [compiler.compile(sub.place), compiler.compile(sup.place)];
    const outcome = solver.answer({ sub: inside, sup: forms.complement(outside) });
    if (outcome.status === 'none') return { verdict: 'contained' };
    if (outcome.status === 'unknown') return undecided(outcome.reason);
    const doubt = confirmer.doubt(outcome.value, sub, sup);
    if (doubt === undefined) return { verdict: 'not_contained', witness: outcome.value };
    return undecided(outcome.assuming ?? doubt);
  };

  return {
    read(document, dialect) {
      const source = new Source(document, dialect);
      return {
        get isPlain() {
          return source.isPlain;
        },
        at: (pointer) => new Standing(source, document, pointer),
        embed: (schema) => ({ pointer: undefined, document, source, place: source.enter({ ...source.root, schema }) }),
      };
    },
    compare(sub, sup) {
      steps.refill(budget);
      readingSteps.refill(budget * readingFactor);
      patternSteps.refill(budget);
      try {
        return decide(sub, sup);
      } catch (error) {
        if (error instanceof OutOfBudget) return undecided('out of budget');
        // Nesting is bounded everywhere it is read; this is for stacks that are smaller than expected.
        if (error instanceof RangeError) return undecided('the schemas nest too deeply');
        throw error;
      }
    },
    evaluate(schema, value) {
      const raw = confirmer.rawOf(schema);
      return raw === undefined ? 'unknown' : confirmer.evaluate(raw, value).verdict;
    },
    explain: (sub, sup, witness) => explain(sub, sup, witness, confirmer),
  };
}

class Standing implements SchemaAt {
  #place: Place | undefined;
  #isFound = false;

  readonly source: Source;
  readonly document: unknown;
  readonly pointer: string;

  constructor(source: Source, document: unknown, pointer: string) {
    this.source = source;
    this.document = document;
    this.pointer = pointer;
  }

  get place(): Place | undefined {
    if (!this.#isFound) this.#place = this.source.at(this.pointer);
    this.#isFound = true;
    return this.#place;
  }
}

function undecided(reason: string): Containment {
  return { verdict: 'undecided', reason };
}
