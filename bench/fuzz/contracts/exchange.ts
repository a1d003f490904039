import { isJsonObject } from '../../../src/diff/schema/form/json.ts';
import type { Random } from '../random.ts';
import type { Answer, Api, Call, Content, Field } from './api.ts';
import type { SchemaSite } from './standalone.ts';
import { combine, readings, readMember, write, writeMember, type Occurrence } from './text.ts';
import { drawValues, judgeValue } from './values.ts';

/** What a counterparty that keeps to one document meets at one that keeps to the other. */
export interface Breach {
  readonly what: string;
  readonly sent: unknown;
}

interface Body {
  readonly type: string;
  readonly value: unknown;
}

interface Message {
  readonly fields: ReadonlyMap<string, readonly Occurrence[]>;
  readonly body: Body | undefined;
}

interface Request extends Message {
  readonly method: string;
  readonly url: string;
  /** Whether the sender knows no server. */
  readonly isAnywhere: boolean;
  readonly segments: ReadonlyMap<string, readonly Occurrence[]>;
  readonly credentials: readonly { readonly key: string; readonly scopes: readonly string[] }[];
}

/** Plays counterparties of the baseline against the candidate, and looks for one that no longer works. */
export function findBreach(baseline: Api, candidate: Api, random: Random, rounds: number): Breach | undefined {
  for (const call of baseline.calls) {
    for (let round = 0; round < rounds; round++) {
      const breach = playServed(call, candidate, random);
      if (breach !== undefined) return breach;
    }
  }
  return playCalled(baseline.webhooks, candidate.webhooks, random, rounds);
}

function playServed(call: Call, candidate: Api, random: Random): Breach | undefined {
  const near = candidate.calls.flatMap(sitesOf);
  const request = drawRequest(call, near, random);
  if (request === undefined) return undefined;
  const served = candidate.calls.flatMap((each) => {
    const match = matchUrl(each, request);
    return match === undefined ? [] : [{ call: each, ...match }];
  });
  const [first] = served.sort((one, other) => one.parameters.size - other.parameters.size);
  if (first === undefined) return { what: `nobody answers ${request.method} ${request.url}`, sent: toPlain(request) };
  const refusal =
    refuseCredentials(first.call, request) ??
    refuseMessage(first.call.fields, { ...request, segments: first.parameters }) ??
    refuseBody(first.call.body, request.body);
  if (refusal !== undefined) return { what: refusal, sent: toPlain(request) };
  const answered = playAnswer({ sender: first.call, reader: call, negotiates: true }, random);
  return answered ?? playCalled(call.callbacks, first.call.callbacks, random, 1);
}

/** Calls that the application makes: what the candidate sends arrives at receivers of the baseline. */
function playCalled(
  baseline: ReadonlyMap<string, Call>,
  candidate: ReadonlyMap<string, Call>,
  random: Random,
  rounds: number,
): Breach | undefined {
  for (const [key, receiver] of baseline) {
    const sender = candidate.get(key);
    if (sender === undefined) return { what: `${key} is no longer called`, sent: null };
    for (let round = 0; round < rounds; round++) {
      const breach = playCall(sender, receiver, random);
      if (breach !== undefined) return breach;
    }
  }
  return undefined;
}

function playCall(sender: Call, receiver: Call, random: Random): Breach | undefined {
  const fields = drawFields(sender.fields, sitesOf(receiver), random);
  const body = sender.body === undefined ? 'none' : drawBody(sender.body, receiver.body?.contents ?? [], random);
  if (fields === undefined || body === undefined) return undefined;
  const sent = body === 'none' || body === 'absent' ? undefined : body;
  const refusal =
    refuseFields(
      receiver.fields.filter((field) => field.in !== 'path'),
      fields,
    ) ?? (receiver.body === undefined ? undefined : refuseCalledBody(receiver.body, sent));
  if (refusal !== undefined) return { what: `called: ${refusal}`, sent: { fields: [...fields], body: sent } };
  return playAnswer({ sender: receiver, reader: sender, negotiates: false }, random);
}

function refuseCalledBody(expected: NonNullable<Call['body']>, body: Body | undefined): string | undefined {
  return body === undefined && !expected.required ? undefined : refuseBody(expected, body);
}

interface Answering {
  readonly sender: Call;
  readonly reader: Call;
  /** Whether the reader says which media types it takes. */
  readonly negotiates: boolean;
}

function playAnswer({ sender, reader, negotiates }: Answering, random: Random): Breach | undefined {
  const answer = random.pick(sender.answers);
  if (answer === undefined) return undefined;
  const status = concreteStatus(answer, sender.answers);
  const expected = describing(status, reader.answers);
  if (expected === undefined) return undefined;
  const headers = drawFields(
    answer.headers,
    expected.headers.flatMap(({ schema }) => schema ?? []),
    random,
  );
  if (headers === undefined) return undefined;
  const refusal = refuseFields(expected.headers, headers);
  if (refusal !== undefined) return { what: `answer ${status}: ${refusal}`, sent: [...headers] };
  if (expected.contents.length === 0) return undefined;
  const accepted = negotiates ? random.pick(expected.contents)?.type : undefined;
  const offered = answer.contents.filter(({ type }) => accepted === undefined || overlap(type, accepted));
  const content = random.pick(offered);
  if (content === undefined) return { what: `answer ${status}: nothing of ${accepted ?? 'any type'}`, sent: null };
  const type = concreteType(content.type, accepted);
  // Another entry may describe the type that was chosen of a range.
  if (narrowest(type, answer.contents) !== content) return undefined;
  const read = narrowest(type, expected.contents);
  const [value] = drawValues(content.schema, listOf(read?.schema), random);
  if (value === undefined) return undefined;
  const written = toWritten(type, value);
  if (written === undefined) return undefined;
  const problem = refuseContent(expected.contents, { type, value: written });
  return problem === undefined ? undefined : { what: `answer ${status}: ${problem}`, sent: value };
}

function concreteStatus({ status }: Answer, all: readonly Answer[]): string {
  if (/^\d{3}$/.test(status)) return status;
  if (status !== 'default') return `${status[0] ?? '5'}99`;
  return all.some((each) => each.status.startsWith('2')) ? '599' : '299';
}

function describing(status: string, answers: readonly Answer[]): Answer | undefined {
  const named = answers.find((each) => each.status === status || each.status === `${status[0] ?? ''}XX`);
  const exact = answers.find((each) => each.status === status);
  if (exact !== undefined || named !== undefined) return exact ?? named;
  const meansErrors = answers.some((each) => each.status.startsWith('2'));
  return meansErrors && /^[123]/.test(status) ? undefined : answers.find((each) => each.status === 'default');
}

function drawRequest(call: Call, near: readonly SchemaSite[], random: Random): Request | undefined {
  const fields = drawFields(
    call.fields.filter((field) => field.in !== 'path'),
    near,
    random,
  );
  const segments = drawFields(
    call.fields.filter((field) => field.in === 'path'),
    near,
    random,
  );
  const body = call.body === undefined ? 'absent' : drawBody(call.body, [], random, near);
  if (fields === undefined || segments === undefined || body === undefined) return undefined;
  let path = call.path;
  for (const name of path.match(/\{[^{}]+\}/g) ?? []) {
    const text = segments.has(`path ${name.slice(1, -1)}`)
      ? segments.get(`path ${name.slice(1, -1)}`)?.[0]?.text
      : random.pick(['7', 'abc']);
    if (text === undefined || text === '') return undefined;
    path = path.replace(name, encodeURIComponent(text));
  }
  const way = random.pick(call.ways) ?? [];
  return {
    method: call.method,
    url: (random.pick(call.bases) ?? '') + path,
    isAnywhere: call.bases.length === 0,
    fields,
    segments,
    body: body === 'absent' ? undefined : body,
    credentials: way.map(({ keys, scopes }) => ({ key: random.pick(keys) ?? '', scopes })),
  };
}

/** By place and name; optional ones are left out now and then. Undefined where a value cannot be drawn. */
function drawFields(
  fields: readonly Field[],
  near: readonly SchemaSite[],
  random: Random,
): ReadonlyMap<string, readonly Occurrence[]> | undefined {
  const drawn = new Map<string, readonly Occurrence[]>();
  for (const field of fields) {
    if (!field.required && random.chance(0.35)) continue;
    if (field.allowsEmpty && random.chance(0.3)) {
      drawn.set(keyOf(field), [{ suffix: '', text: '' }]);
      continue;
    }
    const texts = drawValues(field.schema, near, random).flatMap((value) => {
      const written = write(value, field.writing);
      return written === undefined ? [] : [written];
    });
    const text = random.pick(texts);
    if (text !== undefined) drawn.set(keyOf(field), text);
    else if (field.required) return undefined;
  }
  return drawn;
}

function keyOf({ in: place, name }: Field): string {
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`;
}

function drawBody(
  { required, contents }: NonNullable<Call['body']>,
  read: readonly Content[],
  random: Random,
  near: readonly SchemaSite[] = [],
): Body | 'absent' | undefined {
  if (!required && random.chance(0.2)) return 'absent';
  const content = random.pick(contents);
  if (content === undefined) return 'absent';
  const type = concreteType(content.type, undefined);
  // Another entry may describe the type that was chosen of a range.
  if (narrowest(type, contents) !== content) return undefined;
  const sites = [...near, ...read.flatMap(({ schema }) => schema ?? [])];
  const written = drawValues(content.schema, sites, random).flatMap((value) => toWritten(type, value) ?? []);
  const value = random.pick(written);
  return value === undefined ? undefined : { type, value };
}

/** How a body travels: forms and plain text as text. In a list, so that any value can be absent. */
interface Written {
  readonly kind: 'json' | 'text' | 'form';
  readonly value: unknown;
}

function toWritten(type: string, value: unknown): Written | undefined {
  if (type.startsWith('text/')) {
    return ['string', 'number', 'boolean'].includes(typeof value) ? { kind: 'text', value: String(value) } : undefined;
  }
  if (!isForm(type)) return { kind: 'json', value };
  if (!isJsonObject(value)) return undefined;
  const members = Object.entries(value).map(([name, each]) => [name, writeMember(each)] as const);
  if (members.some(([, texts]) => texts === undefined)) return undefined;
  return { kind: 'form', value: members };
}

function isForm(type: string): boolean {
  return type.includes('form-') || type.startsWith('multipart/');
}

function matchUrl(
  call: Call,
  request: Request,
): { readonly parameters: ReadonlyMap<string, readonly Occurrence[]> } | undefined {
  if (call.method !== request.method) return undefined;
  const urls = call.bases.length === 0 ? [''] : call.bases;
  for (const base of urls) {
    const names: string[] = [];
    const pattern = call.path.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(/\{([^{}]+)\}/g, (_, name) => {
      names.push(String(name));
      return '([^/]+)';
    });
    // A document that names no server promises none.
    const rest = request.isAnywhere ? request.url : afterBase(request.url, base);
    const match = new RegExp(`^${pattern}$`).exec(rest);
    if (match === null) continue;
    const texts = names.map((name, index): readonly [string, readonly Occurrence[]] => [
      `path ${name}`,
      [{ suffix: '', text: decodeURIComponent(match[index + 1] ?? '') }],
    ]);
    return { parameters: new Map(texts) };
  }
  return undefined;
}

function afterBase(url: string, base: string): string {
  return url.startsWith(base) ? url.slice(base.length) : '';
}

function refuseCredentials(call: Call, { credentials }: Request): string | undefined {
  const admitted = call.ways.some((way) =>
    way.every(({ keys, scopes }) =>
      credentials.some((own) => keys.includes(own.key) && scopes.every((scope) => own.scopes.includes(scope))),
    ),
  );
  return admitted ? undefined : 'the credentials do not suffice';
}

function refuseMessage(fields: readonly Field[], { fields: sent, segments }: Request): string | undefined {
  return (
    refuseFields(
      fields.filter((field) => field.in !== 'path'),
      sent,
    ) ??
    refuseFields(
      fields.filter((field) => field.in === 'path' && segments.has(keyOf(field))),
      segments,
    )
  );
}

function refuseFields(fields: readonly Field[], sent: ReadonlyMap<string, readonly Occurrence[]>): string | undefined {
  for (const field of fields) {
    const occurrences = sent.get(keyOf(field));
    if (occurrences === undefined) {
      if (field.required) return `${keyOf(field)} is missing`;
      continue;
    }
    const isEmpty = occurrences.every(({ text }) => text === '');
    if (isEmpty && field.allowsEmpty) continue;
    const values = readings(occurrences, field.writing);
    if (values.every((value) => judgeValue(field.schema, 'reader', value) === 'invalid')) {
      return `${keyOf(field)} cannot be ${JSON.stringify(occurrences)}`;
    }
  }
  return undefined;
}

function refuseBody(expected: Call['body'], body: Body | undefined): string | undefined {
  if (body === undefined) return expected?.required === true ? 'the body is missing' : undefined;
  if (expected === undefined) return 'a body is sent that nobody reads';
  return refuseContent(expected.contents, body);
}

function refuseContent(contents: readonly Content[], { type, value }: Body): string | undefined {
  const content = narrowest(type, contents);
  if (content === undefined) return `${type} is not read`;
  const values = readWritten(value);
  const refused = values.every((each) => judgeValue(content.schema, 'reader', each) === 'invalid');
  return refused ? `${type} cannot be ${JSON.stringify(value)}` : undefined;
}

function readWritten(written: unknown): readonly unknown[] {
  if (!isWritten(written)) return [];
  const { kind, value } = written;
  if (kind === 'json') return [value];
  if (kind === 'text') return readings([{ suffix: '', text: String(value) }], { kind: 'text' });
  const members = isMembers(value) ? value : [];
  return combine(members.map(([, texts]) => readMember(texts))).map((values) =>
    Object.fromEntries(members.map(([name], index) => [name, values[index]])),
  );
}

const isWritten = (value: unknown): value is Written => isJsonObject(value) && 'kind' in value;
const isMembers = (value: unknown): value is readonly (readonly [string, readonly string[]])[] => Array.isArray(value);

function narrowest(type: string, contents: readonly Content[]): Content | undefined {
  const [group = ''] = type.split('/');
  return [type, `${group}/*`, '*/*'].flatMap((range) => contents.find((each) => each.type === range) ?? [])[0];
}

function overlap(one: string, other: string): boolean {
  return (
    narrowest(one, [{ type: other, schema: undefined }]) !== undefined ||
    narrowest(other, [{ type: one, schema: undefined }]) !== undefined
  );
}

function concreteType(type: string, within: string | undefined): string {
  if (!type.includes('*')) return type;
  if (within !== undefined && !within.includes('*')) return within;
  const group = [type, within ?? ''].map((each) => each.split('/')[0] ?? '').find((each) => /^\w+$/.test(each));
  return `${group ?? 'application'}/x-any`;
}

function sitesOf(call: Call): readonly SchemaSite[] {
  const sites = [...call.fields, ...(call.body?.contents ?? [])].map(({ schema }) => schema);
  return sites.flatMap((site) => site ?? []);
}

function listOf<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function toPlain({ fields, segments, ...request }: Request): unknown {
  return { ...request, fields: Object.fromEntries(fields), segments: Object.fromEntries(segments) };
}
