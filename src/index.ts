// Rolling out
export { createRollout } from './create-rollout.ts';
export type { RolloutOptions } from './create-rollout.ts';
export type { Answer, Rollout } from './usecases/rollout.ts';
export type { CallContext, CommandContext } from './usecases/call-context.ts';
export type { Deadlines } from './usecases/dependencies.ts';
export type { LineInput } from './usecases/line-input.ts';
export type { CreateVersionInput } from './usecases/create-version.ts';
export type { CheckCompatibilityInput } from './usecases/check-compatibility.ts';
export type { ActivateInput, RollbackInput } from './usecases/activate.ts';
export type { DeprecateInput, ImportHistoryInput, RetireInput } from './usecases/change-version.ts';
export type { PlanInput, PlanResult } from './usecases/plan.ts';
export type {
  ChecksInput,
  EventsInput,
  GetInput,
  ListInput,
  PageInput,
  VersionDetails,
  VersionPage,
} from './usecases/reads.ts';
export type {
  ActivationResult,
  CheckResult,
  CommandResult,
  ImportResult,
  LineState,
  VersionResult,
} from './usecases/results.ts';

// Policies
export { block, pass } from './core/gates/gate.ts';
export { compatibleWithAllLive } from './core/gates/all-live-versions.ts';
export { freezeWindows } from './core/gates/freeze-windows.ts';
export { maximumCheckAge } from './core/gates/maximum-check-age.ts';
export { minimumSoak } from './core/gates/minimum-soak.ts';
export { requireApprovals } from './core/gates/approvals.ts';
export { requireComputed } from './core/gates/computed-evidence.ts';
export { semverHonesty } from './core/gates/semver-honesty.ts';
export type { Block, Gate, GateContext, GateVerdict, Pass } from './core/gates/gate.ts';
export type { FreezeWindow, OneTimeFreeze, Weekday, WeeklyFreeze } from './core/gates/freeze-windows.ts';
export type { GateReport, Policy, RollbackWindow } from './core/gates/policy.ts';

// Deciding
export { decide } from './core/decide.ts';
export { evolve, replay } from './core/evolve.ts';
export { plan } from './core/plan.ts';
export { emptyLine, toContractLine, toStoredLine } from './core/line.ts';
export type { Decision } from './core/decide.ts';
export type { Plan } from './core/plan.ts';
export type { Declaration } from './core/declaration.ts';
export type { Approval, Authorization, Comparison, Context, Integration, Lifecycle } from './core/context.ts';
export type {
  Activate,
  Check,
  Command,
  Create,
  Deprecate,
  Import,
  ImportedActivation,
  ImportedVersion,
  Override,
  Retire,
  Rollback,
} from './core/command.ts';
export type {
  AccessDenied,
  Activated,
  ActivationWasBlocked,
  Actor,
  CompatibilityEvaluated,
  ContractEvent,
  ContractEventType,
  Created,
  Deprecated,
  EventEnvelope,
  Imported,
  OverrideUsed,
  RecordedEvent,
  Retired,
  Superseded,
} from './core/event.ts';
export type {
  ActivationBlocked,
  BlockedReason,
  Conflict,
  DependencyUnavailable,
  ErrorCode,
  Forbidden,
  IdempotencyMismatch,
  Incompatible,
  InvalidPayload,
  InvalidPayloadReason,
  NotFound,
  PayloadIssue,
  Refusal,
  Refused,
  RevisionConflict,
  RolloutError,
} from './core/error.ts';
export type {
  Activation,
  CompatibilityCheck,
  ContractLine,
  ContractType,
  ContractVersion,
  Deprecation,
  Justification,
  LineKey,
  Provenance,
  StoredLine,
  VersionStatus,
} from './core/line.ts';
export type {
  CompatibilityResult,
  DiffReport,
  Direction,
  Acceptance,
  Finding,
  FindingLevel,
  Occurrence,
  Place,
} from './core/report.ts';
export type { Permission } from './core/permission.ts';

// Ports
export type { ActiveVersion, ActiveVersionReader } from './ports/active-version.ts';
export type { ApprovalSource } from './ports/approval-source.ts';
export type { AuditSink } from './ports/audit-sink.ts';
export type { Action, AuthorizationDecision, AuthorizationRequest, Authorizer } from './ports/authorizer.ts';
export type { CallOptions } from './ports/call-options.ts';
export type { Clock } from './ports/clock.ts';
export type {
  ContractDiffer,
  DiffError,
  DifferUnavailableReason,
  DocumentProblem,
  DocumentSummary,
} from './ports/contract-differ.ts';
export type {
  Change,
  CommandRecord,
  CommitError,
  ContractStore,
  EventQuery,
  Head,
  InvalidCursor,
  LineQuery,
  LineSummary,
  LoadOptions,
  Page,
  QueryError,
  StoreUnavailable,
} from './ports/contract-store.ts';
export type { DocumentStore } from './ports/document-store.ts';
export type { IdGenerator } from './ports/id-generator.ts';
export type { IntegrationCatalog } from './ports/integration-catalog.ts';
export type { Claim, LeaseError, Outbox, OutboxLag, ParkedEvent } from './ports/outbox.ts';
export type { PortFailure } from './ports/port-failure.ts';
export type { Prunable, Pruned, PruneOptions } from './ports/retention.ts';
export type { SchemaResolver } from './ports/schema-resolver.ts';

// Handing events on
export { createLogSink } from './adapters/log/create-log-sink.ts';
export { createRelay } from './relay/relay.ts';
export { createWebhookSink } from './adapters/webhook/create-webhook-sink.ts';
export { limitLag } from './relay/limit-lag.ts';
export { toCloudEvent } from './adapters/webhook/cloud-event.ts';
export { verifyWebhook } from './adapters/webhook/signature.ts';
export type { CloudEvent } from './adapters/webhook/cloud-event.ts';
export type { Drained, Relay, RelayOptions, RelayStatus, Unsubscribe } from './relay/relay.ts';
export type { EventLogger } from './adapters/log/create-log-sink.ts';
export type { LagLimit } from './relay/limit-lag.ts';
export type { Logger } from './relay/logger.ts';
export type { WebhookSinkOptions } from './adapters/webhook/create-webhook-sink.ts';
export type { WebhookVerification } from './adapters/webhook/signature.ts';

// Telemetry
export { traceRollout } from './telemetry/trace-rollout.ts';
export type { Counter, Gauge, Meter, Observe, Span, Tracer } from './telemetry/opentelemetry.ts';
export type { TelemetryOptions } from './telemetry/trace-rollout.ts';

// Differs
export { createAsyncApiDiffer } from './adapters/built-in/create-asyncapi-differ.ts';
export { createDiffPool } from './adapters/built-in/create-diff-pool.ts';
export { createOpenApiDiffDiffer } from './adapters/openapi-diff/create-openapi-diff-differ.ts';
export { createOpenApiDiffer } from './adapters/built-in/create-openapi-differ.ts';
export type { AsyncApiDifferOptions } from './adapters/built-in/create-asyncapi-differ.ts';
export type { DiffPool, DiffPoolOptions } from './adapters/built-in/create-diff-pool.ts';
export type { DiffTask, ValidateTask } from './adapters/built-in/task.ts';
export type { DiffOptions } from './diff/diff-options.ts';
export type { Waiver } from './diff/findings.ts';
export type { DocumentLimits } from './diff/source/limits.ts';
export type { OpenApiDiffDifferOptions } from './adapters/openapi-diff/create-openapi-diff-differ.ts';
export type { DifferOptions } from './adapters/built-in/create-differ.ts';
export type { OpenApiDifferOptions } from './adapters/built-in/create-openapi-differ.ts';

// Adapters in memory
export { createFixedClock } from './adapters/memory/fixed-clock.ts';
export { createMemoryApprovals } from './adapters/memory/approval-source.ts';
export { createMemoryCatalog } from './adapters/memory/integration-catalog.ts';
export { createMemoryDocuments } from './adapters/memory/document-store.ts';
export { createMemorySink } from './adapters/memory/audit-sink.ts';
export { createMemoryStore } from './adapters/memory/contract-store.ts';
export { createSequentialIds } from './adapters/memory/sequential-ids.ts';
export { createStaticAuthorizer } from './adapters/memory/static-authorizer.ts';
export { createSystemClock } from './adapters/memory/system-clock.ts';
export { createUuidV7Generator } from './adapters/memory/uuid-v7-generator.ts';
export type { FixedClock } from './adapters/memory/fixed-clock.ts';
export type { MemoryApprovals } from './adapters/memory/approval-source.ts';
export type { MemoryCatalog, MemoryCatalogOptions } from './adapters/memory/integration-catalog.ts';
export type { MemorySink } from './adapters/memory/audit-sink.ts';
export type { MemoryStore, MemoryStoreOptions } from './adapters/memory/contract-store.ts';
export type { StaticAuthorizerOptions } from './adapters/memory/static-authorizer.ts';
