import type { RolloutError } from '../../core/error.ts';
import type { LineKey } from '../../core/line.ts';
import { deliverOnce } from '../../relay/deliver.ts';
import { documentOf } from '../operations-differ.ts';
import type { Auditor } from './auditor.ts';
import type { Life } from './faulty-ports.ts';
import type { ExploredPorts } from './world.ts';
import { createRolloutOn, longestMs, versions } from './world.ts';

type Rollout = ReturnType<typeof createRolloutOn>;

/** A command that a client gives, and gives again while its outcome is open. */
interface Order {
  readonly name: string;
  readonly carryOut: (
    rollout: Rollout,
    key: LineKey,
    call: CallOf,
  ) => ReturnType<Rollout['activate'] | Rollout['retire'] | Rollout['checkCompatibility']>;
}

interface CallOf {
  readonly actor: { readonly id: string };
  readonly command_id: string;
}

const names = ['v1', 'v2', 'v3', 'v4', 'v5'];

/** Draws a command. Most of them are activations and the checks that they need. */
function drawOrder(random: () => number): Order {
  const pick = (): string => names[Math.floor(random() * names.length)] ?? 'v1';
  const [one, other] = [pick(), pick()];
  const kind = random();
  if (kind < 0.4) {
    return {
      name: `activate ${one}`,
      carryOut: (rollout, key, call) => rollout.activate({ ...key, contract_version: one }, call),
    };
  }
  if (kind < 0.75) {
    const pair = { baseline_version: random() < 0.7 ? 'v1' : other, candidate_version: one };
    return {
      name: `check ${pair.baseline_version} → ${one}`,
      carryOut: (rollout, key, call) => rollout.checkCompatibility({ ...key, ...pair }, call),
    };
  }
  if (kind < 0.85) return { name: 'roll back', carryOut: (rollout, key, call) => rollout.rollback(key, call) };
  if (kind < 0.95) {
    const document = documentOf(...(versions['v5'] ?? []));
    return {
      name: 'create v5',
      carryOut: (rollout, key, call) => rollout.createVersion({ ...key, contract_version: 'v5', document }, call),
    };
  }
  return {
    name: `retire ${one}`,
    carryOut: (rollout, key, call) => rollout.retire({ ...key, contract_version: one }, call),
  };
}

/** Gives a few commands; what it is told must agree with what was committed. */
export async function operate(
  ports: ExploredPorts,
  key: LineKey,
  life: Life,
  { random, auditor }: { readonly random: () => number; readonly auditor: Auditor },
): Promise<void> {
  const rollout = createRolloutOn(ports);
  const actor = { id: random() < 0.85 ? 'ann' : 'vic' };
  const orders = random() < 0.4 ? 2 : 1;
  for (let nth = 1; nth <= orders && life.alive; nth += 1) {
    const { name, carryOut } = drawOrder(random);
    const call = { actor, command_id: `${life.name}-${nth}` };
    let open = false;
    for (let attempt = 1; attempt <= 3 && life.alive; attempt += 1) {
      const answer = await carryOut(rollout, key, call);
      if (!life.alive) return;
      const commit = auditor.commitOf(call.command_id);
      if (answer.isOk()) {
        const { changed, event_ids } = answer.value;
        const told = changed ? event_ids : [];
        const written = commit?.events.map(({ event_id }) => event_id) ?? [];
        // Whoever finds the line as it wanted it was told of no change, though an earlier try may have made it.
        if (changed && told.join() !== written.join()) {
          auditor.report(
            'I10',
            `${name} was answered with events [${told.join()}], committed were [${written.join()}]`,
          );
        }
        break;
      }
      open ||= isOpen(answer.error);
      if (commit !== undefined && !open) {
        auditor.report('I10', `${name} was refused (${answer.error.reason}), and committed all the same`);
      }
      if (!answer.error.retryable) break;
    }
  }
}

function isOpen(error: RolloutError): boolean {
  return error.error_code === 'INT-503-DEPENDENCY-UNAVAILABLE' && error.outcome === 'unknown';
}

/** Claims and delivers a few times, as a relay does. */
export async function relay(
  { outbox, sink }: Pick<ExploredPorts, 'outbox' | 'sink'>,
  rounds: number,
): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { kind } = await deliverOnce({
      outbox,
      sinks: [sink],
      batch: 3,
      leaseMs,
      portMs: longestMs,
      deliveryMs: longestMs,
    });
    outcomes.push(kind);
  }
  return outcomes;
}

/** Of the claims of an exploration, by its own clock. */
export const leaseMs = 10_000;
