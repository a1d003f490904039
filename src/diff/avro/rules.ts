import type { FindingLevel } from '../../core/report.ts';
import type { PayloadRule } from '../payload/difference.ts';

const specification = 'https://avro.apache.org/docs/1.12.0/specification/';
const resolution = `${specification}#schema-resolution`;
const aliases = `${specification}#aliases`;

const rule = (
  id: `avro-${string}`,
  [send, receive]: readonly [FindingLevel, FindingLevel],
  because: string,
  details: { readonly remedy?: string; readonly source?: string } = {},
): PayloadRule => ({ id, levels: { send, receive }, because, source: resolution, ...details });

/**
 * The rules of Avro payloads. A reader resolves the writer's schema with its own: what the application sends is written
 * with the candidate and read with the baseline, what it receives the other way round.
 */
export const avroRules = [
  rule(
    'avro-field-added',
    ['info', 'info'],
    'A reader skips a field it does not know, and fills one that is missing with its default.',
  ),
  rule(
    'avro-field-added-without-default',
    ['info', 'breaking'],
    'A message written without the field gives the reader nothing to fill it with.',
    {
      remedy: 'Give the new field a default.',
    },
  ),
  rule(
    'avro-field-removed',
    ['breaking', 'info'],
    'A reader that still has the field has no default to fill it with.',
    {
      remedy: 'Keep writing the field, or first roll out a version in which it has a default.',
    },
  ),
  rule(
    'avro-field-removed-with-default',
    ['warning', 'info'],
    'Readers that still have the field silently get its default.',
  ),
  rule(
    'avro-field-renamed-with-alias',
    ['breaking', 'info'],
    'Aliases are looked up by the reader: only a side that has them finds the field under its other name.',
    {
      remedy: 'Keep the name where the field is written, or roll out readers with the alias first.',
      source: aliases,
    },
  ),
  rule(
    'avro-field-default-added',
    ['info', 'info'],
    'A default only matters to a reader whose writer lacks the field.',
  ),
  rule(
    'avro-field-default-removed',
    ['info', 'warning'],
    'Messages are readable as before, but the field can no longer be left out by a writer.',
  ),
  rule(
    'avro-field-default-changed',
    ['info', 'warning'],
    'Messages written without the field are now read with another value.',
  ),
  rule(
    'avro-default-invalid',
    ['breaking', 'breaking'],
    'A default that does not fit its type makes implementations refuse the whole schema.',
    {
      remedy: 'Give a default that fits the type; for a union, one that fits its first branch.',
      source: `${specification}#schema-record`,
    },
  ),
  rule('avro-field-reordered', ['info', 'info'], 'Fields are matched by name.'),
  rule(
    'avro-sort-order-changed',
    ['info', 'info'],
    'The order attribute and the order of symbols only decide how values are sorted.',
    {
      source: `${specification}#sort-order`,
    },
  ),
  rule('avro-alias-added', ['info', 'info'], 'An alias lets a reader accept one more name.', { source: aliases }),
  rule('avro-alias-removed', ['info', 'warning'], 'Messages written under the older name can no longer be read.', {
    source: aliases,
  }),
  rule('avro-type-promoted', ['breaking', 'info'], 'Only the wider type reads both.', {
    remedy: 'Widen the type where messages are read before it is widened where they are written.',
  }),
  rule('avro-type-demoted', ['info', 'breaking'], 'Only the wider type reads both.', {
    remedy: 'Keep the wider type where messages are read.',
  }),
  rule('avro-type-changed', ['breaking', 'breaking'], 'No rule of schema resolution reads the one type as the other.', {
    remedy: 'Add a field of the new type instead.',
  }),
  rule(
    'avro-enum-symbol-added',
    ['breaking', 'info'],
    'A reader without the symbol and without a default for the enum fails on it.',
    {
      remedy: 'First roll out readers whose enum has a default.',
    },
  ),
  rule(
    'avro-enum-symbol-added-with-default',
    ['warning', 'info'],
    'A reader without the symbol takes the default of its enum instead.',
  ),
  rule('avro-enum-symbol-removed', ['info', 'breaking'], 'Messages with the symbol cannot be read any more.', {
    remedy: 'Keep the symbol, or give the enum a default.',
  }),
  rule(
    'avro-enum-symbol-removed-with-default',
    ['info', 'warning'],
    'Messages with the symbol are read as the default of the enum.',
  ),
  rule(
    'avro-enum-default-added',
    ['info', 'info'],
    'The default only stands in for symbols that the reader does not know.',
  ),
  rule(
    'avro-enum-default-removed',
    ['info', 'warning'],
    'Messages are readable as before, but no symbol can be added by a writer any more.',
  ),
  rule(
    'avro-enum-default-changed',
    ['info', 'warning'],
    'Symbols that the reader does not know are read as another one.',
  ),
  rule('avro-union-branch-added', ['breaking', 'info'], 'A reader without a branch for the value cannot read it.', {
    remedy: 'Add the branch where messages are read before it is used where they are written.',
  }),
  rule('avro-union-branch-removed', ['info', 'breaking'], 'Messages that use the branch cannot be read any more.', {
    remedy: 'Keep the branch where messages are read.',
  }),
  rule('avro-name-changed', ['breaking', 'breaking'], 'Named types are matched by name.', {
    remedy: 'Keep the name, or give the reader an alias for it.',
  }),
  rule(
    'avro-name-changed-with-alias',
    ['breaking', 'info'],
    'Aliases are looked up by the reader: only a side that has them knows both names.',
    {
      remedy: 'Keep the name where the type is written, or roll out readers with the alias first.',
      source: aliases,
    },
  ),
  rule(
    'avro-namespace-changed',
    ['warning', 'warning'],
    'Schema resolution compares names without namespace, but several implementations compare full names.',
    {
      remedy: 'Keep the namespace, or give the reader an alias with the full name.',
      source: `${specification}#names`,
    },
  ),
  rule('avro-logical-type-changed', ['breaking', 'breaking'], 'The same bytes stand for another value.', {
    remedy: 'Add a field with the new logical type instead.',
    source: `${specification}#logical-types`,
  }),
  rule('avro-fixed-size-changed', ['breaking', 'breaking'], 'Fixed types are matched by name and size.', {
    remedy: 'Add a field of a new fixed type instead.',
  }),
  rule(
    'avro-metadata-changed',
    ['info', 'info'],
    'Documentation and attributes that Avro does not define never change the bytes.',
    {
      source: `${specification}#schema-declaration`,
    },
  ),
  rule(
    'avro-undecided',
    ['breaking', 'breaking'],
    'Implementations differ here, or the schema is beyond what can be decided; what is not proven is not compatible.',
    {},
  ),
] as const satisfies readonly PayloadRule[];
