import type { Result } from 'neverthrow';

import type { CallOptions } from './call-options.ts';
import type { StoreUnavailable } from './contract-store.ts';

/** Keeps bytes under their checksum, exactly as given and for good. */
export interface DocumentStore {
  /** Stores bytes under `sha256:<hex>`. Storing the same again is fine and changes nothing. */
  put(checksum: string, bytes: Uint8Array, options: CallOptions): Promise<Result<void, StoreUnavailable>>;
  /** The bytes, or `null` if nothing is stored under the checksum. */
  get(checksum: string, options: CallOptions): Promise<Result<Uint8Array | null, StoreUnavailable>>;
}
