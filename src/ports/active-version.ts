import type { Result } from 'neverthrow';

import type { ContractVersion, LineKey } from '../core/line.ts';
import type { CallOptions } from './call-options.ts';
import type { StoreUnavailable } from './contract-store.ts';

/** Tells which version is in force, for those who ask often. Stores that can do it offer it beside their ports. */
export interface ActiveVersionReader {
  /**
   * The active version of a line, read without the rest of the line. Nobody is asked whether the caller may know.
   *
   * The answer holds as long as the line stands at its `revision`, which serves as an entity tag of what was cached.
   */
  active(line: LineKey, options: CallOptions): Promise<Result<ActiveVersion, StoreUnavailable>>;
}

/** What is in force on a line. */
export interface ActiveVersion {
  /** 0 for a line never written. */
  readonly revision: number;
  /** `null` if no version is active. */
  readonly version: ContractVersion | null;
}
