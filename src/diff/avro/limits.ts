/** What an Avro schema may cost; each is a count, so the same schema is accepted or refused on every machine. */
export interface AvroLimits {
  /** Length of schema text in UTF-8 bytes. Default 4 MiB. */
  readonly bytes: number;
  /** Nesting of objects and lists in the schema. Default 200, at most 1 000. */
  readonly depth: number;
  /** Values of every kind in the schema. Default 200 000. */
  readonly nodes: number;
  /** Records, enums and fixed types. Default 5 000. */
  readonly types: number;
  /** Symbols of one enum. Default 20 000. */
  readonly symbols: number;
  /** Fields of one record. Default 5 000. */
  readonly fields: number;
  /** Branches of one union. Default 1 000. */
  readonly branches: number;
  /** UTF-16 code units of one name. Default 1 024. */
  readonly name_length: number;
}

export const defaultAvroLimits: AvroLimits = {
  bytes: 4 * 1024 * 1024,
  depth: 200,
  nodes: 200_000,
  types: 5000,
  symbols: 20_000,
  fields: 5000,
  branches: 1000,
  name_length: 1024,
};
