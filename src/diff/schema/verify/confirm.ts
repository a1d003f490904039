import { metaschema } from '../compile/metaschemas.ts';
import { createDocumentEvaluator } from '../evaluate/index.ts';
import type { Evaluation } from '../evaluate/index.ts';
import { AjvVoice } from './ajv.ts';
import { DirectedDocuments } from './direction.ts';
import type { Given, RawSchema } from './voice.ts';

export interface Reading {
  readonly formats: 'annotate' | 'assert';
  readonly direction: 'request' | 'response' | undefined;
  readonly secondVoice: boolean;
}

/** A witness nests no deeper than the search goes, and several schemas may speak of each level. */
const maxDepth = 1_000;

/**
 * Confirms witnesses by the schemas as they were given. The reference evaluator must be certain that the witness is in
 * the one schema and not in the other; Ajv must agree wherever it is an authority.
 */
export class Confirmer {
  readonly #formats: Reading['formats'];
  readonly #directed: DirectedDocuments | undefined;
  readonly #ajv: AjvVoice | undefined;
  /** Documents that were asked about: each is prepared once for each dialect it is read in. */
  readonly #evaluators = new Map<unknown, Map<string, ReturnType<typeof createDocumentEvaluator>>>();

  constructor({ formats, direction, secondVoice }: Reading) {
    if (secondVoice) this.#ajv = new AjvVoice();
    this.#formats = formats;
    this.#directed = direction && new DirectedDocuments(direction);
  }

  /** Why the witness cannot be given; undefined if all voices confirm it. */
  doubt(witness: unknown, sub: Given, sup: Given): string | undefined {
    for (const [given, expected] of [
      [sub, 'valid'],
      [sup, 'invalid'],
    ] as const) {
      const raw = this.rawOf(given);
      if (raw === undefined) return 'a pointer leads nowhere';
      const evaluation = this.evaluate(raw, witness);
      if (evaluation.verdict === 'unknown') return `the evaluator cannot judge the witness: ${evaluation.reason}`;
      if (evaluation.verdict !== expected) return 'the evaluator contradicts the witness';
      const second = this.#ajv?.judge(witness, raw);
      if (second !== undefined && second !== expected) return 'Ajv contradicts the witness';
    }
    return undefined;
  }

  /** What the reference evaluator says of a value. */
  evaluate({ place, document }: RawSchema, value: unknown): Evaluation {
    const dialect = place.resource.dialect.name;
    const evaluators = this.#evaluators.get(document) ?? new Map<string, ReturnType<typeof createDocumentEvaluator>>();
    let evaluate = evaluators.get(dialect);
    if (evaluate === undefined) {
      const { source } = place.resource;
      const nameless = source.root.schema === document && source.isPlain;
      const options = { formats: this.#formats, lookup: metaschema, maxDepth, nameless };
      evaluate = createDocumentEvaluator(document, dialect, options);
      this.#evaluators.set(document, evaluators.set(dialect, evaluate));
    }
    return evaluate(place.schema, value);
  }

  /** The schema as validators are asked about it. */
  rawOf(given: Given): RawSchema | undefined {
    const { place, document, pointer } = this.#directed?.rewrite(given) ?? given;
    return place && { place, document, pointer, formats: this.#formats };
  }
}
