import type { Result } from 'neverthrow';

import type { Command } from '../../core/command.ts';
import type { Decision } from '../../core/decide.ts';
import { decide } from '../../core/decide.ts';
import type { ErrorCode, Refusal } from '../../core/error.ts';
import type { GateReport } from '../../core/gates/policy.ts';
import type { ContractLine, LineKey } from '../../core/line.ts';
import type { Plan } from '../../core/plan.ts';
import { plan } from '../../core/plan.ts';
import { describeEvent, describeEvents, describePlan, describeRefusal } from './describe.ts';
import type { Difference } from './difference.ts';
import { differenceOfEvents, firstDifference } from './difference.ts';
import type { EventSpec, Stated } from './events.ts';
import type { Facts } from './facts.ts';
import { contextOf } from './facts.ts';
import { fail } from './failure.ts';
import type { HistoryItem, Past } from './history.ts';
import { pastOf } from './history.ts';

/** The start of a specification: under some facts, given a history, … */
export interface Spec {
  /**
   * The history of the line, in order. Numbers, times, actors, checksums and what goes without saying are filled in.
   *
   * @throws TypeError if the history could not have happened
   */
  readonly given: (...history: readonly HistoryItem[]) => Given;
}

/** What a spec may fix for all its cases. */
export interface SpecOptions extends Facts, Partial<LineKey> {}

/** A line with a history. */
export interface Given {
  readonly line: ContractLine;
  /** Decides the command; `facts` go before those of the spec. */
  readonly when: (command: Command, facts?: Facts) => When;
}

/** A decision to be compared with what is expected; each expectation throws an Error that names the first difference. */
export interface When {
  readonly decision: Decision;
  /** Exactly these events, in this order, each compared by what is stated of it. */
  readonly then: (...events: readonly EventSpec[]) => void;
  /** The line is already as asked: accepted, and nothing happens. */
  readonly thenNothing: () => void;
  /** Refused with this code, compared by what is stated of the refusal. */
  readonly thenRefused: <Code extends ErrorCode>(error_code: Code, stated?: StatedRefusal<Code>) => void;
  /** The plan of this activation or rollback, compared by what is stated of it. */
  readonly thenPlan: (stated: StatedPlan) => void;
}

/** What a spec may state of a refusal. */
export type StatedRefusal<Code extends ErrorCode> = Stated<
  Omit<Extract<Refusal, { readonly error_code: Code }>, 'error_code'>
>;

/** What a spec may state of a plan; of gates and events as much as of the rest. */
export interface StatedPlan extends Partial<Omit<Plan, 'gates' | 'events' | 'override_binding'>> {
  /** By name; a word is the outcome. */
  readonly gates?: Readonly<Record<string, GateReport['outcome'] | Partial<GateReport>>>;
  /** Exactly these, in this order. */
  readonly events?: readonly EventSpec[];
  readonly override_binding?: Partial<NonNullable<Plan['override_binding']>> | null;
}

/**
 * Begins specifications of a policy, or of anything else a command is decided on.
 *
 * @example
 * const calm = spec({ policy: { gates: [minimumSoak({ hours: 24 })] } });
 * calm
 *   .given(created('v1'), elapsed({ hours: 23 }))
 *   .when({ type: 'activate', contract_version: 'v1' })
 *   .thenRefused('integration_contract_activation_blocked', { reason: 'policy_denied' });
 */
export function spec(options: SpecOptions = {}): Spec {
  const { integration_id = 'integration-1', contract_type = 'openapi', ...facts } = options;
  return { given: (...history) => givenPast(pastOf({ integration_id, contract_type }, history), facts) };
}

/** A history under the runbook's gates alone: `given(…).when(…).then(…)`. */
export function given(...history: readonly HistoryItem[]): Given {
  return spec().given(...history);
}

function givenPast(past: Past, common: Facts): Given {
  const { line } = past;
  return {
    line,
    when: (command, own = {}) => {
      const context = contextOf({ ...common, ...own }, past, command);
      const decision = decide(line, command, context);
      return {
        decision,
        // The word of the trade; a caller who awaits it by mistake is told so.
        // oxlint-disable-next-line unicorn/no-thenable
        then: (...events) => expectEvents(events, decision),
        thenNothing: () => expectEvents([], decision),
        thenRefused: (error_code, stated) => expectRefusal(error_code, stated, decision),
        thenPlan: (stated) => {
          if (command.type !== 'activate' && command.type !== 'rollback') {
            throw new TypeError(`thenPlan: there is no plan for "${command.type}".`);
          }
          expectPlan(stated, plan(line, command, context));
        },
      };
    },
  };
}

function expectEvents(expected: readonly EventSpec[], decision: Decision): void {
  if (expected.some((event) => typeof event === 'function')) {
    throw new TypeError('A spec is not a promise: call then(...) with the expected events, and do not await it.');
  }
  if (decision.isErr()) {
    const what = expected.length === 0 ? 'nothing to happen' : expected.map(describeEvent).join(', ');
    return failRefused(`Expected ${what}, but the command was refused.`, decision.error, expected);
  }
  const actual = decision.value;
  const difference = differenceOfEvents(expected, actual);
  if (difference === undefined) return undefined;
  return fail({
    what: 'The command leads to other events.',
    expected,
    actual,
    difference,
    outcome: describeEvents(actual),
  });
}

function expectRefusal(error_code: ErrorCode, stated: object | undefined, decision: Decision): void {
  const expected = { error_code, ...stated };
  if (decision.isOk()) {
    const what = `Expected ${error_code}, but the command was accepted.`;
    return fail({ what, expected, actual: decision.value, outcome: describeEvents(decision.value) });
  }
  const difference = firstDifference(expected, decision.error);
  if (difference === undefined) return undefined;
  return failRefused('The command is refused, but otherwise than expected.', decision.error, expected, difference);
}

function expectPlan({ gates = {}, events, ...stated }: StatedPlan, planned: Result<Plan, Refusal>): void {
  if (planned.isErr()) return failRefused('Expected a plan, but the command was refused.', planned.error, stated);
  const actual = planned.value;
  const reports = Object.fromEntries(actual.gates.map(({ gate, ...report }) => [gate, report]));
  const expectedReports = Object.fromEntries(
    Object.entries(gates).map(([name, report]) => [name, typeof report === 'string' ? { outcome: report } : report]),
  );
  const difference =
    firstDifference(expectedReports, reports, ['gates']) ??
    firstDifference(stated, actual) ??
    (events && differenceOfEvents(events, actual.events, ['events']));
  if (difference === undefined) return undefined;
  const expected = { ...stated, gates, events };
  return fail({ what: 'The plan is another.', expected, actual, difference, outcome: describePlan(actual) });
}

function failRefused(what: string, actual: Refusal, expected: unknown, difference?: Difference): never {
  return fail({ what, expected, actual, difference, outcome: describeRefusal(actual) });
}
