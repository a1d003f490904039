import { isJsonArray, type JsonValue } from '../../internal/json.ts';
import type { LocalChange } from './change.ts';
import { valueOf } from './naming.ts';
import type { ChangeKind } from './payload.ts';
import type { View } from './side.ts';

/** What extensions that are in wide use say of values, which no validator knows of. */
export function findExtensionChanges(baseline: View, candidate: View): readonly LocalChange[] {
  return [...extensibleEnumChanges(baseline, candidate), ...stabilityChanges(baseline, candidate)];
}

const extensible = 'x-extensible-enum';

/** Readers of an extensible enum are ready for further values; whoever takes values may still refuse those taken away. */
function extensibleEnumChanges(baseline: View, candidate: View): readonly LocalChange[] {
  const [before, after] = [valueOf(baseline, extensible) ?? valueOf(baseline, 'enum'), valueOf(candidate, extensible)];
  if (!isJsonArray(after)) return [];
  if (!isJsonArray(before)) return [listedChange(baseline, candidate, after)];
  const removed = without(before, after);
  const added = without(after, before);
  const change = (kind: ChangeKind, verb: string, list: readonly JsonValue[]): LocalChange => ({
    kind,
    baseline: baseline.pointer,
    candidate: candidate.pointer,
    keyword: extensible,
    values: [before, after],
    message: `values were ${verb} an extensible list: ${list.map((value) => JSON.stringify(value)).join(', ')}`,
    beyondValues: true,
  });
  return [
    ...(removed.length === 0
      ? []
      : [{ ...change('extensible-enum-value-removed', 'removed from', removed), narrowing: {} }]),
    ...(added.length === 0 ? [] : [change('extensible-enum-value-added', 'added to', added)]),
  ];
}

/** Where no values were listed, all but those that are listed now may be refused. */
function listedChange(baseline: View, candidate: View, after: JsonValue): LocalChange {
  return {
    kind: 'extensible-enum-value-removed',
    narrowing: {},
    baseline: baseline.pointer,
    candidate: candidate.pointer,
    keyword: extensible,
    values: [null, after],
    message: `an extensible list of values was added: ${JSON.stringify(after)}`,
    beyondValues: true,
  };
}

function without(values: readonly JsonValue[], others: readonly JsonValue[]): readonly JsonValue[] {
  const known = new Set(others.map((value) => JSON.stringify(value)));
  return values.filter((value) => !known.has(JSON.stringify(value)));
}

const levels = ['draft', 'alpha', 'beta', 'stable'];

/** What says nothing of its stability is stable; what is no level is below all. */
function stabilityChanges(baseline: View, candidate: View): readonly LocalChange[] {
  const [before, after] = [stabilityOf(baseline), stabilityOf(candidate)];
  const [from, to] = [levels.indexOf(before), levels.indexOf(after)];
  if (from === to) return [];
  const decreased = to < from;
  return [
    {
      kind: decreased ? 'stability-decreased' : 'stability-increased',
      ...(decreased ? { narrowing: {}, widening: {} } : {}),
      baseline: baseline.pointer,
      candidate: candidate.pointer,
      keyword: 'x-stability-level',
      values: [before, after],
      message: `it became ${decreased ? 'less' : 'more'} stable: ${before} → ${after}`,
      beyondValues: true,
    },
  ];
}

function stabilityOf(view: View): string {
  const level = valueOf(view, 'x-stability-level') ?? 'stable';
  return typeof level === 'string' ? level : '';
}
