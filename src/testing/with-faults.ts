import { err, ok } from 'neverthrow';

import { createRandom } from '../internal/random.ts';

/**
 * A way in which a port misbehaves in one call.
 *
 * - `throws`: rejects, without having done anything
 * - `fails`: answers that it is unavailable and nothing changed, without having done anything
 * - `hangs`: never answers, without having done anything
 * - `throws-after`: does its work, then rejects
 * - `hangs-after`: does its work, then never answers
 * - `late`: rejects at once, and does its work afterwards
 * - `stale`: answers what it answered before; where it has not answered yet it works
 * - `malformed`: answers something of another form, without having done anything
 *
 * A port that answers at once, as clocks do, cannot hang or be late: there these faults are `throws`.
 */
export type Fault = (typeof allFaults)[number];

/** Every fault. */
export const allFaults = [
  'throws',
  'fails',
  'hangs',
  'throws-after',
  'hangs-after',
  'late',
  'stale',
  'malformed',
] as const;

/** A call of a port, before it is made. */
export interface FaultableCall {
  readonly method: string;
  /** Which call it is among all of this port, from 1. */
  readonly nth: number;
  readonly input: readonly unknown[];
}

/** Says of a call what goes wrong with it; `undefined`: nothing. */
export type FaultPlan = (call: FaultableCall) => Fault | undefined;

/** One fault, in the nth call of a port, or of one of its methods. */
export function faultAt(nth: number, fault: Fault, method?: string): FaultPlan {
  let calls = 0;
  return (call) => {
    if (method !== undefined && call.method !== method) return undefined;
    calls += 1;
    return calls === nth ? fault : undefined;
  };
}

/** Faults at random, as a seed determines: in how many of all calls, from 0 to 1, and which. Default: every kind. */
export function randomFaults(options: {
  readonly seed: number;
  readonly rate: number;
  readonly faults?: readonly Fault[];
}): FaultPlan {
  const { seed, rate, faults = allFaults } = options;
  const random = createRandom(seed);
  return () => (random() < rate ? faults[Math.floor(random() * faults.length)] : undefined);
}

/** The same port, with the faults that a plan puts into its calls. Members that are no methods stay as they are. */
export function withFaults<Port extends object>(port: Port, plan: FaultPlan): Port {
  let calls = 0;
  const before = new Map<string, unknown>();
  const sound = port as Readonly<Record<string, unknown>>;
  const faulty = Object.fromEntries(
    namesOf(port)
      .filter((name) => typeof sound[name] === 'function')
      .map((name) => [
        name,
        (...input: readonly unknown[]) => {
          calls += 1;
          const work = (): unknown => {
            const answer = (sound[name] as Method).call(port, ...input);
            before.set(name, answer);
            return answer;
          };
          const fault = plan({ method: name, nth: calls, input });
          if (fault === undefined) return work();
          if (synchronous.has(name)) return failAtOnce(fault, work, before.get(name));
          return before.has(name) && fault === 'stale' ? before.get(name) : fail(fault, name, async () => work());
        },
      ]),
  );
  return new Proxy(port, {
    get: (target, name) => (Object.hasOwn(faulty, name) ? faulty[name as string] : Reflect.get(target, name, target)),
  });
}

type Method = (this: unknown, ...input: readonly unknown[]) => unknown;

/** What clocks and id generators have. */
const synchronous: ReadonlySet<string> = new Set(['now', 'newId']);

async function fail(fault: Fault, method: string, work: () => Promise<unknown>): Promise<unknown> {
  switch (fault) {
    case 'throws':
      throw new Error(`${method} was made to throw.`);
    case 'fails':
      return err({
        kind: 'unavailable',
        outcome: 'nothing_changed',
        message: `${method} was made to fail.`,
        cause: new Error(`${method} was made to fail.`),
      });
    case 'hangs':
      return forever;
    case 'throws-after':
      await work();
      throw new Error(`${method} was made to throw after its work.`);
    case 'hangs-after':
      await work();
      return forever;
    case 'late':
      setTimeout(() => {
        work().catch(() => undefined);
      }, 1);
      throw new Error(`${method} was made to be late.`);
    case 'malformed':
      return ok({
        kind: 'junk',
        revision: '1',
        line: [],
        events: {},
        allow: 'yes',
        lifecycle: 'on',
        compatibility: true,
      });
    default:
      return work();
  }
}

function failAtOnce(fault: Fault, work: () => unknown, before: unknown): unknown {
  if (fault === 'malformed') return undefined;
  if (fault === 'stale') return before ?? work();
  if (fault === 'throws-after') work();
  throw new Error('A call that answers at once was made to throw.');
}

const forever = new Promise<never>(() => undefined);

/** Own methods and those of a class, up to but without `Object`. */
function namesOf(port: object): readonly string[] {
  const names = new Set<string>();
  for (
    let each: object | null = port;
    each !== null && each !== Object.prototype;
    each = Object.getPrototypeOf(each) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(each)) if (name !== 'constructor') names.add(name);
  }
  return [...names];
}
