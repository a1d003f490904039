import { ok } from 'neverthrow';

import type { Lifecycle } from '../../core/context.ts';
import type { IntegrationCatalog } from '../../ports/integration-catalog.ts';

/** Which integrations there are at first. */
export interface MemoryCatalogOptions {
  /** The lifecycle of each integration, by its id; default: none. */
  readonly integrations?: Readonly<Record<string, Lifecycle>> | ReadonlyMap<string, Lifecycle>;
}

/** A catalog that can be changed. */
export interface MemoryCatalog extends IntegrationCatalog {
  /** Adds an integration or changes its lifecycle. */
  set(integration_id: string, lifecycle: Lifecycle): void;
  /** Forgets an integration; fine if it is unknown. */
  delete(integration_id: string): void;
}

/** Integrations in process memory, for tests and demos. */
export function createMemoryCatalog({ integrations = {} }: MemoryCatalogOptions = {}): MemoryCatalog {
  const known = new Map<string, Lifecycle>(integrations instanceof Map ? integrations : Object.entries(integrations));
  return {
    find: async (integration_id) => {
      const lifecycle = known.get(integration_id);
      return ok(lifecycle === undefined ? null : { lifecycle });
    },
    set: (integration_id, lifecycle) => {
      known.set(integration_id, lifecycle);
    },
    delete: (integration_id) => {
      known.delete(integration_id);
    },
  };
}
