import { err, ok, type Result } from 'neverthrow';

import type {
  PayloadDifference,
  PayloadDirection,
  PayloadError,
  PayloadSide,
  SchemaFault,
} from '../payload/difference.ts';
import { Comparison, type Pair, type ProtobufEncoding } from './comparison.ts';
import { defaultProtobufLimits, type ProtobufLimits } from './limits.ts';
import { compareMessages } from './messages.ts';
import { withinPackage, type ProtoFile, type ProtoMessage } from './model.ts';
import { readOutline, type Outline } from './outline.ts';
import { parseProtobuf, type Parsed, type Protobufjs } from './parse.ts';
import { protobufRules } from './rules.ts';

export interface ProtobufSides {
  /** The text of a definition (`.proto`). */
  readonly baseline: string;
  readonly candidate: string;
  /** `send`: written with the candidate and read with the baseline; `receive`: the other way round. */
  readonly direction: PayloadDirection;
  /** What the content type makes of the messages. Default `binary`. */
  readonly encoding?: ProtobufEncoding;
}

/**
 * Compares two versions of a Protobuf definition, by number in the binary encoding and by name in JSON.
 *
 * The payload is the message that a comment `@RootNode` marks, else the top-level message that no other one holds;
 * where several are left, they are paired by name. Finds every difference, harmless ones included, in an order that
 * only the definitions decide; their places have the line and column in the text. Imports are never loaded: those of
 * `google/protobuf/` that come with `protobufjs`, which this call loads, are known, and others make the result
 * undecided. Definitions that differ in comments and white space only have no difference.
 */
export async function compareProtobuf(
  { baseline, candidate, direction, encoding = 'binary' }: ProtobufSides,
  limits?: Partial<ProtobufLimits>,
): Promise<Result<readonly PayloadDifference[], PayloadError>> {
  const resolved = { ...defaultProtobufLimits, ...limits };
  const before = readOutline(baseline, resolved);
  if (before.isErr()) return err(onSide('baseline', before.error));
  const after = readOutline(candidate, resolved);
  if (after.isErr()) return err(onSide('candidate', after.error));
  if (isSame(before.value, after.value)) return ok([]);

  const loaded = await import('protobufjs');
  // The package is CommonJS: which of its exports have names here is up to the loader.
  const protobuf: Protobufjs = 'default' in loaded ? loaded.default : loaded;
  const old = parseProtobuf(protobuf, baseline, before.value);
  if (old.isErr()) return err(onSide('baseline', old.error));
  const proposed = parseProtobuf(protobuf, candidate, after.value);
  if (proposed.isErr()) return err(onSide('candidate', proposed.error));

  if ('missing' in old.value || 'missing' in proposed.value) return ok([undecidedImports(old.value, proposed.value)]);
  const files = { baseline: old.value.file, candidate: proposed.value.file };
  const comparison = new Comparison(protobuf, files, { direction, encoding });
  compareFiles(comparison);
  walk(comparison, pairPayloads(comparison));
  return ok(comparison.found);
}

function onSide(side: PayloadSide, fault: SchemaFault): PayloadError {
  return { ...fault, side, message: `The ${side} is not compared: ${fault.message}` };
}

function isSame(one: Outline, other: Outline): boolean {
  return one.words === other.words && one.roots.join(' ') === other.roots.join(' ');
}

function undecidedImports(baseline: Parsed, candidate: Parsed): PayloadDifference {
  const missing = [baseline, candidate].flatMap((parsed) => ('missing' in parsed ? parsed.missing : []));
  const paths = [...new Set(missing)].map((path) => JSON.stringify(path.slice(0, 200))).join(', ');
  const rule = protobufRules.find(({ id }) => id === 'protobuf-undecided');
  const undecided = `The definition imports ${paths}, which is not part of the document and is never loaded.`;
  return {
    rule: 'protobuf-undecided',
    level: 'breaking',
    message: 'The payload cannot be compared.',
    because: rule?.because ?? '',
    ...(rule !== undefined && 'remedy' in rule ? { remedy: rule.remedy } : {}),
    baseline: { pointer: '' },
    candidate: { pointer: '' },
    undecided,
    values: [...new Set(missing)],
  };
}

function compareFiles(comparison: Comparison): void {
  const { baseline, candidate } = comparison;
  const whole = { place: { pointer: '' } };
  const said = { baseline: whole, candidate: whole };
  if (baseline.package !== candidate.package) {
    const [before, after] = [baseline, candidate].map((file) => file.package || 'none');
    const message = `The package changed from ${before ?? ''} to ${after ?? ''}.`;
    comparison.report('protobuf-package-changed', { ...said, message, values: [baseline.package, candidate.package] });
  }
  if (baseline.syntax !== candidate.syntax) {
    const message = `The syntax changed from ${baseline.syntax} to ${candidate.syntax}.`;
    comparison.report('protobuf-syntax-changed', { ...said, message, values: [baseline.syntax, candidate.syntax] });
  }
}

/** Which message of the one definition is which of the other. */
function pairPayloads(comparison: Comparison): readonly Pair[] {
  const { baseline, candidate } = comparison;
  const [only, second] = baseline.payloads;
  const [other, another] = candidate.payloads;
  if (only !== undefined && other !== undefined && second === undefined && another === undefined) {
    return [toPair(only, other)];
  }
  const [before, after] = [payloadsOf(baseline), payloadsOf(candidate)];
  const pairs = [...before].flatMap(([name, message]) => {
    const same = after.get(name);
    return same === undefined ? [] : [toPair(message, same)];
  });
  const unpaired = [
    ...[...before.keys()].filter((name) => !after.has(name)),
    ...[...after.keys()].filter((name) => !before.has(name)),
  ];
  if (unpaired.length > 0 || pairs.length === 0) {
    const undecided = `Which message is the payload is not certain: ${unpaired.slice(0, 10).join(', ') || 'there is none'}.`;
    comparison.report('protobuf-undecided', {
      message: 'The payload cannot be told from the other messages; the comment @RootNode can mark it.',
      baseline: before.values().next().value,
      candidate: after.values().next().value,
      values: unpaired,
      undecided,
    });
  }
  return pairs;
}

/** By their names within the package. */
function payloadsOf(file: ProtoFile): ReadonlyMap<string, ProtoMessage> {
  return new Map(file.payloads.map((message) => [withinPackage(message.name, file), message]));
}

function toPair(baseline: ProtoMessage, candidate: ProtoMessage): Pair {
  return { baseline, candidate, payload: { baseline, candidate } };
}

/** Messages that hold each other can pair every one with every other. */
const mostPairs = 100_000;

/** Compares messages pair by pair, each pair once, outer ones first. */
function walk(comparison: Comparison, payloads: readonly Pair[]): void {
  const seen = new Map<ProtoMessage, Set<ProtoMessage>>();
  const pairs = [...payloads];
  // Grows while it is read.
  for (const pair of pairs) {
    const others = seen.get(pair.baseline) ?? new Set();
    if (others.has(pair.candidate)) continue;
    seen.set(pair.baseline, others.add(pair.candidate));
    if (pairs.length > mostPairs) {
      const undecided = `The definitions pair more than ${mostPairs} messages.`;
      comparison.report('protobuf-undecided', { message: undecided, undecided, values: ['pairs'] });
      return;
    }
    pairs.push(...compareMessages(comparison, pair));
  }
}
