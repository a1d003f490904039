import { escapeSegment } from '../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { dialectOf, otherDialectOf } from '../schema/compile/dialect.ts';
import type { Comparer, DialectName, SchemaAt, SchemaDocument } from '../schema/index.ts';
import { Heirs } from '../source/heirs.ts';
import { findTarget, findValue, follow } from '../source/resolve.ts';
import type { Flow, SchemaUse } from './payload.ts';

/** A schema of one side, as it is looked into; one object for all who look at it. */
export interface View {
  readonly side: Side;
  readonly dialect: DialectName;
  /** Where it stands, or where what it is made of stands. */
  readonly pointer: string;
  readonly schema: JsonValue;
  /** Whether it stands in the document as it is; else it was made. */
  readonly stands: boolean;
  /** What was found out about it, by subject. */
  readonly facts: Map<string, unknown>;
  /** The schemas that hold together, where it was made of them. */
  readonly origins: readonly View[] | undefined;
}

/** A schema object that every value of a view must satisfy, with where it stands. */
export interface Part {
  readonly pointer: string;
  readonly schema: JsonObject;
  /** Whether it stands in the document as it is. */
  readonly stands: boolean;
}

/** By schema, and by what else tells views of it apart. */
type Views = Map<JsonValue, Map<string, View>>;

/** One of the two documents of a comparison. */
export class Side {
  readonly root: JsonValue;
  readonly heirs: Heirs;
  readonly #comparers: Readonly<Record<Flow, Comparer>>;
  readonly #documents = new Map<string, SchemaDocument>();
  readonly #standing: Views = new Map();
  readonly #made: Views = new Map();
  constructor(root: JsonValue, comparers: Readonly<Record<Flow, Comparer>>) {
    this.root = root;
    this.heirs = new Heirs(root);
    this.#comparers = comparers;
  }

  view({ pointer, dialect, made }: SchemaUse): View {
    if (made !== undefined) return this.made(pointer, dialect, made);
    return this.#at(pointer, dialect, findValue(this.root, pointer) ?? true);
  }

  /** A schema that does not stand in the document. */
  made(pointer: string, dialect: DialectName, schema: JsonValue, origins?: readonly View[]): View {
    const made: View = { side: this, dialect, pointer, schema, stands: false, facts: new Map(), origins };
    return intern(this.#made, schema, `${dialect} ${pointer}`, made);
  }

  /** What several schemas demand of one value; one view for the same schemas. */
  together(first: View, others: readonly View[]): View {
    const views = [first, ...others];
    const combined = this.once('together', first, (): View[] => []);
    const known = combined.find(
      ({ origins = [] }) => origins.length === views.length && origins.every((view, index) => view === views[index]),
    );
    if (known !== undefined) return known;
    const made = this.made(first.pointer, first.dialect, { allOf: views.map(({ schema }) => schema) }, views);
    combined.push(made);
    return made;
  }

  #at(pointer: string, dialect: DialectName, schema: JsonValue): View {
    const view: View = { side: this, dialect, pointer, schema, stands: true, facts: new Map(), origins: undefined };
    // An object stands in one place, or in several that say the same.
    return intern(this.#standing, schema, typeof schema === 'object' ? dialect : `${dialect} ${pointer}`, view);
  }

  /** What stands within a part of a view. */
  within(view: View, part: Part, steps: readonly string[]): View | undefined {
    let schema: JsonValue | undefined = part.schema;
    for (const step of steps) {
      if (isJsonArray(schema)) schema = schema[Number(step)];
      else schema = isJsonObject(schema) ? ownMember(schema, step) : undefined;
    }
    if (schema === undefined) return undefined;
    const pointer = part.pointer + steps.map((step) => `/${escapeSegment(step)}`).join('');
    return part.stands ? this.#at(pointer, view.dialect, schema) : this.made(pointer, view.dialect, schema);
  }

  /** What is found out about a view, once. */
  once<T>(subject: string, view: View, find: (view: View) => T): T {
    const known = view.facts.get(subject);
    // What is kept under a subject was put there by the same function.
    if (known !== undefined) return known as T;
    const fact = find(view);
    view.facts.set(subject, fact);
    return fact;
  }

  /** The view as the engine asks about it. */
  schemaAt(view: View, flow: Flow): SchemaAt {
    const document = this.#document(view.dialect, flow);
    return view.stands ? document.at(view.pointer) : document.embed(view.schema);
  }

  /** Whether references are what JSON Pointers say, so that looking into schemas by them misses nothing. */
  isPlain({ dialect }: View, flow: Flow): boolean {
    return this.#document(dialect, flow).isPlain;
  }

  embed(schema: JsonValue, dialect: DialectName, flow: Flow): SchemaAt {
    return this.#document(dialect, flow).embed(schema);
  }

  #document(dialect: DialectName, flow: Flow): SchemaDocument {
    const alike = this.#comparers.inbound === this.#comparers.outbound;
    const key = `${alike ? '' : flow} ${dialect}`;
    let document = this.#documents.get(key);
    if (document === undefined) {
      document = this.#comparers[flow].read(this.root, dialect);
      this.#documents.set(key, document);
    }
    return document;
  }

  /**
   * All that must hold of a value together: the schema, what it refers to, and the branches of `allOf`. A reference that
   * leads nowhere stays in the part that has it.
   */
  partsOf(view: View): readonly Part[] {
    return this.once('parts', view, () => {
      const seen = new Set<JsonValue>();
      const { origins = [view] } = view;
      return origins.flatMap((origin) => [...this.#collect(view, origin, seen)]);
    });
  }

  *#collect(view: View, { pointer, schema, stands }: Start, seen: Set<JsonValue>, within: Trail = []): Generator<Part> {
    if (schema === false) yield { pointer, schema: nothing, stands: false };
    if (!isJsonObject(schema)) return;
    const isForeign = otherDialectOf(schema, dialectOf(view.dialect)) !== undefined;
    if (isForeign || within.includes(schema) || seen.size > mostParts) {
      // What is written in another dialect is not read here; a schema that is part of itself means nothing, and endless
      // parts are not to be collected.
      yield { pointer, schema: { [whole]: true }, stands: false };
      return;
    }
    if (seen.has(schema)) return;
    seen.add(schema);
    const trail = [...within, schema];
    const reference = ownMember(schema, '$ref');
    const target = typeof reference === 'string' ? findTarget(this.root, reference) : undefined;
    if (target === undefined || hasRefSiblings(view.dialect)) yield { pointer, schema, stands };
    if (target !== undefined) {
      yield* this.#collect(view, { pointer: target.pointer, schema: target.value, stands: true }, seen, trail);
      if (!hasRefSiblings(view.dialect)) return;
    }
    const branches = ownMember(schema, 'allOf');
    if (!isJsonArray(branches)) return;
    for (const [index, branch] of branches.entries()) {
      const start = { pointer: `${pointer}/allOf/${index}`, schema: branch, stands };
      yield* this.#collect(view, start, seen, trail);
    }
  }
}

function intern(views: Views, schema: JsonValue, key: string, view: View): View {
  let byKey = views.get(schema);
  if (byKey === undefined) views.set(schema, (byKey = new Map<string, View>()));
  const known = byKey.get(key);
  if (known === undefined) byKey.set(key, view);
  return known ?? view;
}

/** Where the parts of a schema are collected from, and the schemas that led there. */
interface Start {
  readonly pointer: string;
  readonly schema: JsonValue;
  readonly stands: boolean;
}

type Trail = readonly JsonValue[];

const mostParts = 200;

/** Where a view stands, or what it refers to does: the same place for all who refer to it. */
export function placeOf({ side, schema, pointer }: View): string {
  return follow(side.root, { value: schema, pointer }).pointer;
}

/** What no value satisfies. */
const nothing: JsonObject = { not: {} };

/** Marks a part that stands for more than was collected. */
export const whole = '$whole';

/** Whether keywords beside `$ref` count. */
export function hasRefSiblings(dialect: DialectName): boolean {
  return dialect === '2019-09' || dialect === '2020-12';
}
