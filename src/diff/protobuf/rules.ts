import type { FindingLevel } from '../../core/report.ts';
import type { PayloadRule } from '../payload/difference.ts';

const guides = 'https://protobuf.dev/programming-guides/';
const updating = `${guides}proto3/#updating`;
const json = `${guides}json/`;

const rule = (
  id: `protobuf-${string}`,
  [send, receive]: readonly [FindingLevel, FindingLevel],
  because: string,
  details: { readonly remedy?: string; readonly source?: string } = {},
): PayloadRule => ({ id, levels: { send, receive }, because, source: updating, ...details });

/** The rules of Protobuf payloads; the levels are those of the binary encoding, and differences in JSON may have others. */
export const protobufRules = [
  rule(
    'protobuf-field-added',
    ['info', 'info'],
    'Readers skip numbers they do not know, and a missing field has its zero value; parsers of the JSON form refuse unknown members unless told otherwise.',
  ),
  rule('protobuf-field-required-added', ['info', 'breaking'], 'Messages without the field fail to parse.', {
    remedy: 'Make the field optional.',
    source: `${guides}proto2/#field-labels`,
  }),
  rule(
    'protobuf-field-required-removed',
    ['breaking', 'info'],
    'Readers that still require the field fail on messages without it.',
    {
      remedy: 'Make the field optional only after every reader has done so.',
      source: `${guides}proto2/#field-labels`,
    },
  ),
  rule(
    'protobuf-field-removed',
    ['breaking', 'breaking'],
    'Nothing keeps the number, or in JSON the name, from being used again with another meaning, and the value is gone.',
    {
      remedy: 'Reserve the number and the name, or keep the field and mark it deprecated.',
      source: `${guides}proto3/#deleting`,
    },
  ),
  rule('protobuf-field-removed-reserved', ['warning', 'warning'], 'Nothing can be misread, but the value is gone.', {
    source: `${guides}proto3/#deleting`,
  }),
  rule(
    'protobuf-field-number-changed',
    ['breaking', 'breaking'],
    'The number is what identifies a field in the binary encoding.',
    {
      remedy: 'Keep the number.',
    },
  ),
  rule('protobuf-field-type-changed', ['breaking', 'breaking'], 'The bytes are refused or read as another value.', {
    remedy: 'Add a field of the new type with a number of its own.',
  }),
  rule('protobuf-field-type-widened', ['breaking', 'info'], 'Readers of the narrower type cut off what does not fit.', {
    remedy: 'Widen the type where messages are read before it is widened where they are written.',
  }),
  rule(
    'protobuf-field-type-narrowed',
    ['info', 'breaking'],
    'Readers of the narrower type cut off what does not fit.',
    {
      remedy: 'Keep the wider type where messages are read.',
    },
  ),
  rule('protobuf-field-renamed', ['info', 'info'], 'The name is not part of the encoding.'),
  rule(
    'protobuf-json-name-changed',
    ['breaking', 'breaking'],
    'In JSON the name is what identifies a field or an enum value.',
    {
      remedy: 'Keep the name in JSON with the option json_name.',
      source: json,
    },
  ),
  rule('protobuf-cardinality-changed', ['breaking', 'breaking'], 'One value, a list and a map mean different things.', {
    remedy: 'Add a field with the new cardinality and a number of its own.',
  }),
  rule('protobuf-oneof-changed', ['breaking', 'breaking'], 'Setting one member of a oneof clears the others.', {
    remedy: 'Leave the fields where they are, and add new ones to the oneof.',
  }),
  rule(
    'protobuf-oneof-member-added',
    ['warning', 'info'],
    'A message that uses the new member looks to its readers as if none was set.',
    {
      source: `${guides}proto3/#oneof`,
    },
  ),
  rule(
    'protobuf-presence-changed',
    ['warning', 'warning'],
    'Whether a zero value differs from an absent one changed, and the two sides see it differently.',
    {
      source: `${guides}field_presence/`,
    },
  ),
  rule('protobuf-default-changed', ['warning', 'warning'], 'The two sides take an absent field for different values.', {
    source: `${guides}proto2/#optional`,
  }),
  rule('protobuf-packing-changed', ['info', 'info'], 'Parsers accept packed and unpacked lists alike.', {
    source: `${guides}encoding/#packed`,
  }),
  rule(
    'protobuf-option-changed',
    ['warning', 'warning'],
    'An option without a rule of its own may restrict values or steer code: reported, never ignored.',
    {
      source: `${guides}proto3/#customoptions`,
    },
  ),
  rule(
    'protobuf-enum-value-added',
    ['warning', 'info'],
    'Open enums carry numbers without a name, but code meets a value it does not handle; closed enums drop it, and JSON refuses the name.',
    {
      remedy: 'Roll out readers that know the value first.',
      source: `${guides}enum/`,
    },
  ),
  rule('protobuf-enum-value-removed', ['info', 'breaking'], 'Messages with the value still arrive.', {
    remedy: 'Keep the value and mark it deprecated.',
    source: `${guides}enum/`,
  }),
  rule(
    'protobuf-enum-value-renumbered',
    ['breaking', 'breaking'],
    'The number is what identifies a value in the binary encoding.',
    {
      remedy: 'Keep the number.',
      source: `${guides}enum/`,
    },
  ),
  rule('protobuf-enum-value-renamed', ['info', 'info'], 'The name is not part of the binary encoding.'),
  rule(
    'protobuf-enum-openness-changed',
    ['warning', 'warning'],
    'Closed enums treat a number without a name as an unknown field, open ones keep it.',
    {
      source: `${guides}enum/`,
    },
  ),
  rule(
    'protobuf-reservation-removed',
    ['warning', 'warning'],
    'A number or name that once had a meaning may be used again with another one.',
    {
      remedy: 'Keep the reservation.',
      source: `${guides}proto3/#fieldreserved`,
    },
  ),
  rule(
    'protobuf-message-renamed',
    ['info', 'info'],
    'The name of a message is on the wire only where Any or a registry puts it there.',
  ),
  rule('protobuf-package-changed', ['warning', 'warning'], 'Registries and Any go by full names.', {
    remedy: 'Keep the package.',
    source: `${guides}proto3/#packages`,
  }),
  rule(
    'protobuf-syntax-changed',
    ['warning', 'warning'],
    'Versions of the language differ in presence, enums, packing and the checking of text.',
    {
      source: 'https://protobuf.dev/editions/overview/',
    },
  ),
  rule(
    'protobuf-undecided',
    ['breaking', 'breaking'],
    'The definition needs something that it does not contain; what is not proven is not compatible.',
    {
      remedy: 'Put the imported types into the definition itself.',
      source: `${guides}proto3/#importing`,
    },
  ),
] as const satisfies readonly PayloadRule[];
