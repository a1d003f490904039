import { createAsyncApiDiffer } from './adapters/built-in/create-asyncapi-differ.ts';
import { createOpenApiDiffer } from './adapters/built-in/create-openapi-differ.ts';
import { createSystemClock } from './adapters/memory/system-clock.ts';
import { createUuidV7Generator } from './adapters/memory/uuid-v7-generator.ts';
import type { Policy } from './core/gates/policy.ts';
import { assertPolicy } from './core/gates/policy.ts';
import type { ContractType } from './core/line.ts';
import { contractTypes } from './core/line.ts';
import { assertOptions } from './internal/assert-options.ts';
import type { ApprovalSource } from './ports/approval-source.ts';
import type { Authorizer } from './ports/authorizer.ts';
import type { Clock } from './ports/clock.ts';
import type { ContractDiffer } from './ports/contract-differ.ts';
import type { ContractStore } from './ports/contract-store.ts';
import type { DocumentStore } from './ports/document-store.ts';
import type { IdGenerator } from './ports/id-generator.ts';
import type { IntegrationCatalog } from './ports/integration-catalog.ts';
import type { SchemaResolver } from './ports/schema-resolver.ts';
import type { Deadlines } from './usecases/dependencies.ts';
import type { Rollout } from './usecases/rollout.ts';
import { createUseCases } from './usecases/rollout.ts';

/** What a rollout works with. */
export interface RolloutOptions {
  /** Where lines, events and command results are kept. */
  readonly store: ContractStore;
  /**
   * Where documents and reports are kept. Without it nothing is computed: checks then need a declared
   * `breaking_change_count` or `diff_summary`.
   */
  readonly documents?: DocumentStore;
  /** The platform's list of integrations. */
  readonly catalog: IntegrationCatalog;
  /** Who may do what. */
  readonly authorizer: Authorizer;
  /**
   * What compares documents, by contract type. Default: `createOpenApiDiffer()` and `createAsyncApiDiffer()`; a type
   * set to `undefined` has none and takes only versions by reference.
   */
  readonly differs?: Readonly<Partial<Record<ContractType, ContractDiffer | undefined>>>;
  /** What is demanded beyond the runbook. Default: nothing. */
  readonly policy?: Policy;
  /** Where approvals are kept; needed by the `requireApprovals` gate. */
  readonly approvals?: ApprovalSource;
  /** Fetches documents that are created by reference. Without it they stay where they are. */
  readonly resolver?: SchemaResolver;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Default: UUID version 7. */
  readonly ids?: IdGenerator;
  /** In milliseconds. Default: 5,000 for a port, 30,000 for a comparison. */
  readonly deadlines?: Partial<Deadlines>;
}

/**
 * Creates the use cases on the given store, catalog and authorizer. Nothing is opened or started.
 *
 * @throws TypeError if an option is missing or impossible
 */
export function createRollout(options: RolloutOptions): Rollout {
  if (typeof options !== 'object' || options === null) throw new TypeError('createRollout: options must be an object.');
  const { store, documents, catalog, authorizer, approvals, resolver, policy = {} } = options;
  const { clock = createSystemClock(), ids = createUuidV7Generator() } = options;
  const differs = {
    openapi: createOpenApiDiffer({ clock }),
    event: createAsyncApiDiffer({ clock }),
    ...options.differs,
  };
  assertPort('store', store, ['load', 'commit', 'record', 'list', 'events']);
  assertPort('catalog', catalog, ['find']);
  assertPort('authorizer', authorizer, ['authorize']);
  assertPort('clock', clock, ['now']);
  assertPort('ids', ids, ['newId']);
  if (documents !== undefined) assertPort('documents', documents, ['put', 'get']);
  if (approvals !== undefined) assertPort('approvals', approvals, ['find']);
  if (resolver !== undefined) assertPort('resolver', resolver, ['resolve']);
  assertOptions('createRollout: options.differs', differs, contractTypes);
  for (const [type, differ] of Object.entries(differs)) {
    if (differ === undefined) continue;
    assertPort(`differs.${type}`, differ, ['validate', 'diff']);
    if (!('ruleset_digest' in differ)) {
      throw new TypeError(`createRollout: options.differs.${type} has no "ruleset_digest".`);
    }
  }
  assertPolicy(policy);
  const { deadlines = {} } = options;
  assertOptions('createRollout: options.deadlines', deadlines, ['port_ms', 'diff_ms']);
  const { port_ms = 5_000, diff_ms = 30_000 } = deadlines;
  for (const [name, value] of Object.entries({ port_ms, diff_ms })) {
    if (!(Number.isFinite(value) && value > 0 && value <= longestTimer)) {
      throw new TypeError(`deadlines.${name} must be between 1 and ${longestTimer} milliseconds, not ${value}.`);
    }
  }
  return createUseCases({
    store,
    documents,
    catalog,
    authorizer,
    differs,
    approvals,
    resolver,
    clock,
    ids,
    policy,
    deadlines: { port_ms, diff_ms },
  });
}

/** A longer timer fires at once. */
const longestTimer = 2 ** 31 - 1;

function assertPort(name: string, port: unknown, methods: readonly string[]): void {
  for (const method of methods) {
    const found: unknown = typeof port === 'object' && port !== null ? Reflect.get(port, method) : undefined;
    if (typeof found !== 'function') throw new TypeError(`createRollout: options.${name} has no method "${method}".`);
  }
}
