import type { JsonObject } from '../../../internal/json.ts';
import { canonicalJson } from '../../../internal/canonical-json.ts';
import type { FindingSink, Occurring } from '../../findings.ts';
import type { PayloadChange, PayloadComparer } from '../../payload/payload.ts';
import { applyRules, type Rule } from '../../rule.ts';
import type { Sameness } from '../../source/sameness.ts';
import type { EventDirection, EventModel, Operation, Schema, Slot } from '../model.ts';
import { operationLabel } from '../rules/operations.ts';
import { slots } from '../rules/slot.ts';
import type { FormatAnswer } from './formats.ts';

/** One comparison: both sides, and what their comparison shares. */
export interface Context {
  readonly baseline: Side;
  readonly candidate: Side;
  readonly findings: FindingSink;
  readonly payloads: PayloadComparer;
  readonly sameness: Sameness;
  /** Answers about schemas, by question. */
  readonly asked: Map<string, readonly PayloadChange[]>;
  /** Answers about schemas of other languages than JSON Schema. */
  readonly compared: Map<string, Promise<FormatAnswer | undefined>>;
  /** What has to wait for packages that are loaded when they are needed. */
  readonly pending: (() => Promise<void>)[];
}

/** A document with what was read from it. */
export interface Side {
  readonly root: JsonObject;
  readonly model: EventModel;
}

/** Applies rules to a member of two elements that were matched. */
export function applySlotRules(
  context: Context,
  rules: readonly Rule<Slot>[],
  [baseline, candidate]: readonly [Slot, Slot],
  at: Occurring,
): void {
  applyRules(rules, slots(baseline, candidate), context.findings, at);
}

/** Where what concerns an operation is met; replies travel the other way. */
export function metIn(operation: Operation, direction: EventDirection = operation.direction): Occurring {
  return { direction, occurrence: { operation: operationLabel(operation), pointer: operation.pointer } };
}

export function opposite(direction: EventDirection): EventDirection {
  return direction === 'send' ? 'receive' : 'send';
}

/** What makes a text say more than it has. */
const leadsOn = /"(?:\$ref|discriminator)":/;

/** Whether two values certainly say the same, references included. */
export function sameContent({ sameness }: Context, baseline: Schema, candidate: Schema): boolean {
  const [before, after] = [canonicalJson(baseline.value), canonicalJson(candidate.value)];
  if (before !== after) return false;
  return (
    !leadsOn.test(before) || (!baseline.made && !candidate.made && sameness.at(baseline.pointer, candidate.pointer))
  );
}
