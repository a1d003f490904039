import type { Comparison, Pair } from './comparison.ts';
import { compareFields, type FieldPair } from './fields.ts';
import { withinPackage, type ProtoField } from './model.ts';
import { isReservedNumber, lostReservations } from './reserved.ts';

/** Compares two messages; the messages inside that are to be compared. */
export function compareMessages(comparison: Comparison, pair: Pair): readonly Pair[] {
  const { baseline, candidate } = pair;
  const [before, after] = [
    withinPackage(baseline.name, comparison.baseline),
    withinPackage(candidate.name, comparison.candidate),
  ];
  if (before !== after) {
    const message = `The message ${before} is now called ${after}.`;
    comparison.report('protobuf-message-renamed', { message, baseline, candidate, values: [before, after] });
  }
  const { kept, renumbered, removed, added } = pairFields(comparison, pair);
  for (const fields of renumbered) reportRenumbered(comparison, fields);
  for (const field of removed) reportRemoved(comparison, pair, field);
  for (const field of added) reportAdded(comparison, { pair, field, kept });
  compareOneofs(comparison, kept);
  const lost = lostReservations(baseline.reserved, candidate.reserved);
  if (lost.length > 0) {
    const message = `The message ${after} no longer reserves ${lost.join(', ')}.`;
    comparison.report('protobuf-reservation-removed', { message, baseline, candidate, values: [after, ...lost] });
  }
  return kept.flatMap((fields) => compareFields(comparison, fields));
}

interface PairedFields {
  readonly kept: readonly FieldPair[];
  readonly renumbered: readonly FieldPair[];
  readonly removed: readonly ProtoField[];
  readonly added: readonly ProtoField[];
}

/**
 * Pairs fields by what identifies them on the wire. A name that moved to another number is no rename of what stands
 * there now; in JSON, a number under another name is a changed name.
 */
function pairFields(comparison: Comparison, holder: Pair): PairedFields {
  const left = new Set(holder.candidate.fields);
  const take = (baseline: ProtoField, candidate: ProtoField | undefined): readonly FieldPair[] => {
    if (candidate === undefined || !left.delete(candidate)) return [];
    return [{ baseline, candidate, holder }];
  };
  const byName = new Map(
    holder.candidate.fields.map((field) => [
      comparison.inJson ? field.jsonName : localName(field, comparison, 'candidate'),
      field,
    ]),
  );
  const byNumber = new Map(holder.candidate.fields.map((field) => [field.number, field]));
  const kept: FieldPair[] = [];
  const renumbered: FieldPair[] = [];
  const rest: ProtoField[] = [];
  for (const field of holder.baseline.fields) {
    const name = comparison.inJson ? field.jsonName : localName(field, comparison, 'baseline');
    const [same] = take(field, byName.get(name));
    if (same === undefined) rest.push(field);
    else if (comparison.inJson || same.candidate.number === field.number) kept.push(same);
    else renumbered.push(same);
  }
  const removed: ProtoField[] = [];
  for (const field of rest) {
    const [same] = take(field, byNumber.get(field.number));
    if (same === undefined) removed.push(field);
    else kept.push(same);
  }
  return { kept, renumbered, removed, added: [...left] };
}

/** Extensions carry their full name. */
function localName(field: ProtoField, comparison: Comparison, side: 'baseline' | 'candidate'): string {
  return withinPackage(field.name, comparison[side]);
}

function reportRenumbered(comparison: Comparison, { baseline, candidate, holder }: FieldPair): void {
  const written = comparison.writerOf({ baseline, candidate });
  const otherwise = `The reader looks for ${written.name} under another number.`;
  comparison.report('protobuf-field-number-changed', {
    message: `The field ${candidate.name} of ${holder.candidate.name} had the number ${baseline.number} and has ${candidate.number}.`,
    baseline,
    candidate,
    values: [holder.candidate.name, candidate.name, baseline.number, candidate.number],
    witness: comparison.witness(holder, { field: written }, { otherwise, json: otherwise }),
  });
}

function reportRemoved(comparison: Comparison, pair: Pair, field: ProtoField): void {
  const { candidate } = pair;
  const number = isReservedNumber(candidate.reserved, field.number);
  const name = candidate.reserved.names.includes(field.name);
  const reserved = comparison.inJson ? number && name : number;
  const missing = [...(number ? [] : ['its number']), ...(comparison.inJson && !name ? ['its name'] : [])];
  const fails = field.presence === 'required' && comparison.direction === 'send';
  const refusal = fails ? '; its readers require it' : '';
  const witness =
    comparison.direction === 'send'
      ? comparison.witness(pair, undefined, {
          otherwise: `The reader finds no ${field.name}.`,
          json: `The reader finds no ${JSON.stringify(field.jsonName)}.`,
          misread: !fails,
        })
      : comparison.witness(
          pair,
          { field },
          {
            otherwise: `The reader skips number ${field.number}.`,
            json: `A parser refuses the unknown member ${JSON.stringify(field.jsonName)}, or skips it if told to.`,
          },
        );
  comparison.report(reserved ? 'protobuf-field-removed-reserved' : 'protobuf-field-removed', {
    message: reserved
      ? `The field ${field.name} of ${candidate.name} was removed and is reserved${refusal}.`
      : `The field ${field.name} of ${candidate.name} was removed without reserving ${missing.join(' and ')}${refusal}.`,
    baseline: field,
    candidate,
    values: [candidate.name, field.name, field.number],
    level: fails ? 'breaking' : undefined,
    witness: reserved && !fails ? undefined : witness,
  });
}

function reportAdded(
  comparison: Comparison,
  { pair, field, kept }: { pair: Pair; field: ProtoField; kept: readonly FieldPair[] },
): void {
  const { baseline, candidate } = pair;
  const said = { baseline, candidate: field, values: [candidate.name, field.name, field.number] };
  const what = `The field ${field.name} of ${candidate.name} was added`;
  if (field.presence === 'required') {
    const json = `The reader fails: the required member ${JSON.stringify(field.jsonName)} is missing.`;
    const witness = comparison.direction === 'receive' ? comparison.witness(pair, undefined, { json }) : undefined;
    comparison.report('protobuf-field-required-added', { ...said, message: `${what} as required.`, witness });
    return;
  }
  const joined = field.oneof !== undefined && kept.some((one) => one.candidate.oneof === field.oneof);
  // The parser of the JSON form refuses unknown members by default, but most are told to skip them.
  const level = comparison.inJson && comparison.direction === 'send' ? 'warning' : undefined;
  if (joined) {
    const message = `${what} to the oneof ${field.oneof}.`;
    comparison.report('protobuf-oneof-member-added', { ...said, message });
  } else comparison.report('protobuf-field-added', { ...said, message: `${what}.`, level });
}

/** Reports each oneof whose kept members changed, once. */
function compareOneofs(comparison: Comparison, kept: readonly FieldPair[]): void {
  const reported = new Set<string>();
  const members = { baseline: membersOf(kept, 'baseline'), candidate: membersOf(kept, 'candidate') };
  for (const pair of kept) {
    const { baseline, candidate, holder } = pair;
    const before = baseline.oneof === undefined ? '' : members.baseline.get(baseline.oneof);
    const after = candidate.oneof === undefined ? '' : members.candidate.get(candidate.oneof);
    if (before === after) continue;
    const cause = baseline.oneof === undefined ? `to ${candidate.oneof ?? ''}` : `of ${baseline.oneof}`;
    if (reported.has(cause)) continue;
    reported.add(cause);
    const shared = baseline.oneof === candidate.oneof;
    comparison.report('protobuf-oneof-changed', {
      message: shared
        ? `The oneof ${candidate.oneof ?? ''} of ${holder.candidate.name} has other members.`
        : `The field ${candidate.name} of ${holder.candidate.name} was ${standing(baseline)} and is ${standing(candidate)}.`,
      baseline,
      candidate,
      values: [holder.candidate.name, cause],
      witness: oneofWitness(comparison, pair),
    });
  }
}

function standing({ oneof }: ProtoField): string {
  return oneof === undefined ? 'in no oneof' : `in the oneof ${oneof}`;
}

/** The kept fields of each oneof, as one text to compare by. */
function membersOf(kept: readonly FieldPair[], side: 'baseline' | 'candidate'): ReadonlyMap<string, string> {
  const members = new Map<string, number[]>();
  for (const pair of kept) {
    const { oneof } = pair[side];
    if (oneof === undefined) continue;
    const numbers = members.get(oneof);
    if (numbers === undefined) members.set(oneof, [pair.baseline.number]);
    else numbers.push(pair.baseline.number);
  }
  return new Map([...members].map(([oneof, numbers]) => [oneof, numbers.join(' ')]));
}

function oneofWitness(
  comparison: Comparison,
  { baseline, candidate, holder }: FieldPair,
): ReturnType<Comparison['witness']> {
  const written = comparison.writerOf({ baseline, candidate });
  const alone = `Set alone, ${written.name} leaves the fields empty that used to come with it, or clears them.`;
  return comparison.witness(holder, { field: written }, { otherwise: alone, json: alone, misread: true });
}
