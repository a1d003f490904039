import type { FixedClock } from '../../adapters/memory/fixed-clock.ts';
import type { Fault } from '../with-faults.ts';
import { withFaults } from '../with-faults.ts';
import type { Turn, Turns } from './turns.ts';
import type { ExploredPorts } from './world.ts';

/** Chance, and what it has done so far. */
export interface Fortune {
  readonly random: () => number;
  /** How many of all calls fail, from 0 to 1. */
  readonly rate: number;
  readonly counts: { calls: number; faults: number; kills: number };
}

/** A client that can be killed: then nothing of it reaches the outside any more. */
export interface Life {
  readonly name: string;
  alive: boolean;
}

/**
 * What each port can do wrong. A hanging call is one that throws, since a caller gives up on either, and one that hangs
 * after its work throws after it; what its caller cannot notice (an old answer of an authorizer, say) is no fault of it.
 */
const faultsOf: Readonly<Record<keyof ExploredPorts, readonly Fault[]>> = {
  store: ['throws', 'fails', 'throws-after', 'late', 'stale', 'malformed'],
  documents: ['throws', 'fails', 'throws-after', 'late', 'stale', 'malformed'],
  outbox: ['throws', 'fails', 'throws-after', 'late', 'stale', 'malformed'],
  authorizer: ['throws', 'fails', 'throws-after', 'malformed'],
  catalog: ['throws', 'fails', 'throws-after', 'malformed'],
  differ: ['throws', 'fails', 'throws-after', 'malformed'],
  sink: ['throws', 'fails', 'throws-after', 'malformed'],
  clock: ['throws', 'malformed'],
  ids: ['throws', 'malformed'],
};

/** A commit has no old answer that it could give: that would be a store that lies. */
const faultsOfCommit = faultsOf.store.filter((fault) => fault !== 'stale');

/** The ports of a client, whose every call waits for its turn and may go wrong; now and then the client is killed. */
export function makeFaulty(
  ports: ExploredPorts,
  life: Life,
  { turns, turn, fortune, clock }: { turns: Turns; turn: Turn; fortune: Fortune; clock: FixedClock },
): ExploredPorts {
  const { random, rate, counts } = fortune;
  const draw = (faults: readonly Fault[]): Fault | undefined =>
    random() < rate ? faults[Math.floor(random() * faults.length)] : undefined;

  const faulty = <Name extends keyof ExploredPorts>(name: Name): ExploredPorts[Name] => {
    const drawn: (Fault | undefined)[] = [];
    const broken = withFaults(ports[name], () => drawn.shift());
    return new Proxy(ports[name], {
      get: (target, member) => {
        const method = Reflect.get(target, member, target) as unknown;
        if (typeof method !== 'function' || typeof member !== 'string') return method;
        return async (...input: readonly unknown[]) => {
          await turn(`${name}.${member}`);
          if (random() < killRate) {
            life.alive = false;
            counts.kills += 1;
          }
          if (!life.alive) throw new Error(`${life.name} was killed.`);
          counts.calls += 1;
          // Time goes on, and sometimes back.
          clock.advance(Math.floor((random() - 0.1) * 2_000));
          const fault = draw(member === 'commit' ? faultsOfCommit : faultsOf[name]);
          if (fault !== undefined) counts.faults += 1;
          if (fault === 'late') {
            turns.add(`${life.name}, late`, async (own) => {
              await own(`${name}.${member}`);
              await (Reflect.get(ports[name], member) as Method)(...withFreshSignal(input));
            });
            throw new Error(`${name}.${member} is late.`);
          }
          drawn.push(fault);
          return (Reflect.get(broken, member) as Method)(...input);
        };
      },
    });
  };
  const synchronous = <Name extends 'clock' | 'ids'>(name: Name): ExploredPorts[Name] =>
    withFaults(ports[name], () => (random() < rate / 4 ? faultsOf[name][Math.floor(random() * 2)] : undefined));

  return {
    store: faulty('store'),
    documents: faulty('documents'),
    outbox: faulty('outbox'),
    authorizer: faulty('authorizer'),
    catalog: faulty('catalog'),
    differ: faulty('differ'),
    sink: faulty('sink'),
    clock: synchronous('clock'),
    ids: synchronous('ids'),
  };
}

type Method = (...input: readonly unknown[]) => Promise<unknown>;

const killRate = 0.004;

/** A call that is under way is not called back: what was aborted is only the wait for it. */
function withFreshSignal(input: readonly unknown[]): readonly unknown[] {
  const options = input.at(-1) as object;
  return [...input.slice(0, -1), { ...options, signal: new AbortController().signal }];
}
