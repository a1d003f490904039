import { isJsonObject, type JsonValue } from '../../../internal/json.ts';
import type { Occurring } from '../../findings.ts';
import type { ChangeKind, Flow, PayloadChange, PayloadQuestion, SchemaUse } from '../../payload/payload.ts';
import { levelOf } from '../../findings.ts';
import { documentationKeywords } from '../../source/differences.ts';
import { findValue, follow } from '../../source/resolve.ts';
import type { EventDirection, Format, Schema } from '../model.ts';
import { schemaPrefixes, schemaRule, type SchemaPrefix } from '../rules/schemas.ts';
import type { Context } from './context.ts';

type Dialect = SchemaUse['dialect'];

/** Compares two schemas of what travels in a direction, and reports every difference by the rules of `prefix`. */
export function comparePayloadSchemas(
  context: Context,
  prefix: string,
  [baseline, candidate]: readonly [Schema, Schema],
  at: Occurring,
  dialects: readonly [Dialect, Dialect] = ['draft-07', 'draft-07'],
): void {
  const direction: EventDirection = at.direction === 'receive' ? 'receive' : 'send';
  const question: PayloadQuestion = {
    baseline: toUse(baseline, dialects[0]),
    candidate: toUse(candidate, dialects[1]),
    flow: flowOf(direction),
  };
  for (const change of ask(context, question)) {
    report(context, prefixOf(prefix), settled(context, change), { ...at, direction });
  }
}

/** The change at what stands there, not at one of the references that lead to it: one cause is one finding. */
function settled({ baseline, candidate }: Context, change: PayloadChange): PayloadChange {
  return {
    ...change,
    ...(change.baseline === undefined ? {} : { baseline: behind(baseline.root, change.baseline) }),
    ...(change.candidate === undefined ? {} : { candidate: behind(candidate.root, change.candidate) }),
  };
}

/** Where a reference leads; what has something to say beside the reference stands where it is. */
function behind(root: JsonValue, pointer: string): string {
  const value = findValue(root, pointer);
  if (!isJsonObject(value) || !Object.keys(value).every((key) => key === '$ref' || speaking.has(key))) return pointer;
  return follow(root, { value, pointer }).pointer;
}

const speaking: ReadonlySet<string> = new Set(documentationKeywords);

/** The same schemas are met in many messages, and messages in many operations. */
function ask({ payloads, asked }: Context, question: PayloadQuestion): readonly PayloadChange[] {
  const key = JSON.stringify(question);
  const known = asked.get(key);
  if (known !== undefined) return known;
  const changes = payloads.compare(question);
  asked.set(key, changes);
  return changes;
}

function prefixOf(prefix: string): SchemaPrefix {
  return schemaPrefixes.find((each) => each === prefix) ?? 'message-payload';
}

function report({ findings }: Context, prefix: SchemaPrefix, change: PayloadChange, at: Occurring): void {
  const direction = at.direction === 'receive' ? 'receive' : 'send';
  const rule = schemaRule(prefix, kindOf(change), direction);
  if (rule === undefined) return;
  const { baseline, candidate, witness, undecided, values, path, keyword } = change;
  const stated = levelOf(rule, direction);
  const level = change.breaks ? 'breaking' : stated === 'breaking' ? 'info' : stated;
  const place = path === '' ? '' : ` at ${path}`;
  findings.add(rule, at, {
    ...(baseline === undefined ? {} : { baseline }),
    ...(candidate === undefined ? {} : { candidate }),
    message: `In ${wordsOf[prefix]}${place}, ${change.message}.`,
    values: [keyword, ...values],
    ...(witness === undefined ? {} : { witness }),
    ...(undecided === undefined ? {} : { undecided }),
    ...(level === stated ? {} : { level }),
  });
}

/** A pattern in place of another one is no bound that moved: whoever wrote the first has to look at the second. */
function kindOf({ kind, keyword, values, breaks }: PayloadChange): ChangeKind {
  const isReplaced = keyword === 'pattern' && values.every((value) => value !== null);
  const isBound = kind === 'constraint-tightened' || kind === 'constraint-loosened';
  return breaks && isBound && isReplaced ? 'pattern-changed' : kind;
}

const wordsOf: Readonly<Record<SchemaPrefix, string>> = {
  'message-payload': 'the payload',
  'message-headers': 'the headers',
  'kafka-message-key': 'the record key',
  'ws-query': 'the query of the handshake',
  'ws-headers': 'the headers of the handshake',
  'http-query': 'the query',
  'http-headers': 'the HTTP headers',
  'mqtt-correlation-data': 'the correlation data',
};

/** Whether values that one schema accepts are refused by the other, or may be; they are texts. */
export function restricts(context: Context, baseline: Schema, candidate: Schema): boolean {
  return refusals(context, baseline, candidate, 'inbound').length > 0;
}

/** The changes that make a schema of texts refuse what the other accepts: the candidate's inbound, the baseline's outbound. */
export function refusals(context: Context, baseline: Schema, candidate: Schema, flow: Flow): readonly PayloadChange[] {
  const question = { baseline: toUse(baseline, 'draft-07'), candidate: toUse(candidate, 'draft-07'), flow, text: true };
  return ask(context, question).filter(({ breaks }) => breaks);
}

function flowOf(direction: EventDirection): Flow {
  return direction === 'send' ? 'outbound' : 'inbound';
}

function toUse({ pointer, value, made }: Schema, dialect: Dialect): SchemaUse {
  return { pointer, dialect, ...(made ? { made: value } : {}) };
}

/** The dialect of a schema that JSON Schema engines read. */
export function dialectOf(format: Format): Dialect {
  return format.language === 'json-schema' ? format.dialect : 'draft-07';
}
