import type { Result } from 'neverthrow';

import type { CallOptions } from './call-options.ts';
import type { PortFailure } from './port-failure.ts';

/** Fetches the document that a `schema_ref` names. What it returns is checked against the checksum the creator gave. */
export interface SchemaResolver {
  /** The document's bytes, or `null` if the reference names nothing. */
  resolve(schema_ref: string, options: CallOptions): Promise<Result<Uint8Array | null, PortFailure>>;
}
