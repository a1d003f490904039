import * as z from 'zod';

import type { ActivationBlocked, Incompatible } from '../error.ts';
import { assertOptions } from '../../internal/assert-options.ts';
import { parseBy } from '../../internal/parse.ts';
import { activationBlocked, blockedReasons, incompatible } from '../error.ts';
import type { Block, Gate, GateContext } from './gate.ts';
import { block } from './gate.ts';
import { runbookGates } from './runbook.ts';
import { sealed } from './sealed.ts';

/** What a platform demands of an activation beyond the runbook. */
export interface Policy {
  /** In the order in which they are evaluated, after the runbook's own. Default: none. */
  readonly gates?: readonly Gate[];
  /** Lets a rollback pass although the way back is incompatible. Default: it never does. */
  readonly rollback_window?: RollbackWindow;
}

/**
 * How long the way back stays open although it is incompatible; either condition suffices. Back is to what was active
 * before the current version was first activated.
 */
export interface RollbackWindow {
  /** The target is among the versions of the last so many activations before the current one. */
  readonly activations?: number;
  /** The current version became active less than so many hours ago. */
  readonly hours?: number;
}

/** A gate's verdict in a plan. */
export interface GateReport {
  readonly gate: string;
  readonly outcome: 'pass' | 'block';
  /** Absent where the gate is open. */
  readonly error_code?: (ActivationBlocked | Incompatible)['error_code'];
  readonly reason?: (ActivationBlocked | Incompatible)['reason'];
  readonly message?: string;
  readonly remedy?: string;
}

/** Every gate of a policy in the order of evaluation: freezes, the runbook's, the policy's own. */
export function gatesOf(policy: Policy): readonly Gate[] {
  const own = policy.gates ?? [];
  return [
    ...own.filter((gate) => gate.stage === 'freeze'),
    ...runbookGates,
    ...own.filter((gate) => gate.stage !== 'freeze'),
  ];
}

/**
 * Checks a policy once, when it is configured.
 *
 * @throws TypeError if a member is unknown, two gates share a name, a gate is malformed, or the rollback window is no
 * positive number
 */
export function assertPolicy(policy: Policy): void {
  assertOptions('policy', policy, ['gates', 'rollback_window']);
  const { gates = [], rollback_window = {} } = policy;
  if (!Array.isArray(gates)) throw new TypeError('policy.gates must be a list of gates.');
  for (const gate of gates) assertGate(gate);
  const names = new Set<string>();
  for (const { name } of gatesOf(policy)) {
    if (names.has(name)) throw new TypeError(`The policy has two gates named "${name}".`);
    names.add(name);
  }
  assertOptions('policy.rollback_window', rollback_window, ['activations', 'hours']);
  const { activations = 1, hours = 1 } = rollback_window;
  if (!Number.isInteger(activations) || activations < 1) {
    throw new TypeError(`rollback_window.activations must be a positive integer, not ${activations}.`);
  }
  if (typeof hours !== 'number' || !(hours > 0))
    throw new TypeError(`rollback_window.hours must be a positive number, not ${hours}.`);
}

function assertGate(gate: unknown): void {
  const { name, stage, evaluate: judge }: Partial<Record<keyof Gate, unknown>> = Object(gate);
  if (typeof name !== 'string' || name === '') throw new TypeError('A gate needs a name.');
  if (typeof judge !== 'function') throw new TypeError(`The gate "${name}" has no evaluate function.`);
  if (stage !== undefined && stage !== 'freeze' && stage !== 'policy') {
    throw new TypeError(`The stage of the gate "${name}" must be "freeze" or "policy".`);
  }
}

/** The refusal of the first gate that blocks, if one does. */
export function firstBlocker(policy: Policy, context: GateContext): ActivationBlocked | Incompatible | undefined {
  const shown = shownTo(policy, context);
  for (const gate of gatesOf(policy)) {
    const verdict = evaluate(gate, shown);
    if (verdict !== undefined) return toRefusal(gate, verdict, shown);
  }
  return undefined;
}

/** The verdict of every gate, open or closed. */
export function evaluateGates(policy: Policy, context: GateContext): readonly GateReport[] {
  const shown = shownTo(policy, context);
  return gatesOf(policy).map((gate) => {
    const verdict = evaluate(gate, shown);
    if (verdict === undefined) return { gate: gate.name, outcome: 'pass' };
    const { error_code, reason } = toRefusal(gate, verdict, shown);
    const { message, remedy } = verdict;
    return {
      gate: gate.name,
      outcome: 'block',
      error_code,
      reason,
      message,
      ...(remedy === undefined ? {} : { remedy }),
    };
  });
}

/** The runbook's own gates change nothing; others could. */
function shownTo({ gates = [] }: Policy, context: GateContext): GateContext {
  return gates.length === 0 ? context : sealed(context);
}

/** The block, or nothing for an open gate. Whatever is not exactly a pass is a block. */
function evaluate(gate: Gate, context: GateContext): Block | undefined {
  try {
    const answer: unknown = gate.evaluate(context);
    if (isThenable(answer)) {
      // Nobody waits for it, and it must not bring the process down when it fails.
      Promise.resolve(answer).catch(() => undefined);
      return failedEvaluation(gate, 'answered a promise, but a gate must answer at once');
    }
    const verdict = parseBy(verdictSchema, answer);
    if (!verdict.success) return failedEvaluation(gate, 'answered something that is no verdict');
    if (verdict.data.outcome === 'pass') return undefined;
    const { message, reason, remedy } = verdict.data;
    return block(message, { reason, ...(remedy === undefined ? {} : { remedy }) });
  } catch (error) {
    const what = error instanceof Error && typeof error.message === 'string' ? `"${error.message}"` : 'something';
    return failedEvaluation(gate, `threw ${what}`);
  }
}

function failedEvaluation(gate: Gate, what: string): Block {
  return block(`The gate "${gate.name}" ${what}, so it stays closed.`, {
    reason: 'policy_evaluation_failed',
    remedy: 'Correct the gate.',
  });
}

const verdictSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('pass') }),
  z.object({
    outcome: z.literal('block'),
    reason: z.enum([...blockedReasons, 'breaking_changes']),
    message: z.string(),
    remedy: z.string().optional(),
  }),
]);

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function toRefusal(gate: Gate, verdict: Block, context: GateContext): ActivationBlocked | Incompatible {
  const { reason, message, remedy } = verdict;
  const data = {
    contract_version: context.target.contract_version,
    baseline_version: context.active?.contract_version ?? null,
    ...(remedy === undefined ? {} : { remedy }),
  };
  if (reason !== 'breaking_changes') return activationBlocked(reason, gate.name, message, data);
  return context.check === undefined
    ? activationBlocked('missing_compatibility_check', gate.name, message, data)
    : incompatible(context.check, remedy);
}
