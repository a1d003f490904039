import type { Result } from 'neverthrow';
import { err } from 'neverthrow';
import * as z from 'zod';

import { parseCommand, parsePayload } from '../core/command.ts';
import type { Override } from '../core/command.ts';
import type { Refusal } from '../core/error.ts';
import type { Plan } from '../core/plan.ts';
import { plan as decidePlan } from '../core/plan.ts';
import { invariant } from '../internal/invariant.ts';
import type { Correlation } from './call-context.ts';
import type { Dependencies } from './dependencies.ts';
import { gatherFacts } from './facts.ts';
import type { LineInput } from './line-input.ts';
import { openLine } from './open-line.ts';
import { lineState } from './outputs.ts';
import type { LineState } from './results.ts';

/** What to plan. */
export interface PlanInput extends LineInput {
  /** Default `activate`. */
  readonly operation?: 'activate' | 'rollback' | undefined;
  /** Required for an activation; a rollback has a default target. */
  readonly contract_version?: string | undefined;
  readonly baseline_version?: string | undefined;
  /** Shows what the plan would be with an override; the permission for it is asked only when it is used. */
  readonly override?: Override | undefined;
}

/** A plan, and the state of the line that it was made on. */
export type PlanResult = LineState & Plan & { readonly request_id: string };

const operationSchema = z.object({ operation: z.enum(['activate', 'rollback']).default('activate') });

/** Decides an activation or rollback without doing it. */
export async function plan(
  deps: Dependencies,
  correlation: Correlation,
  input: PlanInput,
): Promise<Result<PlanResult, Refusal>> {
  const named = parsePayload(operationSchema, input);
  if (named.isErr()) return err(named.error);
  const { operation } = named.value;
  const { contract_version, baseline_version, override } = input;
  const parsed = parseCommand({
    type: operation,
    ...(contract_version === undefined ? {} : { contract_version }),
    ...(baseline_version === undefined ? {} : { baseline_version }),
    ...(override === undefined ? {} : { override }),
  });
  if (parsed.isErr()) return err(parsed.error);
  const command = parsed.value;
  invariant(command.type === 'activate' || command.type === 'rollback', 'only those are operations');

  const opened = await openLine(deps, correlation, input, { action: 'plan', contract_version });
  if (opened.isErr()) return err(opened.error);
  const line = opened.value;
  const context = await gatherFacts(deps, correlation, line, command, new Map());
  return context
    .andThen((facts) => decidePlan(line, command, facts))
    .map((planned) => ({ ...lineState(line), ...planned, request_id: correlation.request_id }));
}
