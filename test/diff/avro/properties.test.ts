import avro from 'avsc';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { defaultAvroLimits } from '../../../src/diff/avro/index.ts';
import { parseAvro } from '../../../src/diff/avro/parse.ts';
import { readValue, type Reading } from '../../../src/diff/avro/read.ts';
import type { JsonValue } from '../../../src/internal/json.ts';
import { schemas, valuesOf } from './arbitraries.ts';
import { narrow } from './narrow.ts';
import { differences } from './support.ts';

function typeOf(schema: JsonValue): avro.Type {
  const options = { wrapUnions: 'always', registry: {} };
  return avro.Type.forSchema(schema as avro.Schema, options as unknown as Parameters<typeof avro.Type.forSchema>[1]);
}

function resolves(writer: JsonValue, reader: JsonValue): boolean {
  try {
    typeOf(reader).createResolver(typeOf(writer));
    return true;
  } catch {
    return false;
  }
}

function ownReading(writer: JsonValue, reader: JsonValue, value: JsonValue): Reading {
  const [written, read] = [writer, reader].map((schema) => parseAvro(schema, defaultAvroLimits)._unsafeUnwrap());
  if (written === undefined || read === undefined) throw new Error('unread');
  return readValue(written, read, value);
}

/** What avsc makes of a message, in the JSON encoding. */
function avscReading(writer: JsonValue, reader: JsonValue, value: JsonValue): JsonValue {
  const [written, read] = [typeOf(writer), typeOf(reader)];
  const message = written.toBuffer(written.fromString(JSON.stringify(value)));
  const result = read.fromBuffer(message, read.createResolver(written));
  // avsc keeps the double of a whole number that it reads as float, until it is written again.
  return JSON.parse(read.toString(read.fromBuffer(read.toBuffer(result))));
}

const isUndecided = ({ undecided }: { readonly undecided?: string }): boolean => undecided !== undefined;

it('what has no breaking difference, avsc reads, and gets what we say it gets', async () => {
  let read = 0;
  const pairs = fc
    .tuple(schemas, schemas)
    .chain(([writer, reader]) => fc.tuple(fc.constant(writer), fc.constant(reader), valuesOf(writer, 0)));
  await fc.assert(
    fc.asyncProperty(pairs, async ([writer, reader, value]) => {
      const found = await differences(writer, reader, 'receive');
      if (found.some(({ level }) => level === 'breaking')) return;
      read += 1;
      expect({ value: avscReading(writer, reader, value) }).toEqual(ownReading(writer, reader, value));
    }),
    { seed: 20_261_122, numRuns: 800 },
  );
  expect(read).toBeGreaterThan(40);
});

it('what has a breaking difference, avsc refuses, and each witness shows it', async () => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(schemas, schemas, fc.constantFrom('send', 'receive'), async (baseline, candidate, direction) => {
      const [writer, reader] = direction === 'send' ? [candidate, baseline] : [baseline, candidate];
      const broken = (await differences(baseline, candidate, direction)).filter(({ level }) => level === 'breaking');
      if (broken.length === 0 || broken.some(isUndecided)) return;
      expect(resolves(writer, reader)).toBe(false);
      for (const { witness } of broken) {
        if (witness === undefined) throw new Error('no witness');
        const written = typeOf(writer);
        expect(written.toBuffer(written.fromString(JSON.stringify(witness.json))).toString('hex')).toBe(witness.hex);
        expect(witness.outcome).toBe('refused');
        expect(resolves(narrow(writer, [witness.json]), reader)).toBe(false);
        shown += 1;
      }
    }),
    { seed: 20_261_122, numRuns: 400 },
  );
  expect(shown).toBeGreaterThan(150);
});

it('a value of the baseline that avsc cannot read is never called compatible', async () => {
  let refused = 0;
  const pairs = fc
    .tuple(schemas, schemas)
    .chain(([writer, reader]) => fc.tuple(fc.constant(writer), fc.constant(reader), valuesOf(writer, 1)));
  await fc.assert(
    fc.asyncProperty(pairs, async ([writer, reader, value]) => {
      if (resolves(narrow(writer, [value]), reader)) return;
      refused += 1;
      const found = await differences(writer, reader, 'receive');
      expect(found.some(({ level }) => level === 'breaking')).toBe(true);
    }),
    { seed: 20_261_122, numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(80);
});

it('a schema has no difference to itself with its members in another order', async () => {
  await fc.assert(
    fc.asyncProperty(schemas, async (schema) => {
      const { name, ...rest } = schema;
      expect(await differences(schema, { ...rest, name: name ?? '' }, 'send')).toEqual([]);
    }),
    { seed: 20_261_122, numRuns: 200 },
  );
});
