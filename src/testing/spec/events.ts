import type {
  Activated,
  CompatibilityEvaluated,
  ContractEvent,
  Created,
  Deprecated,
  Imported,
  OverrideUsed,
  Retired,
  Superseded,
} from '../../core/event.ts';
import type { CompatibilityResult } from '../../core/report.ts';

/** The events that change a line; the others record refusals. */
export type LineEvent = Extract<
  ContractEvent,
  Created | CompatibilityEvaluated | Superseded | Activated | Retired | Deprecated | OverrideUsed | Imported
>;

/**
 * An event as far as a spec states it. In `given` the rest is filled in, so that the history is complete; in `then` only
 * what is stated is compared.
 */
export type EventSpec = {
  [Type in LineEvent['type']]: { readonly type: Type; readonly data: Stated<DataOf<Type>> };
}[LineEvent['type']];

/** A part of a value: members may be left out at every depth, lists are stated whole. */
export type Stated<T> = T extends readonly (infer Item)[]
  ? readonly Stated<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Stated<T[Key]> }
    : T;

/** What is recorded of an event of some type. */
export type DataOf<Type extends LineEvent['type']> = Extract<LineEvent, { readonly type: Type }>['data'];

/**
 * A version was created. Its checksum is that of its name unless stated, its document is stored, and `author` made it.
 *
 * @example created('v2', { document_stored: false })
 */
export function created(contract_version: string, stated: Stated<Created['data']> = {}): EventSpec {
  return { type: 'platform.integration.contract.created', data: { ...stated, contract_version } };
}

/**
 * A check of an ordered pair was recorded: computed where both documents are stored, else declared, unless stated.
 *
 * @example checked('v1', 'v2', 'compatible')
 * @example checked('v1', 'v2', { breaking_change_count: 2 })
 */
export function checked(
  baseline_version: string,
  candidate_version: string,
  outcome: CompatibilityResult | Stated<CompatibilityEvaluated['data']> = {},
): EventSpec {
  return {
    type: 'platform.integration.contract.compatibility_evaluated',
    data: { ...verdictOf(outcome), baseline_version, candidate_version },
  };
}

/** A version stopped being the active one. In `given` it may be left out: an activation implies it. */
export function superseded(contract_version: string, stated: Stated<Superseded['data']> = {}): EventSpec {
  return { type: 'platform.integration.contract.superseded', data: { ...stated, contract_version } };
}

/**
 * A version became the active one. In `given` it implies what must have been: the supersession of the version active
 * until then, and a compatible check of the pair where no check of it was stated.
 *
 * @example activated('v1', { kind: 'rollback' })
 */
export function activated(contract_version: string, stated: Stated<Activated['data']> = {}): EventSpec {
  return { type: 'platform.integration.contract.activated', data: { ...stated, contract_version } };
}

/** A version was taken out of use for good. */
export function retired(contract_version: string, stated: Stated<Retired['data']> = {}): EventSpec {
  return { type: 'platform.integration.contract.retired', data: { ...stated, contract_version } };
}

/** The end of a version was announced. */
export function deprecated(contract_version: string, stated: Stated<Deprecated['data']> = {}): EventSpec {
  return { type: 'platform.integration.contract.deprecated', data: { ...stated, contract_version } };
}

/** An operator took responsibility for activating an incompatible version; in `given`, `activated` must follow. */
export function overrideUsed(contract_version: string, stated: Stated<OverrideUsed['data']> = {}): EventSpec {
  return { type: 'platform.integration.contract.override_used', data: { ...stated, contract_version } };
}

/**
 * A history kept elsewhere was taken over; in `given` it can only come first.
 *
 * @example imported({ versions: [{ contract_version: 'v1', status: 'active' }], activations: [{ contract_version: 'v1' }] })
 */
export function imported(stated: Stated<Imported['data']>): EventSpec {
  return { type: 'platform.integration.contract.imported', data: stated };
}

/** The verdict of a pair, where one of result and count says the other. */
export function verdictOf<T extends { readonly result?: CompatibilityResult; readonly breaking_change_count?: number }>(
  outcome: CompatibilityResult | T,
): T | { readonly result: CompatibilityResult; readonly breaking_change_count?: number } {
  if (outcome === 'compatible') return { result: outcome, breaking_change_count: 0 };
  if (outcome === 'incompatible') return { result: outcome };
  if (outcome.breaking_change_count === undefined || outcome.result !== undefined) return outcome;
  return { ...outcome, result: outcome.breaking_change_count === 0 ? 'compatible' : 'incompatible' };
}
