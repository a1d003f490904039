import { commitTo } from '../../core/evolve.ts';
import type { ContractLine, LineKey } from '../../core/line.ts';
import { emptyLine, storedLineSchema, toContractLine, toStoredLine } from '../../core/line.ts';
import { complete } from './complete/complete.ts';
import type { EventSpec } from './events.ts';
import { describeEvent, describePassage } from './describe.ts';
import type { Passage } from './time.ts';
import { firstMoment, momentAfter } from './time.ts';

/** An entry of a given history: what happened, or time going by. */
export type HistoryItem = EventSpec | Passage;

/** A line and the moment at which its history ends. */
export interface Past {
  readonly line: ContractLine;
  /** RFC 3339, UTC. */
  readonly now: string;
}

/**
 * Builds the line that a history leads to.
 *
 * @throws TypeError if the history could not have happened; the message names the entry
 */
export function pastOf(key: LineKey, history: readonly HistoryItem[]): Past {
  let line = emptyLine(key);
  let now = firstMoment;
  // An override and a supersession belong to the commit of the activation that follows.
  let announced: EventSpec[] = [];
  for (const [index, item] of history.entries()) {
    const impossible = (why: string): never => {
      const what = 'kind' in item ? describePassage(item) : describeEvent(item);
      throw new TypeError(`given[${index}] ${what} could not have happened: ${why}`);
    };
    if ('kind' in item) {
      now = momentAfter(now, item) ?? impossible(`it is ${now} already.`);
    } else if (awaitsActivation(item)) {
      announced.push(item);
    } else if (announced.length > 0 && item.type !== 'platform.integration.contract.activated') {
      impossible('what comes before it must be followed by the activation it belongs to.');
    } else {
      line = complete({ line, now }, [...announced, item], impossible).reduce(commitTo, line);
      announced = [];
    }
  }
  const [left] = announced;
  if (left !== undefined) throw new TypeError(`given: ${describeEvent(left)} must be followed by an activation.`);
  return { line: stored(line), now };
}

function awaitsActivation(item: EventSpec): boolean {
  return (
    item.type === 'platform.integration.contract.superseded' ||
    item.type === 'platform.integration.contract.override_used'
  );
}

/** The line as it comes back from a store, so that nothing is given that no store could hold. */
function stored(line: ContractLine): ContractLine {
  const parsed = storedLineSchema.safeParse(JSON.parse(JSON.stringify(toStoredLine(line))));
  if (parsed.success) return toContractLine(parsed.data);
  const [issue] = parsed.error.issues;
  throw new TypeError(`given: no such line can be stored: ${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`);
}
