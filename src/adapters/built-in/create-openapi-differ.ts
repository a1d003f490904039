import type { ContractDiffer } from '../../ports/contract-differ.ts';
import { createDiffer, type DifferOptions } from './create-differ.ts';

/** How OpenAPI contracts are compared; the same as for `diffOpenApi`, but for the time. */
export type OpenApiDifferOptions = Omit<DifferOptions, 'perspective'>;

/**
 * Judges OpenAPI contracts (Swagger 2.0, OpenAPI 3.0 to 3.2) with `diffOpenApi`: operations, parameters, bodies,
 * responses, headers, security, servers, and schemas by what they accept.
 *
 * `validate` refuses what breaks the specification, leaves the document or exceeds the limits. When a waiver expires,
 * `ruleset_digest` changes: checks that relied on it are stale then.
 *
 * @throws TypeError for impossible options
 */
export function createOpenApiDiffer(options: OpenApiDifferOptions = {}): ContractDiffer {
  return createDiffer('openapi', options);
}
