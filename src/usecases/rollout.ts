import type { Result } from 'neverthrow';
import { err, ok, ResultAsync } from 'neverthrow';

import type { Refusal, RolloutError } from '../core/error.ts';
import type { RecordedEvent } from '../core/event.ts';
import type { CompatibilityCheck } from '../core/line.ts';
import type { Page } from '../ports/contract-store.ts';
import type { ActivateInput, RollbackInput } from './activate.ts';
import { activate } from './activate.ts';
import type { CallContext, CommandContext, Correlation } from './call-context.ts';
import { correlate, newRequestId } from './call-context.ts';
import type { DeprecateInput, ImportHistoryInput, RetireInput } from './change-version.ts';
import { deprecate, importHistory, retire } from './change-version.ts';
import type { CheckCompatibilityInput } from './check-compatibility.ts';
import { checkCompatibility } from './check-compatibility.ts';
import type { CreateVersionInput } from './create-version.ts';
import { createVersion } from './create-version.ts';
import type { Dependencies } from './dependencies.ts';
import type { Execution } from './execute.ts';
import { execute } from './execute.ts';
import type { LineInput } from './line-input.ts';
import { parseLineInput } from './line-input.ts';
import type { PlanInput, PlanResult } from './plan.ts';
import { plan } from './plan.ts';
import type { ChecksInput, EventsInput, GetInput, ListInput, VersionDetails, VersionPage } from './reads.ts';
import { checks, events, get, list } from './reads.ts';
import type { ActivationResult, CheckResult, ImportResult, VersionResult } from './results.ts';

/** An answer that comes later: a value, or a refusal as a value. It never rejects. */
export type Answer<T> = ResultAsync<T, RolloutError>;

/**
 * Everything that can be done with contract lines. Each method authorizes first, decides on the state it then loads, and
 * records its events in the commit of its change. A refusal is a value; nothing throws.
 */
export interface Rollout {
  /** Adds a version as a candidate. The same version with the same document again is fine and changes nothing. */
  createVersion(input: CreateVersionInput, call: CommandContext): Answer<VersionResult>;
  /** Compares two versions and records the evidence. `incompatible` is an answer, not a refusal. */
  checkCompatibility(input: CheckCompatibilityInput, call: CommandContext): Answer<CheckResult>;
  /** Makes a version the active one, if every gate is open. */
  activate(input: ActivateInput, call: CommandContext): Answer<ActivationResult>;
  /** Goes back to a version that was active before; checks the way back itself if nobody has. */
  rollback(input: RollbackInput, call: CommandContext): Answer<ActivationResult>;
  /** Takes a version out of use for good; never the active one. */
  retire(input: RetireInput, call: CommandContext): Answer<VersionResult>;
  /** Announces the end of a version. */
  deprecate(input: DeprecateInput, call: CommandContext): Answer<VersionResult>;
  /** Shows what an activation or rollback would do, and every gate with its reason and remedy. Changes nothing. */
  plan(input: PlanInput, call: CallContext): Answer<PlanResult>;
  /** The versions of a line in order of creation. */
  list(input: ListInput, call: CallContext): Answer<VersionPage>;
  /** One version. */
  get(input: GetInput, call: CallContext): Answer<VersionDetails>;
  /** Every check of a line, in order. */
  checks(input: ChecksInput, call: CallContext): Answer<Page<CompatibilityCheck>>;
  /** The audit trail of a line, in order. */
  events(input: EventsInput, call: CallContext): Answer<Page<RecordedEvent>>;
  /** Takes over a history that was kept elsewhere, into an empty line. */
  importHistory(input: ImportHistoryInput, call: CommandContext): Answer<ImportResult>;
  /** A `request_id` for hosts that report under one before they call; pass it on with `request_id_generated: true`. */
  newRequestId(): string;
}

/** Puts the use cases on their dependencies. */
export function createUseCases(deps: Dependencies): Rollout {
  const inFlight = new Set<string>();

  /** Runs a use case under its correlation; whatever goes wrong, the answer is a refusal with a `request_id`. */
  const answer = <Input extends LineInput, Output>(
    input: Input,
    call: CallContext,
    run: (correlation: Correlation, input: Input) => Promise<Result<Output, Refusal>>,
  ): Answer<Output> => {
    const { request_id, correlation } = correlate(deps, call);
    const carryOut = async (): Promise<Result<Output, Refusal>> => {
      if (correlation.isErr()) return err(correlation.error);
      const line = parseLineInput(input);
      if (line.isErr()) return err(line.error);
      return run(correlation.value, input);
    };
    return new ResultAsync(carryOut().then((result) => result.mapErr((refusal) => ({ ...refusal, request_id }))));
  };
  const command =
    <Input extends LineInput, Output>(
      prepare: (input: Input) => Execution<Output> | Promise<Result<Execution<Output>, Refusal>>,
    ) =>
    (input: Input, call: CommandContext) =>
      answer(input, call, async (correlation, given) => {
        const prepared = prepare(given);
        const execution = prepared instanceof Promise ? await prepared : ok(prepared);
        return execution.isErr() ? err(execution.error) : execute(deps, inFlight, correlation, execution.value);
      });
  const read =
    <Input extends LineInput, Output>(
      run: (deps: Dependencies, correlation: Correlation, input: Input) => Promise<Result<Output, Refusal>>,
    ) =>
    (input: Input, call: CallContext) =>
      answer(input, call, (correlation, given) => run(deps, correlation, given));

  return {
    createVersion: command((input: CreateVersionInput) => createVersion(deps, input)),
    checkCompatibility: command(checkCompatibility),
    activate: command((input: ActivateInput) => activate('activate', input)),
    rollback: command((input: RollbackInput) => activate('rollback', input)),
    retire: command(retire),
    deprecate: command(deprecate),
    importHistory: command(importHistory),
    plan: read(plan),
    list: read(list),
    get: read(get),
    checks: read(checks),
    events: read(events),
    newRequestId: () => newRequestId(deps),
  };
}
