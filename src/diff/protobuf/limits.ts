/** What a Protobuf definition may cost; each is a count, so the same text is accepted or refused on every machine. */
export interface ProtobufLimits {
  /** Length of the text in UTF-16 code units. Default 1 048 576. */
  readonly characters: number;
  /** Words, numbers, strings and signs. Default 100 000. */
  readonly tokens: number;
  /** Nesting of blocks. Default 30. */
  readonly depth: number;
  /** Messages, groups and enums. Default 5 000. */
  readonly types: number;
  /** Fields of one message, and extensions of all; the parser's cost grows with their square. Default 500. */
  readonly fields: number;
  /** Values of one enum. Default 20 000. */
  readonly enum_values: number;
  /** UTF-16 code units of one name. Default 1 024. */
  readonly name_length: number;
}

export const defaultProtobufLimits: ProtobufLimits = {
  characters: 1_048_576,
  tokens: 100_000,
  depth: 30,
  types: 5000,
  fields: 500,
  enum_values: 20_000,
  name_length: 1024,
};
