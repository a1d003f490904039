/**
 * What a document may cost. Each is a count, so the same document is accepted or refused on every machine.
 * The defaults admit every public document we know of with room to spare: the largest has 12 MB, 230 000 nodes,
 * 8 000 references, 600 values in one enum and keys of 127 characters, and nests 26 deep.
 */
export interface DocumentLimits {
  /** Length of the source in UTF-8 bytes. Default 32 MiB. */
  readonly bytes: number;
  /** Nesting of objects and arrays; a document that is one flat object has depth 1. Default 200, at most 1 000. */
  readonly depth: number;
  /** Values of every kind, an aliased one counted each time it is used. Default 1 000 000. */
  readonly nodes: number;
  /** `$ref`, `$dynamicRef`, `$recursiveRef` and `operationRef` members. Default 100 000. */
  readonly references: number;
  /** UTF-16 code units in one key. Default 1 024. */
  readonly key_length: number;
  /** Values of one `enum`. Default 20 000. */
  readonly enum_values: number;
  /** Uses of YAML aliases (`*name`). Default 1 000. */
  readonly aliases: number;
  /** Keys copied by YAML merges (`<<`), repeated ones counted again. Default 10 000. */
  readonly merged_keys: number;
}

export type LimitName = keyof DocumentLimits;

export const defaultDocumentLimits: DocumentLimits = {
  bytes: 32 * 1024 * 1024,
  depth: 200,
  nodes: 1_000_000,
  references: 100_000,
  key_length: 1024,
  enum_values: 20_000,
  aliases: 1000,
  merged_keys: 10_000,
};

/** Above this, nested YAML could exhaust the call stack before the limit is reached. */
const deepest = 1000;

/** Completes partial limits with the defaults; an impossible limit is the caller's mistake and throws a `TypeError`. */
export function resolveLimits(limits: Partial<DocumentLimits> = {}): DocumentLimits {
  const resolved = { ...defaultDocumentLimits, ...limits };
  for (const [name, value] of Object.entries(resolved)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TypeError(`The limit "${name}" must be a non-negative integer, not ${String(value)}.`);
    }
  }
  if (resolved.depth > deepest) throw new TypeError(`The limit "depth" must be at most ${deepest}.`);
  return resolved;
}
