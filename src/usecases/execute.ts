import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import type * as z from 'zod';

import type { Command } from '../core/command.ts';
import { parseCommand } from '../core/command.ts';
import { decideParsed } from '../core/decide.ts';
import type { DependencyUnavailable, Refusal } from '../core/error.ts';
import { conflict, dependencyUnavailable, idempotencyMismatch, revisionConflict } from '../core/error.ts';
import type { RecordedEvent } from '../core/event.ts';
import { commitTo } from '../core/evolve.ts';
import type { ContractLine, LineKey } from '../core/line.ts';
import { toStoredLine } from '../core/line.ts';
import { overridePermission, permissionsFor } from '../core/permission.ts';
import { rollbackTarget } from '../core/rollback.ts';
import { canonicalJson } from '../internal/canonical-json.ts';
import { parseBy } from '../internal/parse.ts';
import { authorize } from './authorize.ts';
import type { Correlation } from './call-context.ts';
import type { KnownComparisons } from './compare.ts';
import type { Dependencies } from './dependencies.ts';
import { gatherFacts } from './facts.ts';
import type { LineInput } from './line-input.ts';
import { resolveLine } from './line-input.ts';
import { recordBlocked, toRecorded } from './record.ts';
import type { Loaded } from './store.ts';
import { commitChange, loadLine } from './store.ts';

/** A command on its way to a line. */
export interface Execution<Output> {
  readonly input: LineInput;
  readonly command: Command;
  /** The form of the output, by which a stored one is read back. */
  readonly output: z.ZodType<Output>;
  /** The revision that the caller's plan was made on; `undefined` without a plan. */
  readonly planned_revision?: (line: LineKey) => Result<number | undefined, Refusal>;
  /** Runs once, before the first commit, when it is decided that something changes. */
  readonly prepare?: (line: LineKey) => Promise<Result<void, Refusal>>;
  /** What the caller gets; it is stored with the commit. */
  readonly toOutput: (line: ContractLine, outcome: Outcome) => Output;
}

/** What came of a command. */
export interface Outcome {
  /** The events of its commit; `[]` where the line was already as asked. */
  readonly events: readonly RecordedEvent[];
  readonly request_id: string;
}

/** One try; `overtaken` where somebody else committed first. */
type Attempt<Output> = Result<Output, Refusal | typeof overtaken>;

const overtaken = Symbol('overtaken');
const attempts = 3;

/**
 * Takes a command through authorization, facts, decision and commit. On a conflict of revisions everything runs again,
 * every guard included, at most three times; with a revision that the caller expects, not at all.
 */
export async function execute<Output>(
  deps: Dependencies,
  inFlight: Set<string>,
  correlation: Correlation,
  execution: Execution<Output>,
): Promise<Result<Output, Refusal>> {
  const { input } = execution;
  const parsed = parseCommand(execution.command);
  if (parsed.isErr()) return err(parsed.error);
  const command = parsed.value;

  const allowed = await authorizeCommand(deps, correlation, input, command);
  if (allowed.isErr()) return err(allowed.error);
  const resolved = await resolveLine(deps, input);
  if (resolved.isErr()) return err(resolved.error);
  const key = resolved.value;
  const planned = execution.planned_revision?.(key) ?? ok(undefined);
  if (planned.isErr()) return err(planned.error);

  const flight = JSON.stringify([key.integration_id, key.contract_type, correlation.command_id]);
  if (inFlight.has(flight)) {
    return err(conflict('command_in_flight', 'A command with this id is being carried out; ask again for its result.'));
  }
  inFlight.add(flight);
  try {
    const run = new Run(deps, correlation, execution, command, key, planned.value);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (attempt > 1) {
        const still = await authorizeCommand(deps, correlation, input, command);
        if (still.isErr()) return err(still.error);
      }
      const attempted = await run.attempt();
      if (attempted.isOk()) return ok(attempted.value);
      if (attempted.error !== overtaken) return err(attempted.error);
    }
    return err(conflict('contention', `The line changed ${attempts} times while the command was decided; try again.`));
  } finally {
    inFlight.delete(flight);
  }
}

async function authorizeCommand(
  deps: Dependencies,
  correlation: Correlation,
  { integration_id, contract_type }: LineInput,
  command: Command,
): Promise<Result<void, Refusal>> {
  const contract_version = 'contract_version' in command ? command.contract_version : undefined;
  const resource = { integration_id, contract_type, contract_version };
  const allowed = await authorize(deps, correlation, {
    action: command.type,
    permissions: permissionsFor(command.type),
    ...resource,
  });
  if (allowed.isErr() || !('override' in command)) return allowed;
  return authorize(deps, correlation, { action: 'override', permissions: [overridePermission], ...resource });
}

/** The tries of one command, with what they share. */
class Run<Output> {
  readonly #known: KnownComparisons = new Map();
  readonly #fingerprint: string;
  readonly #expected: { readonly revision: number; readonly reason: 'revision_mismatch' | 'plan_outdated' } | undefined;
  #prepared = false;

  readonly #deps: Dependencies;
  readonly #correlation: Correlation;
  readonly #execution: Execution<Output>;
  #command: Command;
  readonly #key: LineKey;

  constructor(
    deps: Dependencies,
    correlation: Correlation,
    execution: Execution<Output>,
    command: Command,
    key: LineKey,
    planned_revision: number | undefined,
  ) {
    this.#deps = deps;
    this.#correlation = correlation;
    this.#execution = execution;
    this.#command = command;
    this.#key = key;
    this.#fingerprint = canonicalJson({ command, actor: correlation.actor.id, planned_revision });
    const stated = correlation.expected_revision;
    if (stated !== undefined) this.#expected = { revision: stated, reason: 'revision_mismatch' };
    else if (planned_revision !== undefined) this.#expected = { revision: planned_revision, reason: 'plan_outdated' };
    else this.#expected = undefined;
  }

  async attempt(): Promise<Attempt<Output>> {
    const loaded = await loadLine(this.#deps, this.#key, this.#correlation.command_id);
    if (loaded.isErr()) return err(loaded.error);
    const replayed = this.#replay(loaded.value);
    if (replayed !== undefined) return replayed;

    const { line } = loaded.value;
    const expected = this.#expected;
    if (expected !== undefined && expected.revision !== line.revision) {
      return err(revisionConflict(expected.reason, expected.revision, line.revision));
    }
    this.#pinTarget(line);
    const context = await gatherFacts(this.#deps, this.#correlation, line, this.#command, this.#known);
    if (context.isErr()) return err(context.error);
    const decision = decideParsed(line, this.#command, context.value);
    if (decision.isErr()) {
      await this.#auditRefusal(line, decision.error);
      return err(decision.error);
    }
    const recorded = toRecorded(
      this.#deps,
      this.#correlation,
      { revision: line.revision + 1, recorded_at: context.value.now, ...this.#key },
      decision.value,
    );
    if (recorded.isErr()) return err(recorded.error);
    return this.#carryOut(line, recorded.value, context.value.now);
  }

  /**
   * A rollback that names no target is meant for the line as it was when it was asked for: overtaken by another rollback
   * it must not go back once more.
   */
  #pinTarget(line: ContractLine): void {
    const command = this.#command;
    if (command.type !== 'rollback' || command.contract_version !== undefined || line.active_version === null) return;
    const contract_version = rollbackTarget(line);
    if (contract_version === undefined) return;
    this.#command = { baseline_version: line.active_version, ...command, contract_version };
  }

  /** The first result of the command, where it was carried out before. */
  #replay({ command }: Loaded): Result<Output, Refusal> | undefined {
    if (command === null) return undefined;
    if (command.fingerprint !== this.#fingerprint) return err(idempotencyMismatch(this.#correlation.command_id));
    const output = parseBy(this.#execution.output, command.result);
    return output.success
      ? ok(output.data)
      : err(dependencyUnavailable('contract_store', 'malformed_answer', { cause: output.error }));
  }

  async #carryOut(line: ContractLine, events: readonly RecordedEvent[], now: string): Promise<Attempt<Output>> {
    const { toOutput, prepare } = this.#execution;
    const { request_id, command_id } = this.#correlation;
    if (events.length === 0) return ok(toOutput(line, { events, request_id }));
    if (prepare !== undefined && !this.#prepared) {
      const prepared = await prepare(this.#key);
      if (prepared.isErr()) return err(prepared.error);
      this.#prepared = true;
    }
    const next = commitTo(line, events);
    const output = toOutput(next, { events, request_id });
    const committed = await commitChange(this.#deps, this.#key, line.revision, {
      line: toStoredLine(next),
      events,
      command: { command_id, fingerprint: this.#fingerprint, result: output, committed_at: now },
    });
    if (committed.isOk()) return ok(output);
    if (committed.error.kind !== 'unavailable') return err(overtaken);
    const { outcome, cause } = committed.error;
    return outcome === 'unknown' ? this.#findOut(line, cause) : err(unavailable({ outcome, cause }));
  }

  /** After a commit whose answer was lost: what the store says of the command decides, if it says anything. */
  async #findOut(line: ContractLine, cause: unknown): Promise<Attempt<Output>> {
    const unknown = err(unavailable({ outcome: 'unknown', cause }));
    const loaded = await loadLine(this.#deps, this.#key, this.#correlation.command_id);
    if (loaded.isErr()) return unknown;
    const replayed = this.#replay(loaded.value);
    if (replayed !== undefined) return replayed;
    // The commit may still be on its way, unless somebody else's took its place.
    return loaded.value.line.revision > line.revision ? err(overtaken) : unknown;
  }

  async #auditRefusal(line: ContractLine, refusal: Refusal): Promise<void> {
    const { type } = this.#command;
    const blocks =
      refusal.error_code === 'integration_contract_activation_blocked' ||
      refusal.error_code === 'integration_contract_incompatible';
    if (!blocks || (type !== 'activate' && type !== 'rollback' && type !== 'retire')) return;
    const contract_version = this.#command.contract_version ?? rollbackTarget(line);
    await recordBlocked(this.#deps, this.#correlation, line, { operation: type, contract_version }, refusal);
  }
}

function unavailable(details: {
  readonly outcome: DependencyUnavailable['outcome'];
  readonly cause: unknown;
}): DependencyUnavailable {
  return dependencyUnavailable('contract_store', 'failed', details);
}
