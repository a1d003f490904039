import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { expect, it } from 'vitest';

import { differences } from './support.ts';

interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly label: '' | 'repeated ' | 'optional ';
}

const types = [
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'sfixed64',
  'bool',
  'E',
  'string',
  'bytes',
  'double',
  'float',
];

/** Definitions from so small a world that two of them are often alike. */
const definitions: fc.Arbitrary<readonly Field[]> = fc
  .tuple(
    fc.subarray([1, 2, 3], { minLength: 1 }),
    fc.array(fc.constantFrom(...types), { minLength: 3, maxLength: 3 }),
    fc.array(fc.constantFrom('' as const, '' as const, 'repeated ' as const, 'optional ' as const), {
      minLength: 3,
      maxLength: 3,
    }),
    fc.array(fc.constantFrom('f', 'f', 'g'), { minLength: 3, maxLength: 3 }),
  )
  .map(([numbers, fieldTypes, labels, names]) =>
    numbers.map((number, index) => ({
      name: `${names[index] ?? ''}${number}`,
      number,
      type: fieldTypes[index] ?? 'int32',
      label: labels[index] ?? '',
    })),
  );

function textOf(fields: readonly Field[]): string {
  const lines = fields.map(({ name, number, type, label }) => `${label}${type} ${name} = ${number};`);
  return `syntax = "proto3"; message M { reserved 10; ${lines.join(' ')} } enum E { ZERO = 0; ONE = 1; NEGATIVE = -1; }`;
}

/** A message as the library takes it: long numbers as text, bytes as base64. */
function messagesOf(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(
      fields.map(({ name, type, label }) => {
        const value = valuesOf(type);
        return [name, label === 'repeated ' ? fc.array(value, { maxLength: 3 }) : value] as const;
      }),
    ),
    { requiredKeys: [], noNullPrototype: true },
  );
}

function valuesOf(type: string): fc.Arbitrary<unknown> {
  const long = (min: bigint, max: bigint): fc.Arbitrary<string> => fc.bigInt({ min, max }).map(String);
  if (type === 'bool') return fc.boolean();
  if (type === 'E') return fc.constantFrom('ZERO', 'ONE', 'NEGATIVE');
  if (type === 'string') return fc.string({ maxLength: 3 });
  if (type === 'bytes') return fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  if (type === 'double' || type === 'float') return fc.float({ noNaN: true, noDefaultInfinity: true });
  if (type.endsWith('64')) return type.startsWith('u') ? long(0n, 2n ** 64n - 1n) : long(-(2n ** 63n), 2n ** 63n - 1n);
  return type === 'uint32' || type === 'fixed32' ? fc.nat(2 ** 32 - 1) : fc.integer();
}

const shown = { longs: String, bytes: String, defaults: true, arrays: true } as const;

/** What a value means, whatever type it is read as. */
function meaning(type: string, value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => meaning(type, item)).join()}]`;
  // Presence is a difference of its own.
  if (value === undefined || value === null) return type === 'string' || type === 'bytes' ? '' : '0';
  if (typeof value === 'string') return type === 'string' ? Buffer.from(value).toString('base64') : value;
  return typeof value === 'boolean' ? String(Number(value)) : JSON.stringify(value);
}

/** The meaning of each field that the reader knows, as it was written and as it is read; `undefined` where it fails. */
function readings(
  writer: readonly Field[],
  reader: readonly Field[],
  message: Record<string, unknown>,
): readonly (readonly [string, string])[] | undefined {
  const [from, to] = [writer, reader].map((fields) =>
    protobuf.parse(textOf(fields), { keepCase: true }).root.lookupType('M'),
  );
  if (from === undefined || to === undefined) throw new Error('not parsed');
  const bytes = from.encode(from.fromObject(message)).finish();
  const written = from.toObject(from.decode(bytes), shown);
  let read: Record<string, unknown>;
  try {
    read = to.toObject(to.decode(bytes), shown);
  } catch {
    return undefined;
  }
  return reader.flatMap((field) => {
    const source = writer.find(({ number }) => number === field.number);
    if (source === undefined) return [];
    return [[meaning(source.type, written[source.name]), meaning(field.type, read[field.name])] as const];
  });
}

const isMisread = (found: readonly (readonly [string, string])[] | undefined): boolean =>
  found === undefined || found.some(([written, read]) => written !== read);

it('what has no breaking difference is read as it was written', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc
        .tuple(definitions, definitions)
        .chain(([writer, reader]) => fc.tuple(fc.constant(writer), fc.constant(reader), messagesOf(writer))),
      fc.constantFrom('send' as const, 'receive' as const),
      async ([writer, reader, message], direction) => {
        const [baseline, candidate] = direction === 'send' ? [reader, writer] : [writer, reader];
        const found = await differences({ baseline: textOf(baseline), candidate: textOf(candidate), direction });
        // A removed field breaks although every message is read: its number could get another meaning.
        if (found.some(({ level, rule }) => level === 'breaking' && rule !== 'protobuf-field-removed')) return;
        read += 1;
        expect(isMisread(readings(writer, reader, message))).toBe(false);
      },
    ),
    { seed: 20_261_122, numRuns: 300 },
  );
  expect(read).toBeGreaterThan(20);
});

it('a witness is what the library encodes, and its reader misreads or refuses it', async () => {
  let shownCount = 0;
  await fc.assert(
    fc.asyncProperty(
      definitions,
      definitions,
      fc.constantFrom('send' as const, 'receive' as const),
      async (baseline, candidate, direction) => {
        const [writer, reader] = direction === 'send' ? [candidate, baseline] : [baseline, candidate];
        const found = await differences({ baseline: textOf(baseline), candidate: textOf(candidate), direction });
        for (const { rule, level, witness } of found) {
          if (level !== 'breaking' || rule === 'protobuf-field-removed') continue;
          expect(witness).toBeDefined();
          const message = witness?.json as Record<string, unknown>;
          const from = protobuf.parse(textOf(writer), { keepCase: true }).root.lookupType('M');
          expect(Buffer.from(from.encode(from.fromObject(message)).finish()).toString('hex')).toBe(witness?.hex);
          // A list of one is read as one, and an open enum keeps a number without name: the meaning is another one.
          const kept = rule === 'protobuf-cardinality-changed' || reader.some(({ type }) => type === 'E');
          if (!kept) expect(isMisread(readings(writer, reader, message))).toBe(true);
          shownCount += 1;
        }
      },
    ),
    { seed: 20_261_122, numRuns: 400 },
  );
  expect(shownCount).toBeGreaterThan(200);
});

it('a definition has no difference to itself in another order', async () => {
  await fc.assert(
    fc.asyncProperty(definitions, async (fields) => {
      const sides = { baseline: textOf(fields), candidate: textOf(fields.toReversed()) };
      for (const encoding of ['binary', 'json'] as const) {
        expect(await differences({ ...sides, direction: 'send', encoding })).toEqual([]);
      }
    }),
    { seed: 20_261_122, numRuns: 100 },
  );
});
