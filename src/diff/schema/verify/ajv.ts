import ajv04 from 'ajv-draft-04';
import { Ajv } from 'ajv';
import type { Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

import type { DialectName } from '../compile/dialect.ts';
import { createMatcher } from '../evaluate/patterns.ts';
import { isJsonObject } from '../form/json.ts';
import { unexpected } from '../form/never.ts';
import { isAuthority } from './ajv-divergences.ts';
import type { Judgement, RawSchema } from './voice.ts';

class PatternUnknown extends Error {}

/**
 * Ajv as a second voice. It keeps silent where it is known to diverge from the specifications, where it cannot compile
 * the schema, and where a schema is so large that compiling it would be out of proportion.
 */
export class AjvVoice {
  /** Documents of which parts were asked about: Ajv reads each once. */
  readonly #readers = new Map<unknown, Ajv>();

  judge(value: unknown, raw: RawSchema): Judgement {
    if (raw.pointer === undefined || !isAuthority(raw)) return undefined;
    try {
      return this.#compile(raw, raw.pointer)(value) === true ? 'valid' : 'invalid';
    } catch {
      return undefined;
    }
  }

  #compile({ place, document }: RawSchema, pointer: string): (value: unknown) => unknown {
    const { dialect } = place.resource;
    if (pointer === '') return createAjv(dialect.name).compile(toSchema(document));
    let reader = this.#readers.get(document);
    if (reader === undefined) {
      reader = createAjv(dialect.name).addSchema(toSchema(document), 'document');
      this.#readers.set(document, reader);
    }
    return reader.compile({ $ref: `document#${encodeURI(pointer)}` });
  }
}

function createAjv(dialect: DialectName): Ajv {
  switch (dialect) {
    case 'draft-04':
    case 'openapi-3.0':
      // The class is its own `default`, whichever way the module is loaded.
      return new ajv04.default(options());
    case 'draft-06':
    case 'draft-07':
      return new Ajv(options());
    case '2019-09':
      return new Ajv2019(options());
    case '2020-12':
      return new Ajv2020(options());
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
    ownProperties: true,
    code: { regExp },
  };
}

function toSchema(document: unknown): object | boolean {
  return isJsonObject(document) ? document : document === true;
}
