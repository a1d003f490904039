import type { ContractDiffer } from '../../ports/contract-differ.ts';
import { createDiffer, type DifferOptions } from './create-differ.ts';

/** How event contracts are compared; the same as for `diffAsyncApi`, but for the time. */
export type AsyncApiDifferOptions = Omit<DifferOptions, 'secondOpinion'>;

/**
 * Judges event contracts (AsyncAPI 2.0 to 2.6, 3.0 and 3.1) with `diffAsyncApi`: servers, channels, operations,
 * messages, their payloads in JSON Schema, Avro and Protobuf, and protocol bindings.
 *
 * `validate` refuses what breaks the specification, leaves the document or exceeds the limits. Packages for Avro and
 * Protobuf are loaded by the first comparison that needs them. When a waiver expires, `ruleset_digest` changes: checks
 * that relied on it are stale then.
 *
 * @throws TypeError for impossible options
 */
export function createAsyncApiDiffer(options: AsyncApiDifferOptions = {}): ContractDiffer {
  return createDiffer('event', options);
}
