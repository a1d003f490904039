import { escapeSegment } from '../../../internal/json-pointer.ts';
import type { JsonObject, JsonValue } from '../../../internal/json.ts';
import type { DialectName } from '../../schema/index.ts';
import { findTarget, referenceOf, type Located } from '../../source/resolve.ts';

/** The versions of the specification that are read, by what differs between them. */
export type Edition = '2.0' | '3.0' | '3.1' | '3.2';

/** An object of the document and where it stands. */
export interface Site {
  readonly value: JsonObject;
  readonly pointer: string;
  /** Whether more than one element may lead here. */
  readonly shared: boolean;
}

/** What is wrong with a document; each of these can make a comparison say less than the truth. */
export type ProblemRule =
  | 'wrong-type'
  | 'missing-field'
  | 'invalid-value'
  | 'dangling-reference'
  | 'circular-reference'
  | 'duplicate-parameter'
  | 'path-template'
  | 'conflicting-path-item'
  | 'limit-exceeded';

export interface Reported {
  readonly rule: ProblemRule;
  readonly message: string;
  readonly pointer: string;
}

type Trace = { readonly end: Located } | ({ readonly end: undefined } & Reported);

type Reader<T> = (reading: Reading, site: Site, name: string) => T;

/** More operations are not read; a path item that many paths refer to makes them out of little text. */
const mostOperations = 50_000;

/** The problems that are kept; a document with that many is not worth more of them. */
const mostProblems = 100;

/** One document being read: what its readers share. */
export class Reading {
  readonly root: Site;
  readonly edition: Edition;
  readonly dialect: DialectName;
  #operations = 0;
  readonly #problems = new Map<string, Reported>();
  readonly #targets = new Map<string, Located | undefined>();
  readonly #expected = new Set<string>();
  readonly #unread: (() => unknown)[] = [];
  /** By reader, name and object: a Map finds objects without looking at their pointers. */
  readonly #kept = new Map<Reader<unknown>, Map<string, Map<JsonObject, unknown>>>();

  constructor(root: JsonObject, edition: Edition, dialect: DialectName) {
    this.root = { value: root, pointer: '', shared: true };
    this.edition = edition;
    this.dialect = dialect;
  }

  /** What was reported so far, each problem of a place once. */
  get problems(): readonly Reported[] {
    return [...this.#problems.values()];
  }

  report(rule: ProblemRule, pointer: string, message: string): void {
    const key = `${rule} ${pointer}`;
    if (this.#problems.size < mostProblems && !this.#problems.has(key)) {
      this.#problems.set(key, { rule, message, pointer });
    }
  }

  /** What stands at the end of the references that start here; reports those that lead nowhere or in a circle. */
  follow(located: Located): Located | undefined {
    const trace = this.trace(located);
    if (trace.end === undefined) this.report(trace.rule, trace.pointer, trace.message);
    return trace.end;
  }

  /** Where references lead, or why they lead nowhere. */
  trace(located: Located): Trace {
    let current = located;
    const seen = new Set<string>();
    for (;;) {
      const reference = referenceOf(current.value);
      if (reference === undefined) return { end: current };
      const at = { end: undefined, pointer: `${current.pointer}/$ref` };
      if (seen.has(reference)) {
        return {
          ...at,
          rule: 'circular-reference',
          message: `The reference ${quote(reference)} leads back to itself.`,
        };
      }
      seen.add(reference);
      const target = this.target(reference);
      if (target === undefined) {
        return { ...at, rule: 'dangling-reference', message: `The reference ${quote(reference)} leads nowhere.` };
      }
      current = target;
    }
  }

  /** What a reference within the document points at. */
  target(reference: string): Located | undefined {
    if (!this.#targets.has(reference)) this.#targets.set(reference, findTarget(this.root.value, reference));
    return this.#targets.get(reference);
  }

  /** Counts an operation; false if it is one too many. */
  admits(pointer: string): boolean {
    this.#operations++;
    if (this.#operations <= mostOperations) return true;
    this.report('limit-exceeded', pointer, `More than ${mostOperations} operations are not read.`);
    return false;
  }

  /** Notes an operation that is to be read for what is wrong with it, wherever it is referred to. */
  expect(pointer: string, read: () => unknown): void {
    if (this.#expected.has(pointer)) return;
    this.#expected.add(pointer);
    this.#unread.push(read);
  }

  /** Reads the operations that were noted and those met on the way; nothing of them is kept. */
  readExpected(): void {
    // Reading one may note more, which come last.
    for (const read of this.#unread) read();
    this.#unread.length = 0;
  }

  /** Reads an element once, however often it is referred to. */
  once<T>(read: Reader<T>, site: Site, name = ''): T {
    if (!site.shared) return read(this, site, name);
    const byName = at(this.#kept, read, () => new Map<string, Map<JsonObject, unknown>>());
    const bySite = at(byName, name, () => new Map<JsonObject, unknown>());
    return at(bySite, site.value, () => read(this, site, name)) as T;
  }
}

/** What a map has at a key, put there if it is missing. */
function at<K, V>(map: Map<K, V>, key: K, compute: () => V): V {
  const kept = map.get(key);
  if (kept !== undefined || map.has(key)) return kept as V;
  const value = compute();
  map.set(key, value);
  return value;
}

/** The place of a member or item. */
export function below(pointer: string, segment: string | number): string {
  return `${pointer}/${typeof segment === 'number' ? segment : escapeSegment(segment)}`;
}

/** Quotes document content for a message, cut so that hostile content cannot flood a log. */
export function quote(content: string): string {
  return JSON.stringify(content.length > 120 ? `${content.slice(0, 120)}…` : content);
}

/** The kind of a value in the words of JSON, with its article. */
export function kindOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
