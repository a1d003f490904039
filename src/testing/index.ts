export { checksumOf, overrideOf } from './spec/checksum.ts';
export type { DataOf, EventSpec, LineEvent, Stated } from './spec/events.ts';
export { activated, checked, created, deprecated, imported, overrideUsed, retired, superseded } from './spec/events.ts';
export type { ApprovalSpec, ComparisonSpec, Facts } from './spec/facts.ts';
export { approved, compared } from './spec/facts.ts';
export type { HistoryItem } from './spec/history.ts';
export type { Given, Spec, SpecOptions, StatedPlan, StatedRefusal, When } from './spec/spec.ts';
export { given, spec } from './spec/spec.ts';
export type { Passage } from './spec/time.ts';
export { at, elapsed } from './spec/time.ts';

// Conformance of adapters
export { conformanceChecks } from './conformance/conformance-checks.ts';
export { registerConformance } from './conformance/register-conformance.ts';
export { runConformance } from './conformance/run-conformance.ts';
export { serveConformance } from './conformance/worker.ts';
export type { Check, Effort, Requirement, Subject } from './conformance/check.ts';
export type {
  Capabilities,
  DifferSubject,
  EarlierSchema,
  Harness,
  StatementFaults,
  Stores,
  StoreSettings,
  WorkerModule,
} from './conformance/harness.ts';
export type { CheckReport, ConformanceOptions, ConformanceReport } from './conformance/run-conformance.ts';
export type { Registration, TestRunner } from './conformance/register-conformance.ts';
export type { Worker, WorkerTask } from './conformance/workers.ts';

// Faults, and exploration under faults
export { allFaults, faultAt, randomFaults, withFaults } from './with-faults.ts';
export { explore } from './explorer/explore.ts';
export type { Breach, Invariant } from './explorer/auditor.ts';
export type { ExploredPorts } from './explorer/world.ts';
export type { ExploreOptions, ExploreReport, Violation } from './explorer/explore.ts';
export type { Fault, FaultableCall, FaultPlan } from './with-faults.ts';
