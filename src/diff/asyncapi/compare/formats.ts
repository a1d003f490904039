import { isJsonArray, isJsonObject, type JsonValue } from '../../../internal/json.ts';
import type { Result } from 'neverthrow';
import { avroRules, compareAvro } from '../../avro/index.ts';
import type { Occurring } from '../../findings.ts';
import type { PayloadDifference, PayloadError } from '../../payload/difference.ts';
import { compareProtobuf, protobufRules } from '../../protobuf/index.ts';
import type { RuleInfo } from '../../rule.ts';
import { findTarget, follow, referenceOf, type Located } from '../../source/resolve.ts';
import type { EventDirection, Format, Payload } from '../model.ts';
import { toRuleInfo } from '../rules/catalogue.ts';
import { schemaRule, type SchemaPrefix } from '../rules/schemas.ts';
import { sameContent, type Context } from './context.ts';
import { comparePayloadSchemas, dialectOf } from './payloads.ts';

/** What was found of two schemas, or why nothing was. */
export type FormatAnswer = Result<readonly PayloadDifference[], PayloadError>;

interface Around {
  readonly at: Occurring;
  /** Of the candidate's message: it decides whether Protobuf travels as JSON. */
  readonly contentType: string | undefined;
}

const rules: ReadonlyMap<string, RuleInfo> = new Map(
  [...avroRules, ...protobufRules].map((rule) => [rule.id, toRuleInfo(rule)]),
);

/** Compares two schemas of one language, by whatever reads that language. */
export function comparePayload(
  context: Context,
  prefix: SchemaPrefix,
  [baseline, candidate]: readonly [Payload, Payload],
  { at, contentType }: Around,
): void {
  const { language } = baseline.format;
  if (language === 'json-schema') {
    const dialects = [dialectOf(baseline.format), dialectOf(candidate.format)] as const;
    comparePayloadSchemas(context, prefix, [baseline, candidate], at, dialects);
  } else if (language === 'other') {
    if (!sameContent(context, baseline, candidate)) {
      reportUndecided(context, prefix, [baseline, candidate], at, 'nothing here compares schemas of this format');
    }
  } else {
    context.pending.push(() => compareFormat(context, prefix, [baseline, candidate], { at, contentType }));
  }
}

async function compareFormat(
  context: Context,
  prefix: SchemaPrefix,
  [baseline, candidate]: readonly [Payload, Payload],
  { at, contentType }: Around,
): Promise<void> {
  const before = follow(context.baseline.root, baseline);
  const after = follow(context.candidate.root, candidate);
  const direction = at.direction === 'receive' ? 'receive' : 'send';
  const encoding = /\bjson\b/i.test(contentType ?? '') ? 'json' : 'binary';
  const key = JSON.stringify([before.pointer, after.pointer, direction, encoding, baseline.made, candidate.made]);
  const known = context.compared.get(key);
  const answer = known ?? compareWritten(context, [before, after], { direction, encoding, format: baseline.format });
  context.compared.set(key, answer);
  const result = await answer;
  if (result === undefined) {
    reportUndecided(context, prefix, [baseline, candidate], at, 'the schema cannot be written out');
  } else if (result.isErr()) {
    reportUndecided(context, prefix, [baseline, candidate], at, result.error.message);
  } else {
    for (const difference of result.value) report(context, difference, [before, after], at);
  }
}

interface Asked {
  readonly direction: EventDirection;
  readonly encoding: 'json' | 'binary';
  readonly format: Format;
}

async function compareWritten(
  context: Context,
  [before, after]: readonly [Located, Located],
  { direction, encoding, format }: Asked,
): Promise<FormatAnswer | undefined> {
  const baseline = writeOut(context.baseline.root, before.value);
  const candidate = writeOut(context.candidate.root, after.value);
  if (baseline === undefined || candidate === undefined) return undefined;
  if (format.language === 'avro') return compareAvro({ baseline, candidate, direction });
  if (typeof baseline !== 'string' || typeof candidate !== 'string') return undefined;
  return compareProtobuf({ baseline, candidate, direction, encoding });
}

function report(
  { findings }: Context,
  { rule, level, message, because, remedy, witness, undecided, values, ...places }: PayloadDifference,
  [before, after]: readonly [Located, Located],
  at: Occurring,
): void {
  const info = rules.get(rule);
  if (info === undefined) return;
  const { baseline, candidate } = places;
  findings.add(info, at, {
    baseline: before.pointer + (typeof before.value === 'string' ? '' : (baseline?.pointer ?? '')),
    candidate: after.pointer + (typeof after.value === 'string' ? '' : (candidate?.pointer ?? '')),
    message,
    level,
    because,
    ...(remedy === undefined ? {} : { remedy }),
    ...(witness === undefined ? {} : { witness }),
    ...(undecided === undefined ? {} : { undecided }),
    values,
  });
}

/** Schemas that nothing reads are equal or undecided. */
function reportUndecided(
  { findings }: Context,
  prefix: SchemaPrefix,
  [baseline, candidate]: readonly [Payload, Payload],
  at: Occurring,
  reason: string,
): void {
  const rule = schemaRule(prefix, 'undecided', at.direction === 'receive' ? 'receive' : 'send');
  if (rule === undefined) return;
  findings.add(rule, at, {
    baseline: baseline.pointer,
    candidate: candidate.pointer,
    message: 'The schema changed in a way that could not be judged.',
    undecided: reason,
    values: [baseline.value, candidate.value],
  });
}

/** More values than that are not written out. */
const mostWritten = 20_000;

/** A schema with the references of AsyncAPI replaced by what they lead to; languages other than JSON Schema have none. */
function writeOut(root: JsonValue, value: JsonValue): JsonValue | undefined {
  let left = mostWritten;
  const open = new Set<string>();
  const write = (part: JsonValue): JsonValue | undefined => {
    if (--left < 0) return undefined;
    const reference = referenceOf(part);
    if (reference !== undefined) {
      const target = findTarget(root, reference);
      if (target === undefined || open.has(target.pointer)) return undefined;
      open.add(target.pointer);
      const written = write(target.value);
      open.delete(target.pointer);
      return written;
    }
    if (isJsonArray(part)) {
      const items = part.map(write);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    if (!isJsonObject(part)) return part;
    const members = Object.entries(part).map(([key, member]) => [key, write(member)] as const);
    if (!members.every((member): member is readonly [string, JsonValue] => member[1] !== undefined)) return undefined;
    return Object.fromEntries(members);
  };
  return write(value);
}
