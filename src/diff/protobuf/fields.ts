import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import type { Comparison, Pair, Said } from './comparison.ts';
import { compareEnums } from './enums.ts';
import { along } from './message.ts';
import { withinPackage, type ProtoField, type ProtoType } from './model.ts';
import { relate } from './scalars.ts';

/** Two fields that are the same to a reader, by number or in JSON by name, and the messages they stand in. */
export interface FieldPair {
  readonly baseline: ProtoField;
  readonly candidate: ProtoField;
  readonly holder: Pair;
}

/** Compares two fields; the messages in them that are to be compared. */
export function compareFields(comparison: Comparison, pair: FieldPair): readonly Pair[] {
  compareNames(comparison, pair);
  const { baseline, candidate } = pair;
  if (baseline.cardinality !== candidate.cardinality) {
    reportCardinality(comparison, pair);
    return [];
  }
  comparePresence(comparison, pair);
  compareDetails(comparison, pair);
  compareKeys(comparison, pair);
  return compareTypes(comparison, pair);
}

function label({ holder }: FieldPair | { readonly holder: Pair }, { name }: ProtoField): string {
  return `The field ${name} of ${holder.candidate.name}`;
}

function compareNames(comparison: Comparison, pair: FieldPair): void {
  const { baseline, candidate, holder } = pair;
  const said = { baseline, candidate, values: [holder.candidate.name, baseline.name, candidate.name] };
  const renamed =
    withinPackage(baseline.name, comparison.baseline) !== withinPackage(candidate.name, comparison.candidate);
  if (baseline.jsonName !== candidate.jsonName && (comparison.inJson || !renamed)) {
    const written = comparison.writerOf({ baseline, candidate });
    const json = `A parser does not know the member ${JSON.stringify(written.jsonName)}: it refuses it, or loses the value.`;
    comparison.report('protobuf-json-name-changed', {
      ...said,
      message: `${label(pair, candidate)} was ${JSON.stringify(baseline.jsonName)} in JSON and is ${JSON.stringify(candidate.jsonName)}.`,
      ...(comparison.inJson
        ? { witness: comparison.witness(holder, { field: written }, { json }) }
        : { level: 'info' }),
    });
  } else if (renamed) {
    const message = `${label(pair, candidate)} was called ${baseline.name}.`;
    comparison.report('protobuf-field-renamed', { ...said, message });
  }
  if (baseline.number === candidate.number) return;
  const message = `${label(pair, candidate)} had the number ${baseline.number} and has ${candidate.number}.`;
  comparison.report('protobuf-field-number-changed', { ...said, message, level: 'info' });
}

function reportCardinality(comparison: Comparison, pair: FieldPair): void {
  const { baseline, candidate, holder } = pair;
  const written = comparison.writerOf({ baseline, candidate });
  const read = comparison.readerOf({ baseline, candidate });
  const json = `The reader expects ${read.cardinality} and meets ${written.cardinality}.`;
  comparison.report('protobuf-cardinality-changed', {
    message: `${label(pair, candidate)} was ${baseline.cardinality} and is ${candidate.cardinality}.`,
    baseline,
    candidate,
    values: [holder.candidate.name, baseline.cardinality, candidate.cardinality],
    witness: comparison.witness(holder, { field: written }, { json, otherwise: json }),
  });
}

function comparePresence(comparison: Comparison, pair: FieldPair): void {
  const { baseline, candidate, holder } = pair;
  // A message always has presence: what changed between it and another type is the type.
  const retyped = (baseline.type.kind === 'message') !== (candidate.type.kind === 'message');
  const required = baseline.presence === 'required' || candidate.presence === 'required';
  if (baseline.presence === candidate.presence || (retyped && !required)) return;
  const said = {
    baseline,
    candidate,
    message: `${label(pair, candidate)} was ${presenceWords[baseline.presence]} and is ${presenceWords[candidate.presence]}.`,
    values: [holder.candidate.name, candidate.name, baseline.presence, candidate.presence],
  };
  if (required) {
    reportRequired(comparison, said, { pair, added: candidate.presence === 'required' });
  } else if ((baseline.oneof === undefined) === (candidate.oneof === undefined)) {
    comparison.report('protobuf-presence-changed', said);
  }
}

const presenceWords: Record<ProtoField['presence'], string> = {
  implicit: 'without presence',
  explicit: 'optional',
  required: 'required',
};

/** A field that must be there on one side only; the witness is a message without it. */
function reportRequired(
  comparison: Comparison,
  said: Said,
  { pair, added }: { pair: FieldPair; added: boolean },
): void {
  const required = added === (comparison.direction === 'receive');
  const json = 'The reader fails: a required member is missing.';
  comparison.report(added ? 'protobuf-field-required-added' : 'protobuf-field-required-removed', {
    ...said,
    ...(required ? { witness: comparison.witness(pair.holder, undefined, { json }) } : {}),
  });
}

function compareDetails(comparison: Comparison, pair: FieldPair): void {
  const { baseline, candidate, holder } = pair;
  const said = { baseline, candidate, values: [holder.candidate.name, candidate.name] };
  const shown = [baseline, candidate].map((field) =>
    field.default === undefined ? 'none' : canonicalJson(field.default),
  );
  if (shown[0] !== shown[1]) {
    const message = `The default of ${label(pair, candidate).slice(4)} was ${shown[0] ?? ''} and is ${shown[1] ?? ''}.`;
    comparison.report('protobuf-default-changed', { ...said, message });
  }
  if (baseline.packed !== candidate.packed && !comparison.inJson) {
    const message = `${label(pair, candidate)} is ${candidate.packed ? 'now' : 'no longer'} packed.`;
    comparison.report('protobuf-packing-changed', { ...said, message });
  }
  if (canonicalJson(baseline.options) !== canonicalJson(candidate.options)) {
    const message = `${label(pair, candidate)} has other options.`;
    comparison.report('protobuf-option-changed', { ...said, message });
  }
}

function compareKeys(comparison: Comparison, pair: FieldPair): void {
  const { baseline, candidate } = pair;
  if (baseline.key === undefined || candidate.key === undefined) return;
  // In JSON every key is a text, but not every text is a key of every type.
  const relation = relate(baseline.key.name, candidate.key.name, comparison.encoding);
  if (relation === 'same') return;
  reportType(comparison, pair, { relation, before: `key ${baseline.key.name}`, after: `key ${candidate.key.name}` });
}

function compareTypes(comparison: Comparison, pair: FieldPair): readonly Pair[] {
  const { baseline, candidate, holder } = pair;
  const [before, after] = [baseline.type, candidate.type];
  if (before.kind === 'message' && after.kind === 'message') {
    if ((before.wellKnown || after.wellKnown) && before.name !== after.name) {
      reportType(comparison, pair, { relation: 'changed', before: before.name, after: after.name });
      return [];
    }
    if (baseline.delimited !== candidate.delimited && !comparison.inJson) {
      reportType(comparison, pair, { relation: 'changed', before: framing(baseline), after: framing(candidate) });
      return [];
    }
    const route = along(holder.route, comparison.writerOf(holder), comparison.writerOf(pair));
    return [{ baseline: before, candidate: after, payload: holder.payload, route }];
  }
  if (before.kind === 'enum' && after.kind === 'enum') {
    compareEnums(comparison, { baseline: before, candidate: after, holder, field: comparison.writerOf(pair) });
    return [];
  }
  const relation = relate(kindOf(before), kindOf(after), comparison.encoding);
  if (relation !== 'same' || kindOf(before) !== kindOf(after)) {
    reportType(comparison, pair, { relation, before: before.name, after: after.name });
  }
  return [];
}

function framing({ delimited }: ProtoField): string {
  return delimited ? 'a group' : 'a length-prefixed message';
}

function kindOf(type: ProtoType): string {
  return type.kind === 'scalar' ? type.name : type.kind;
}

interface TypeChange {
  readonly relation: ReturnType<typeof relate>;
  readonly before: string;
  readonly after: string;
}

function reportType(comparison: Comparison, pair: FieldPair, { relation, before, after }: TypeChange): void {
  const { baseline, candidate, holder } = pair;
  const written = comparison.writerOf(pair);
  const read = comparison.readerOf(pair);
  const id = relation === 'widened' || relation === 'narrowed' ? relation : 'changed';
  const value = tellingValue(written.type, read.type, comparison.inJson);
  const reading = {
    json: `A reader of ${comparison.readerOf({ baseline: before, candidate: after })} refuses or misreads the value.`,
    ...takenFor(read.type),
  };
  comparison.report(`protobuf-field-type-${id}`, {
    message: `${label(pair, candidate)} changed from ${before} to ${after}.`,
    baseline,
    candidate,
    values: [holder.candidate.name, candidate.name, before, after],
    // Types that differ in their bytes only, where there are none.
    ...(relation === 'same' ? { level: 'info' } : {}),
    witness: harms(relation, comparison.direction)
      ? comparison.witness(holder, { field: written, ...(value === undefined ? {} : { value }) }, reading)
      : undefined,
  });
}

/** What a value means to a reader that gets it unchanged: a number without name, or a message of another type. */
function takenFor(type: ProtoType): { readonly otherwise?: string } {
  if (type.kind === 'enum') return { otherwise: `The enum ${type.name} of the reader has no such number.` };
  return type.kind === 'message' ? { otherwise: `The reader takes the message for ${type.name}.` } : {};
}

function harms(relation: ReturnType<typeof relate>, direction: Comparison['direction']): boolean {
  if (relation === 'changed') return true;
  return relation === (direction === 'send' ? 'widened' : 'narrowed');
}

/** A value beyond the reader's range, where there is one. */
function tellingValue(written: ProtoType, read: ProtoType, inJson: boolean): JsonValue | undefined {
  if (written.kind === 'enum') return written.values.find(({ number }) => number < 0)?.name;
  if (written.kind !== 'scalar') return undefined;
  const readName = kindOf(read);
  if (written.name === 'string' || written.name === 'bool') return undefined;
  if (written.name === 'bytes') return readName === 'string' ? '/w==' : 'YQ==';
  if (written.name === 'double') return inJson ? 1e300 : 1.5;
  if (written.name === 'float') return 1.5;
  if (written.name.endsWith('64') && !/32|bool|enum/.test(readName)) {
    return /^u|^fixed/.test(written.name) ? '18446744073709551615' : '-1';
  }
  if (written.name.endsWith('64')) return '4294967298';
  if (readName === 'bool') return 2;
  if (readName === 'enum') return 2_147_483_647;
  return /^u|^fixed/.test(written.name) ? 4_294_967_295 : -1;
}
