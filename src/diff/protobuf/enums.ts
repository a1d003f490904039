import type { Comparison, Pair } from './comparison.ts';
import type { ProtoEnum, ProtoEnumValue, ProtoField } from './model.ts';
import { lostReservations } from './reserved.ts';

export interface EnumPair {
  readonly baseline: ProtoEnum;
  readonly candidate: ProtoEnum;
  /** The messages that hold a field of the enum, to build a witness with. */
  readonly holder: Pair;
  /** That field on the writer's side. */
  readonly field: ProtoField;
}

/** Compares the values of two enums: by number in the binary encoding, by name in JSON. */
export function compareEnums(comparison: Comparison, pair: EnumPair): void {
  const { baseline, candidate } = pair;
  const moved = reportRenumbered(comparison, pair);
  const renamed = reportRenamed(comparison, pair);
  const rest = (values: readonly ProtoEnumValue[], other: ProtoEnum): readonly ProtoEnumValue[] => {
    const known = new Set(other.values.map((value) => keyOf(comparison, value)));
    return values.filter((value) => {
      return !known.has(keyOf(comparison, value)) && !moved.has(value.name) && !renamed.has(value.name);
    });
  };
  reportValues(comparison, pair, rest(candidate.values, baseline), 'added');
  reportValues(comparison, pair, rest(baseline.values, candidate), 'removed');
  if (baseline.closed !== candidate.closed) {
    const message = `The enum ${candidate.name} became ${candidate.closed ? 'closed' : 'open'}.`;
    comparison.report('protobuf-enum-openness-changed', { message, baseline, candidate, values: [candidate.closed] });
  }
  const first = [baseline, candidate].map(({ values }) => values[0]?.number ?? 0);
  if (first[0] !== first[1]) {
    const message = `The value that the enum ${candidate.name} has by default changed from ${first[0] ?? 0} to ${first[1] ?? 0}.`;
    comparison.report('protobuf-default-changed', { message, baseline, candidate, values: first });
  }
  const lost = lostReservations(baseline.reserved, candidate.reserved);
  if (lost.length === 0) return;
  const message = `The enum ${candidate.name} no longer reserves ${lost.join(', ')}.`;
  comparison.report('protobuf-reservation-removed', { message, baseline, candidate, values: lost });
}

function keyOf({ inJson }: Comparison, { name, number }: ProtoEnumValue): string | number {
  return inJson ? name : number;
}

/** Names that stand for another number now; the names found. */
function reportRenumbered(comparison: Comparison, { baseline, candidate, ...place }: EnumPair): ReadonlySet<string> {
  const numbers = new Map(baseline.values.map(({ name, number }) => [name, number]));
  const moved = candidate.values.filter(({ name, number }) => (numbers.get(name) ?? number) !== number);
  const [first] = moved;
  if (first === undefined) return new Set();
  const before = baseline.values.find(({ name }) => name === first.name);
  const names = moved.map(({ name }) => name);
  comparison.report('protobuf-enum-value-renumbered', {
    message: `The enum ${candidate.name} gives another number to ${names.join(', ')}.`,
    baseline: before,
    candidate: first,
    values: [candidate.name, ...names],
    ...(comparison.inJson
      ? { level: 'info' }
      : {
          witness: comparison.witness(
            place.holder,
            { field: place.field, value: first.name },
            { json: '', otherwise: `The reader knows ${first.name} under another number.` },
          ),
        }),
  });
  return new Set(names);
}

/** Numbers that have other names now; the names found, of both sides. */
function reportRenamed(comparison: Comparison, { baseline, candidate, holder, field }: EnumPair): ReadonlySet<string> {
  const found = new Set<string>();
  const present = namesByNumber(candidate);
  const names = { baseline: namesOf(baseline), candidate: namesOf(candidate) };
  for (const [number, before] of namesByNumber(baseline)) {
    const after = present.get(number);
    if (after === undefined || isIn(before, names.candidate) || isIn(after, names.baseline)) continue;
    const [old, renamed] = [before[0], after[0]];
    if (old === undefined || renamed === undefined) continue;
    for (const { name } of [...before, ...after]) found.add(name);
    const written = comparison.writerOf({ baseline: old, candidate: renamed }).name;
    const json = `A parser that does not know the name ${JSON.stringify(written)} refuses the message.`;
    comparison.report(comparison.inJson ? 'protobuf-json-name-changed' : 'protobuf-enum-value-renamed', {
      message: `The value ${number} of the enum ${candidate.name} was called ${old.name} and is called ${renamed.name}.`,
      baseline: old,
      candidate: renamed,
      values: [candidate.name, old.name, renamed.name],
      ...(comparison.inJson ? { witness: comparison.witness(holder, { field, value: written }, { json }) } : {}),
    });
  }
  return found;
}

function namesOf({ values }: ProtoEnum): ReadonlySet<string> {
  return new Set(values.map(({ name }) => name));
}

function isIn(values: readonly ProtoEnumValue[], names: ReadonlySet<string>): boolean {
  return values.some(({ name }) => names.has(name));
}

function namesByNumber({ values }: ProtoEnum): ReadonlyMap<number, readonly ProtoEnumValue[]> {
  const numbers = new Map<number, ProtoEnumValue[]>();
  for (const value of values) {
    const alike = numbers.get(value.number);
    if (alike === undefined) numbers.set(value.number, [value]);
    else alike.push(value);
  }
  return numbers;
}

function reportValues(
  comparison: Comparison,
  { baseline, candidate, holder, field }: EnumPair,
  changed: readonly ProtoEnumValue[],
  change: 'added' | 'removed',
): void {
  const [first] = changed;
  if (first === undefined) return;
  const names = changed.map(({ name }) => name);
  const shown = names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');
  // What only the writer has reaches a reader that does not know it.
  const arrives = (change === 'added') === (comparison.direction === 'send');
  const reader = comparison.readerOf({ baseline, candidate });
  const refused = change === 'added' && arrives && (comparison.inJson || reader.closed);
  const what = change === 'added' ? 'has the new value' : 'lost the value';
  comparison.report(`protobuf-enum-value-${change}`, {
    message: `The enum ${candidate.name} ${what} ${shown}.`,
    baseline: change === 'added' ? baseline : first,
    candidate: change === 'added' ? first : candidate,
    level: refused ? 'breaking' : undefined,
    values: [candidate.name, ...names],
    witness: arrives
      ? comparison.witness(
          holder,
          { field, value: first.name },
          {
            json: `A parser that does not know the name ${JSON.stringify(first.name)} refuses the message.`,
            otherwise: `The reader has no name for ${first.number}.`,
          },
        )
      : undefined,
  });
}
