import type { Ajv, Options } from 'ajv';

import { createAjv, type AjvDialect } from '../ajv-class.ts';
import type { DialectName } from '../compile/dialect.ts';
import type { Place } from '../compile/source.ts';
import { createMatcher } from '../evaluate/patterns.ts';
import { unexpected } from '../form/never.ts';
import { isAuthority } from './ajv-divergences.ts';
import { extract } from './extract.ts';
import type { Judgement, RawSchema } from './voice.ts';

class PatternUnknown extends Error {}

/**
 * Ajv as a second voice. It keeps silent where it is known to diverge from the specifications, where it cannot compile
 * the schema, and where a schema is so large that compiling it would be out of proportion.
 */
export class AjvVoice {
  readonly #compilers = new Map<DialectName, Ajv>();
  /** Schemas that were asked about; undefined where Ajv is no authority. */
  readonly #validators = new Map<Place['resource'], Map<unknown, Validator | undefined>>();

  judge(value: unknown, raw: RawSchema): Judgement {
    const { schema, resource } = raw.place;
    const known = this.#validators.get(resource) ?? new Map<unknown, Validator | undefined>();
    this.#validators.set(resource, known);
    try {
      if (!known.has(schema))
        known.set(schema, isAuthority(raw) ? this.#compile(raw.place, resource.dialect.name) : undefined);
      const validate = known.get(schema);
      if (validate === undefined) return undefined;
      return validate(value) === true ? 'valid' : 'invalid';
    } catch {
      known.set(schema, undefined);
      return undefined;
    }
  }

  #compile(place: Place, dialect: DialectName): Validator {
    const compiler = this.#compilers.get(dialect) ?? createAjv(classOf(dialect), options());
    this.#compilers.set(dialect, compiler);
    return compiler.compile(extract(place));
  }
}

type Validator = (value: unknown) => unknown;

function classOf(dialect: DialectName): AjvDialect {
  switch (dialect) {
    case 'openapi-3.0':
      return 'draft-04';
    case 'draft-06':
      return 'draft-07';
    case 'draft-04':
    case 'draft-07':
    case '2019-09':
    case '2020-12':
      return dialect;
    default:
      return unexpected(dialect);
  }
}

function options(): Options {
  const matches = createMatcher();
  // A pattern is matched in linear time, or not at all: documents come from strangers.
  const regExp = Object.assign(
    (source: string) => ({
      test: (word: string): boolean => {
        const { verdict } = matches(source, word);
        if (verdict === 'unknown') throw new PatternUnknown(source);
        return verdict === 'valid';
      },
      // Ajv keeps compiled patterns by their spelling.
      toString: () => source,
    }),
    { code: 'new RegExp' },
  );
  return {
    // Without this, `contains` beside positional items accepts an empty list.
    allErrors: true,
    strict: false,
    logger: false,
    meta: false,
    validateSchema: false,
    validateFormats: false,
    addUsedSchema: false,
    inlineRefs: false,
    ownProperties: true,
    code: { regExp },
  };
}
