import type { FindingSink, Occurring } from '../findings.ts';
import { pairBy, type Pairing } from '../pairing.ts';
import type { SchemaUse, Text } from '../payload/payload.ts';
import type { Sameness } from '../source/sameness.ts';
import { applyRules, type Located, type Rule } from '../rule.ts';
import type { PayloadWalk } from './compare-payloads.ts';
import { isServerCovered } from './covered-server.ts';
import { pairEncodings, pairMediaTypes, pairResponses } from './counterparts.ts';
import type { Encoding, Header, MediaType, Operation, Parameter, Response, Server } from './model.ts';
import { rulesOf, type ExchangeRules } from './rules/catalogue.ts';
import { directionOf, subjectOf, type Exchange } from './rules/exchange.ts';
import { endingOf } from './rules/lifecycle.ts';
import type { JudgedOperation } from './rules/operations.ts';
import { movedRules, type JudgedValue } from './rules/values.ts';
import type { Sweep } from './sweep.ts';

/** What the comparison of one operation needs. */
export interface OperationContext {
  readonly exchange: Exchange;
  /** How occurrences call the operation: `GET /pets/{id}`. */
  readonly operation: string;
  readonly findings: FindingSink;
  readonly payloads: PayloadWalk;
  readonly sweep: Sweep;
  readonly sameness: Sameness;
  /** The parts that may differ; `undefined` if anything may. */
  readonly differing: ReadonlySet<OperationPart> | undefined;
  /** Milliseconds since 1970. */
  readonly now: number | undefined;
}

/** What stands apart from everything else that an operation says. */
export type OperationPart = 'parameters' | 'body' | 'responses' | 'callbacks';

type Message = 'request' | 'response';

/** Adds what its lifecycle means at the time of the comparison. */
export function judge(operation: Operation, now: number | undefined): JudgedOperation {
  const { pointer, method, path, operationId, tags, lifecycle } = operation;
  const stated = operationId === undefined ? {} : { operationId };
  return { pointer, method, path, ...stated, tags, lifecycle, ending: endingOf(lifecycle, now) };
}

/** Compares an operation with its counterpart; callbacks are compared apart. */
export function compareOperation(baseline: Operation, candidate: Operation, context: OperationContext): void {
  new OperationComparison(context, candidate.pointer).compare(baseline, candidate);
}

class OperationComparison {
  readonly #context: OperationContext;
  readonly #rules: ExchangeRules;
  readonly #pointer: string;

  constructor(context: OperationContext, pointer: string) {
    this.#context = context;
    this.#rules = rulesOf(context.exchange);
    this.#pointer = pointer;
  }

  compare(baseline: Operation, candidate: Operation): void {
    const { differing } = this.#context;
    if (differing === undefined) this.#itself(baseline, candidate);
    if (differing?.has('parameters') !== false) this.#parameters(baseline, candidate);
    if (differing?.has('body') !== false) this.#body(baseline, candidate);
    if (differing?.has('responses') !== false) this.#responses(baseline, candidate);
  }

  /** Compares what is said of the operation as a whole. */
  #itself(baseline: Operation, candidate: Operation): void {
    const { now, exchange, sweep } = this.#context;
    const none = this.#at('none');
    sweep.compare('operation', baseline, candidate, none);
    this.#apply(this.#rules.operations, kept(judge(baseline, now), judge(candidate, now)), none);
    if (isOwnSecurity(exchange, baseline, candidate)) {
      this.#apply(this.#rules.security, kept(baseline.security, candidate.security), this.#at('request'));
    }
    this.#servers(baseline, candidate);
  }

  /** `none` concerns no message in particular. */
  #at(message: Message | 'none'): Occurring {
    const direction = message === 'none' ? 'none' : directionOf(this.#context.exchange[message]);
    return { direction, occurrence: { operation: this.#context.operation, pointer: this.#pointer } };
  }

  #apply<T extends Located>(rules: readonly Rule<T>[], pairing: Pairing<T>, at: Occurring): void {
    applyRules(rules, pairing, this.#context.findings, at);
  }

  #servers(baseline: Operation, candidate: Operation): void {
    const { removed, added, kept } = pairBy<Server>(baseline.servers, candidate.servers, ({ url }) => url);
    const lost = removed.filter((server) => isStated(server) && !isServerCovered(server, candidate.servers));
    this.#apply(this.#rules.servers, { removed: lost, added: added.filter(isStated), kept }, this.#at('none'));
    for (const [before, after] of kept) {
      if (isStated(before) && isStated(after)) this.#context.sweep.compare('server', before, after, this.#at('none'));
    }
  }

  #parameters(baseline: Operation, candidate: Operation): void {
    const at = this.#at('request');
    const { now } = this.#context;
    const byName = pairBy(judgeAll(baseline.parameters, now), judgeAll(candidate.parameters, now), identityOf);
    const moved = pairMoved(byName.removed, byName.added);
    this.#apply(
      movedRules.filter(({ id }) => id === `${this.#rules.parameterId}-location-changed`),
      moved,
      at,
    );
    const different = byName.kept.filter(([before, after]) => !this.#areSameValues(before, after));
    this.#apply(this.#rules.parameters, { ...moved, kept: [...different, ...moved.kept] }, at);
    for (const [before, after] of [...different, ...moved.kept]) {
      // A parameter that only its path names stands where the operation does.
      if (before.pointer !== baseline.pointer && after.pointer !== candidate.pointer) {
        this.#context.sweep.compare('parameter', before, after, at);
      }
      this.#payload('request', 'parameter', before, after);
    }
  }

  /** What is read from equal JSON is equal, unless more was read than what stands there. */
  #areSameValues(before: JudgedValue, after: JudgedValue): boolean {
    return (
      before.required === after.required &&
      before.serialization === after.serialization &&
      before.schema?.made === undefined &&
      after.schema?.made === undefined &&
      this.#context.sameness.at(before.pointer, after.pointer)
    );
  }

  #areSameResponses(before: Response, after: Response): boolean {
    const [types, others] = [before.content, after.content];
    return (
      types.length === others.length &&
      types.every(({ name }, index) => name === others[index]?.name) &&
      this.#context.sameness.at(before.pointer, after.pointer)
    );
  }

  #body(baseline: Operation, candidate: Operation): void {
    const [before, after] = [baseline.body, candidate.body];
    const at = this.#at('request');
    this.#apply(
      this.#rules.bodies,
      pairBy(listOf(before), listOf(after), () => ''),
      at,
    );
    if (before === undefined || after === undefined) return;
    this.#context.sweep.compare('body', before, after, at);
    this.#content('request', before.content, after.content);
  }

  #responses(baseline: Operation, candidate: Operation): void {
    const at = this.#at('response');
    const pairing = pairResponses(baseline.responses, candidate.responses);
    this.#apply(this.#rules.responses, pairing, at);
    for (const [before, after] of pairing.kept) {
      if (this.#areSameResponses(before, after)) continue;
      this.#context.sweep.compare('response', before, after, at);
      this.#headers('response', before.headers, after.headers);
      this.#links(before, after);
      this.#content('response', before.content, after.content);
    }
  }

  #links(before: Response, after: Response): void {
    const links = pairBy(before.links, after.links, ({ name }) => name);
    this.#apply(this.#rules.links, links, this.#at('response'));
    for (const [one, other] of links.kept) this.#context.sweep.compare('link', one, other, this.#at('response'));
  }

  #headers(message: Message, before: readonly Header[], after: readonly Header[]): void {
    const { now } = this.#context;
    const judged = (headers: readonly Header[]): readonly JudgedValue[] =>
      headers.map((header) => ({ ...header, in: 'header', ending: endingOf(header.lifecycle, now) }));
    const pairing = pairBy(judged(before), judged(after), ({ name }) => name);
    this.#apply(this.#rules.headers[message], pairing, this.#at(message));
    for (const [one, other] of pairing.kept) {
      this.#context.sweep.compare('header', one, other, this.#at(message));
      this.#payload(message, 'header', one, other);
    }
  }

  #content(message: Message, before: readonly MediaType[], after: readonly MediaType[]): void {
    const types = pairMediaTypes(before, after);
    const at = this.#at(message);
    this.#apply(this.#rules.mediaTypes[message], types, at);
    for (const [one, other] of types.kept) {
      this.#context.sweep.compare('media type', one, other, at);
      this.#payload(message, 'body', one, other);
      this.#payload(message, 'body', itemsOf(one), itemsOf(other));
      this.#encoding(message, one.encoding, other.encoding);
    }
  }

  /** A member that only one side has is a matter of schemas. */
  #encoding(message: Message, before: readonly Encoding[], after: readonly Encoding[]): void {
    const members = pairEncodings(before, after);
    this.#apply(this.#rules.encodings[message], members, this.#at(message));
    for (const [one, other] of members.kept) this.#headers(message, one.headers ?? [], other.headers ?? []);
  }

  #payload(message: Message, part: string, before: Payload, after: Payload): void {
    const { exchange, operation, payloads, findings } = this.#context;
    payloads.compare(
      {
        subject: subjectOf(exchange, message, part),
        baseline: before.schema,
        candidate: after.schema,
        text: textOf(before, after),
        xml: mayBeXml(before) && mayBeXml(after),
        operation,
      },
      findings,
    );
  }
}

interface Payload {
  readonly schema?: SchemaUse | undefined;
  readonly text: Text;
  /** Of a body: its media type. */
  readonly range?: string;
  readonly encoding?: readonly Encoding[];
}

/** What travels as text on both sides; a member of which one side alone speaks travels as that side says. */
function textOf(before: Payload, after: Payload): Text {
  if (typeof before.text === 'boolean' || typeof after.text === 'boolean')
    return before.text === true && after.text === true;
  const others = new Set(
    [before, after].flatMap(({ text, encoding = [] }) =>
      encoding.map(({ name }) => name).filter((name) => typeof text !== 'boolean' && !text.has(name)),
    ),
  );
  return new Set([...before.text, ...after.text].filter((name) => !others.has(name)));
}

function mayBeXml({ range = '' }: Payload): boolean {
  return range.includes('*') || /[/+]xml(?:;|$)/u.test(range);
}

/** A document that names no server promises none. */
function isStated({ url, pointer }: Server): boolean {
  return url !== '' || pointer !== '';
}

function itemsOf({ itemSchema, text, range }: MediaType): Payload {
  return { schema: itemSchema, text, range };
}

function kept<T>(baseline: T, candidate: T): Pairing<T> {
  return { removed: [], added: [], kept: [[baseline, candidate]] };
}

function listOf<T>(element: T | undefined): readonly T[] {
  return element === undefined ? [] : [element];
}

function judgeAll(parameters: readonly Parameter[], now: number | undefined): readonly (Parameter & JudgedValue)[] {
  return parameters.map((parameter) => ({ ...parameter, ending: endingOf(parameter.lifecycle, now) }));
}

function identityOf({ in: place, key }: Parameter): string {
  return `${place} ${key}`;
}

/** Matches by name what went from one place and came to another. */
function pairMoved<T extends Parameter>(removed: readonly T[], added: readonly T[]): Pairing<T> {
  const pairing = pairBy(removed, added, ({ name, in: place }) =>
    // A path that lost or gained a parameter is another path.
    place === 'path' ? `path ${name}` : name.toLowerCase(),
  );
  // Names have a case, but for those of headers: in one place `q` and `Q` are two parameters.
  const others = pairing.kept.filter(([one, other]) => one.in !== 'path' && one.in === other.in);
  return {
    removed: [...pairing.removed, ...others.map(([one]) => one)],
    added: [...pairing.added, ...others.map(([, other]) => other)],
    kept: pairing.kept.filter((pair) => !others.includes(pair)),
  };
}

/** What callers of the API demand does not hold for the API's own calls; only what these state themselves does. */
function isOwnSecurity({ request }: Exchange, baseline: Operation, candidate: Operation): boolean {
  if (request === 'inbound') return true;
  return statesSecurity(baseline) || statesSecurity(candidate);
}

function statesSecurity({ security }: Operation): boolean {
  return security.pointer !== '' && security.pointer !== '/security';
}
