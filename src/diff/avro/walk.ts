import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import { compareAliases } from './aliases.ts';
import { compareEnums } from './enums.ts';
import type { Comparison, Task } from './comparison.ts';
import { describeLogical } from './logical-type.ts';
import { branchesOf, isNamed, namespaceOf, nameOf, unqualified, type AvroNamed, type AvroType } from './model.ts';
import { reportMismatch, reportPromotion } from './mismatch.ts';
import { compareRecords } from './records.ts';
import { matchTypes, type Match } from './resolution.ts';
import { along, sampleOf } from './sample.ts';
import { compareBranches } from './unions.ts';

/** Records that hold each other can pair every type with every other one. */
const mostPairs = 100_000;

/**
 * Resolves two schemas pair by pair, each pair once, outer ones first. What the reader cannot resolve is a breaking
 * difference, so that a walk without one proves that every message is read.
 */
export function walk(comparison: Comparison): void {
  const seen = new Map<AvroType, Set<AvroType>>();
  const namespaces = new Set<string>();
  const tasks: Task[] = [{ writer: comparison.writer, reader: comparison.reader }];
  // Grows while it is read.
  for (const task of tasks) {
    const readers = seen.get(task.writer) ?? new Set();
    if (readers.has(task.reader)) continue;
    seen.set(task.writer, readers.add(task.reader));
    if (tasks.length > mostPairs) {
      const undecided = `The schemas pair more than ${mostPairs} types.`;
      comparison.report('avro-undecided', { message: undecided, undecided, values: ['pairs'] });
      return;
    }
    tasks.push(...resolve(comparison, task, namespaces));
  }
}

/** Judges one pair; the pairs inside that are to be judged too. */
function resolve(comparison: Comparison, task: Task, namespaces: Set<string>): readonly Task[] {
  const { writer, reader, route } = task;
  if (writer.kind === 'union' || reader.kind === 'union') return compareBranches(comparison, task);
  const match = matchTypes(writer, reader);
  if (match.kind === 'none' || match.kind === 'size') {
    reportMismatch(comparison, task);
    return [];
  }
  if (match.kind === 'promoted') reportPromotion(comparison, task, match.lossy);
  else if (isNamed(writer) && isNamed(reader)) compareNames(comparison, { writer, reader, match, namespaces });
  compareLogical(comparison, task);
  compareMetadata(comparison, task);
  if (writer.kind === 'array' && reader.kind === 'array') {
    return [{ writer: writer.items, reader: reader.items, route: along(route, { kind: 'items' }) }];
  }
  if (writer.kind === 'map' && reader.kind === 'map') {
    return [{ writer: writer.values, reader: reader.values, route: along(route, { kind: 'values' }) }];
  }
  if (writer.kind === 'enum' && reader.kind === 'enum') compareEnums(comparison, { writer, reader, route });
  if (writer.kind !== 'record' || reader.kind !== 'record') return [];
  return compareRecords(comparison, { writer, reader, route });
}

function compareNames(
  comparison: Comparison,
  pair: { writer: AvroNamed; reader: AvroNamed; match: Match & { readonly kind: 'same' }; namespaces: Set<string> },
): void {
  const { writer, reader, match, namespaces } = pair;
  const [baseline, candidate] = comparison.inTime(writer, reader);
  const said = { writer: writer.pointer, reader: reader.pointer };
  const values = [baseline.name, candidate.name];
  if (match.name === 'alias' && unqualified(writer.name) !== unqualified(reader.name)) {
    const message = `The ${writer.kind} ${baseline.name} is now called ${candidate.name}; its reader knows both names.`;
    comparison.report('avro-name-changed-with-alias', { ...said, message, level: 'info', values });
  } else if (match.name !== 'full') {
    const change = [namespaceOf(baseline.name), namespaceOf(candidate.name)].map((name) => name || 'none');
    // Types inherit the namespace of the one around them: one change, however many of them.
    if (namespaces.has(change.join(' '))) return;
    namespaces.add(change.join(' '));
    const message = `The namespace changed from ${change[0]} to ${change[1]}.`;
    comparison.report('avro-namespace-changed', {
      ...said,
      message,
      values: change,
      ...(match.name === 'alias' ? { level: 'info' } : {}),
    });
  }
  // In another namespace, the same alias has another full name.
  const moved = namespaceOf(baseline.name) !== namespaceOf(candidate.name);
  const shown = moved ? unqualified : (name: string): string => name;
  compareAliases(comparison, {
    ...said,
    what: `The ${candidate.kind} ${candidate.name}`,
    before: [...baseline.aliases, baseline.name].map(shown),
    after: [...candidate.aliases, candidate.name].map(shown),
  });
}

function compareLogical(comparison: Comparison, { writer, reader, route }: Task): void {
  const [written, read] = [describeLogical(writer.logical), describeLogical(reader.logical)];
  if (written === read) return;
  const [baseline, candidate] = comparison.inTime(written, read);
  const value = logicalValue(writer);
  const shown = JSON.stringify(value);
  const misread = `The reader resolves ${shown} as ${nameOf(reader)} with logical type ${read}; it was written with ${written}.`;
  comparison.report('avro-logical-type-changed', {
    message: `The logical type changed from ${baseline} to ${candidate}.`,
    writer: writer.pointer,
    reader: reader.pointer,
    values: [baseline, candidate],
    witness: comparison.witness(route, value, misread),
  });
}

function compareMetadata(comparison: Comparison, { writer, reader }: Task): void {
  const [written, read] = [writer, reader].map((type) =>
    canonicalJson([type.metadata, isNamed(type) ? (type.doc ?? null) : null]),
  );
  if (written === read) return;
  const message = `The documentation or an attribute of ${nameOf(writer)} that Avro does not define changed.`;
  comparison.report('avro-metadata-changed', {
    message,
    writer: writer.pointer,
    reader: reader.pointer,
    values: [nameOf(writer)],
  });
}

function logicalValue(type: AvroType): JsonValue | undefined {
  return type.kind === 'long' && branchesOf(type).length === 1 ? 1_000_000_000_000 : sampleOf(type);
}
