import type { Forms } from '../form/forms.ts';
import type { Schema } from '../form/formula.ts';
import { member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Compiler } from './compiler.ts';
import type { Place } from './source.ts';

export interface CompileOptions {
  readonly formats: 'annotate' | 'assert';
  /** Whether schemas carry the member names that they declare. */
  readonly declaring: boolean;
  /** Which way values go: members that are only read are not part of requests, members only written not of responses. */
  readonly direction: 'request' | 'response' | undefined;
}

/** What is not modelled; the schema that holds it is then equal to itself and otherwise undecided. */
export class Unmodelled extends Error {}

/** A schema object on the way to its compiled form: its keywords as far as the dialect has them, checked. */
export class Site {
  readonly #schema: JsonObject;
  readonly place: Place;
  readonly compiler: Compiler;

  constructor(schema: JsonObject, place: Place, compiler: Compiler) {
    this.#schema = schema;
    this.place = place;
    this.compiler = compiler;
  }

  /** Names of members that are no part of the values at this location. */
  get hidden(): ReadonlySet<string> {
    return this.compiler.hidden;
  }

  get forms(): Forms {
    return this.compiler.forms;
  }

  /** The value of a keyword; undefined if it is missing or the dialect does not know it. */
  keyword(name: string): unknown {
    return this.place.resource.dialect.keywords.has(name) ? member(this.#schema, name) : undefined;
  }

  read<T>(name: string, isFit: (value: unknown) => value is T): T | undefined {
    const value = this.keyword(name);
    if (value === undefined) return undefined;
    if (isFit(value)) return value;
    throw new Unmodelled(`a malformed ${name}`);
  }

  count(name: string): number | undefined {
    return this.read(
      name,
      (value): value is number => typeof value === 'number' && value >= 0 && Number.isInteger(value),
    );
  }

  flag(name: string): boolean {
    return this.read(name, (value) => typeof value === 'boolean') ?? false;
  }

  names(name: string): readonly string[] | undefined {
    return this.read(name, isNames);
  }

  schemas(name: string): readonly Schema[] | undefined {
    return this.read(name, (value): value is unknown[] => Array.isArray(value))?.map((each) => this.same(each));
  }

  same(schema: unknown): Schema {
    return this.compiler.same(schema, this.place);
  }

  part(schema: unknown): Schema {
    return this.compiler.part(schema, this.place);
  }
}

export function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
