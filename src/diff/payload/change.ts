import { canonicalJson } from '../../internal/canonical-json.ts';
import { parsePointer } from '../../internal/json-pointer.ts';
import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { membersOf } from './children.ts';
import { kindOf, messageOf, valueOf, valuesOf, type Clash } from './naming.ts';
import type { ChangeKind, Flow } from './payload.ts';
import type { Refusal } from './refusals.ts';
import { placeOf, type View } from './side.ts';

/** Says how a value is written as XML, which is no matter where it is written as anything else. */
export const xmlKeyword = 'xml';

/** A change at one pair of schemas; where in the payload it is depends on how the pair was reached. */
export interface LocalChange {
  readonly kind: ChangeKind;
  /** The candidate refuses what the baseline takes; and the other way round. */
  readonly narrowing?: Evidence;
  readonly widening?: Evidence;
  readonly baseline?: string;
  readonly candidate?: string;
  readonly keyword: string;
  /** The member that the change is about. */
  readonly name?: string;
  readonly values: readonly [JsonValue, JsonValue];
  readonly message: string;
  /** Only to be told where nothing below the pair tells more. */
  readonly fallback?: true;
  /** Something that says nothing of the values, so that no comparison of values can refute it. */
  readonly beyondValues?: true;
}

/** What shows a refusal: what is refused of the pair's part of the payload, or the reason why that is undecided. */
export interface Evidence {
  readonly refused?: JsonValue;
  readonly undecided?: string;
}

/** What breaks a payload that flows so. */
export function harmOf({ narrowing, widening }: LocalChange, flow: Flow): Evidence | undefined {
  return flow === 'inbound' ? narrowing : widening;
}

/** What a clash is called and shown by; `hasBranches` if alternatives below may tell more. */
export function toChange(clash: Clash, hasBranches: boolean): LocalChange {
  const { baseline, candidate, narrowing, widening } = clash;
  const kind = kindOf(clash);
  const { keyword = '', name } = narrowing ?? widening ?? {};
  return {
    kind,
    ...(narrowing === undefined ? {} : { narrowing: evidenceOf(narrowing) }),
    ...(widening === undefined ? {} : { widening: evidenceOf(widening) }),
    baseline: widening?.pointer ?? counterpartOf(narrowing, baseline),
    candidate: narrowing?.pointer ?? counterpartOf(widening, candidate),
    keyword,
    ...(name === undefined ? {} : { name }),
    values: valuesOf(clash),
    message: messageOf(clash, kind),
    ...(hasBranches && (keyword === 'anyOf' || keyword === 'oneOf') ? { fallback: true } : {}),
  };
}

/** Where the other side says what a refusal is about: in the same component, or in the part that has the keyword. */
function counterpartOf(refusal: Refusal | undefined, view: View): string {
  const parts = view.side.partsOf(view).filter(({ stands }) => stands);
  const same = parts.find(({ pointer }) => pointer === refusal?.pointer);
  const part = same ?? parts.find(({ schema }) => refusal !== undefined && Object.hasOwn(schema, refusal.keyword));
  return part?.pointer ?? placeOf(view);
}

function evidenceOf({ undecided, refused }: Refusal): Evidence {
  if (undecided !== undefined) return { undecided };
  return refused === undefined ? {} : { refused };
}

/** What is no schema says nothing that could be judged. */
export function malformedChanges(baseline: View, candidate: View): readonly LocalChange[] {
  if (canonicalJson(baseline.schema) === canonicalJson(candidate.schema)) return [];
  const undecided = { undecided: 'what stands here is no schema' };
  return [
    {
      kind: 'undecided',
      narrowing: undecided,
      widening: undecided,
      baseline: baseline.pointer,
      candidate: candidate.pointer,
      keyword: '',
      values: [baseline.schema, candidate.schema],
      message: 'the change could not be judged',
      beyondValues: true,
    },
  ];
}

/** Members that one side keeps out of such payloads and the other does not, by the mark that does so. */
export function hiddenChanges(baseline: View, candidate: View, mark: 'readOnly' | 'writeOnly'): readonly LocalChange[] {
  const others = membersOf(candidate);
  return [...membersOf(baseline)].flatMap(([name, member]): readonly LocalChange[] => {
    const other = others.get(name);
    if (other === undefined || isMarked(member, mark) || !isMarked(other, mark)) return [];
    const kind = mark === 'readOnly' ? 'became-read-only' : 'became-write-only';
    const message = `the member "${name}" became ${mark}`;
    const place = { baseline: member.pointer, candidate: other.pointer };
    return [{ kind, ...place, keyword: mark, name, values: [false, true], message }];
  });
}

export function isMarked(view: View, mark: string): boolean {
  return view.side.partsOf(view).some(({ schema }) => ownMember(schema, mark) === true);
}

/** Keywords that say how a value is written. */
const writing: readonly (readonly [keyword: string, subject: string])[] = [
  ['contentEncoding', 'what the text holds'],
  ['contentMediaType', 'what the text holds'],
  [xmlKeyword, 'how it is written'],
];

/** What is worth telling although no value is refused: members that came or went, defaults, deprecation. */
export function quietChanges(baseline: View, candidate: View, clashes: readonly Clash[]): readonly LocalChange[] {
  const told = new Set(clashes.flatMap(({ narrowing, widening }) => [narrowing?.name, widening?.name]));
  const [before, after] = [membersOf(baseline), membersOf(candidate)];
  const changes: LocalChange[] = [];
  const quiet = { baseline: placeOf(baseline), candidate: placeOf(candidate) };
  for (const [name, member] of after) {
    if (before.has(name) || told.has(name)) continue;
    changes.push({
      ...quiet,
      kind: 'property-added',
      candidate: member.pointer,
      keyword: 'properties',
      name,
      values: [null, member.schema],
      message: `the optional member "${name}" was added`,
    });
  }
  for (const [name, member] of before) {
    if (after.has(name) || told.has(name)) continue;
    changes.push({
      ...quiet,
      kind: 'property-removed',
      baseline: member.pointer,
      keyword: 'properties',
      name,
      values: [member.schema, null],
      message: `the optional member "${name}" was removed`,
    });
  }
  const [old, now] = [valueOf(baseline, 'default'), valueOf(candidate, 'default')];
  if (canonicalJson(old ?? null) !== canonicalJson(now ?? null) || (old === undefined) !== (now === undefined)) {
    const message = `the default changed: ${JSON.stringify(old) ?? 'none'} → ${JSON.stringify(now) ?? 'none'}`;
    changes.push({
      ...quiet,
      kind: 'default-changed',
      keyword: 'default',
      values: [old ?? null, now ?? null],
      message,
    });
  }
  for (const [keyword, subject] of writing) {
    const [before, after] = [valueOf(baseline, keyword) ?? null, valueOf(candidate, keyword) ?? null];
    const read = keyword === xmlKeyword ? readXml : (value: JsonValue) => value;
    if (canonicalJson(read(before, baseline)) === canonicalJson(read(after, candidate))) continue;
    if (keyword === 'contentEncoding' && encodingOf(baseline) === encodingOf(candidate)) continue;
    const message = `${subject} changed: "${keyword}" ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
    const content = { ...quiet, kind: 'schema-changed', keyword, values: [before, after], message } as const;
    changes.push({ ...content, narrowing: {}, widening: {}, beyondValues: true });
  }
  const [precision, next] = [precisionOf(baseline), precisionOf(candidate)];
  if (precision !== undefined && next !== undefined && precision !== next) {
    const message = `numbers are sent as "${next}" in place of "${precision}"`;
    const change = { ...quiet, keyword: 'format', values: [precision, next], message, beyondValues: true } as const;
    // Every value has a nearest one in either format; who reads fewer digits gets another value than was sent.
    if (next === 'double') changes.push({ ...change, kind: 'format-widened', widening: {} });
    else changes.push({ ...change, kind: 'format-narrowed', narrowing: {} });
  }
  changes.push(...formatChanges(baseline, candidate, clashes));
  const deprecated = [baseline, candidate].map((view) => valueOf(view, 'deprecated') === true);
  if (deprecated[0] !== deprecated[1]) {
    const kind = deprecated[1] === true ? 'deprecated' : 'reactivated';
    const message = deprecated[1] === true ? 'it was deprecated' : 'it is no longer deprecated';
    changes.push({ ...quiet, kind, keyword: 'deprecated', values: [!!deprecated[0], !!deprecated[1]], message });
  }
  return changes;
}

/** What `xml` says of a member beyond what holds without it. */
function readXml(xml: JsonValue, { pointer }: View): JsonValue {
  if (!isJsonObject(xml)) return xml;
  const [name, within] = (parsePointer(pointer) ?? []).toReversed();
  const usual: JsonObject = { attribute: false, wrapped: false, ...(within === 'properties' && name ? { name } : {}) };
  const said = Object.entries(xml).filter(([key, value]) => ownMember(usual, key) !== value);
  return said.length === 0 ? null : Object.fromEntries(said);
}

/** What a format says besides refusing values: that texts are base64, or something that only its users know. */
function formatChanges(baseline: View, candidate: View, clashes: readonly Clash[]): readonly LocalChange[] {
  const [before, after] = [valueOf(baseline, 'format') ?? null, valueOf(candidate, 'format') ?? null];
  if (before === after || (precisionOf(baseline) !== undefined && precisionOf(candidate) !== undefined)) return [];
  const change = {
    kind: 'format-changed',
    baseline: placeOf(baseline),
    candidate: placeOf(candidate),
    keyword: 'format',
    values: [before, after],
    message: `"format" changed: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
    beyondValues: true,
  } as const;
  const told = clashes.filter(({ narrowing, widening }) =>
    [narrowing, widening].some((each) => each?.keyword === 'format'),
  );
  const [decodes, decodesNow] = [baseline, candidate].map((view) => encodingOf(view) === 'base64');
  if (decodes !== decodesNow && (before === 'byte' || after === 'byte')) {
    return [
      {
        ...change,
        ...(told.every(({ narrowing }) => narrowing === undefined) ? { narrowing: {} } : {}),
        ...(told.every(({ widening }) => widening === undefined) ? { widening: {} } : {}),
      },
    ];
  }
  return told.length === 0 ? [change] : [];
}

/** How a text holds bytes: what OpenAPI 3.0 says by a format has a keyword of its own since 3.1. */
function encodingOf(view: View): JsonValue {
  return valueOf(view, 'contentEncoding') ?? (valueOf(view, 'format') === 'byte' ? 'base64' : null);
}

/** The format of floating-point numbers, which says how exactly they are kept and refuses none. */
function precisionOf(view: View): 'float' | 'double' | undefined {
  const format = valueOf(view, 'format');
  return format === 'float' || format === 'double' ? format : undefined;
}
