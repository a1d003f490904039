import type { Result } from 'neverthrow';

import type { Lifecycle } from '../core/context.ts';
import type { CallOptions } from './call-options.ts';
import type { PortFailure } from './port-failure.ts';

/** The platform's own list of integrations. */
export interface IntegrationCatalog {
  /** The integration's lifecycle, or `null` if the catalog does not know it. Not to know and not to answer are distinct. */
  find(
    integration_id: string,
    options: CallOptions,
  ): Promise<Result<{ readonly lifecycle: Lifecycle } | null, PortFailure>>;
}
