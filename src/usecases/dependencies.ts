import type { Policy } from '../core/gates/policy.ts';
import type { ContractType } from '../core/line.ts';
import type { ApprovalSource } from '../ports/approval-source.ts';
import type { Authorizer } from '../ports/authorizer.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContractDiffer } from '../ports/contract-differ.ts';
import type { ContractStore } from '../ports/contract-store.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { IntegrationCatalog } from '../ports/integration-catalog.ts';
import type { SchemaResolver } from '../ports/schema-resolver.ts';

/** Everything the use cases reach the outside through. */
export interface Dependencies {
  readonly store: ContractStore;
  /** `undefined` where documents are not kept: then nothing is computed and declared evidence is accepted. */
  readonly documents: DocumentStore | undefined;
  readonly catalog: IntegrationCatalog;
  readonly authorizer: Authorizer;
  readonly differs: Readonly<Partial<Record<ContractType, ContractDiffer | undefined>>>;
  readonly approvals: ApprovalSource | undefined;
  readonly resolver: SchemaResolver | undefined;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly policy: Policy;
  readonly deadlines: Deadlines;
}

/** How long a port may take, in milliseconds. The package owns every deadline; a client library's own may be longer. */
export interface Deadlines {
  /** Every call but a comparison. Default 5,000. */
  readonly port_ms: number;
  /** Validating or comparing documents. Default 30,000. */
  readonly diff_ms: number;
}
