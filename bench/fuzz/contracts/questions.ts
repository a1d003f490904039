import type { JsonObject } from '../../../src/internal/json.ts';
import { Random } from '../random.ts';
import { drawContract } from './draw.ts';
import { toEdition } from './editions.ts';
import { mutate } from './mutations.ts';
import { rewrite } from './rewrites.ts';
import type { World } from './schemas.ts';
import type { Edition } from './standalone.ts';

/** Two documents and what is known of them. */
export interface Question {
  readonly seed: number;
  readonly baseline: JsonObject;
  readonly candidate: JsonObject;
  /** `same`: both mean the same; `breaks`: a counterparty of the baseline certainly fails. */
  readonly relation: 'same' | 'breaks' | 'any';
  readonly how: readonly string[];
}

const editions: readonly Edition[] = ['2.0', '3.0', '3.0', '3.1', '3.2'];

/** Draws two documents: one or two edits apart, or rewritten so that they mean the same. */
export function drawQuestion(seed: number): Question {
  const random = new Random(seed);
  const edition = random.pick(editions) ?? '3.0';
  const contract = drawContract(random, edition);
  const world: World = { random, edition, components: ['A'], stepless: [] };
  const isKept = random.chance(0.25);
  const how: string[] = [];
  let edited = contract;
  let breaks = false;
  const steps = 1 + random.below(3);
  for (let step = 0; step < steps; step++) {
    const next = isKept ? rewrite(edited, world) : mutate(edited, world);
    if (next === undefined) continue;
    edited = next.contract;
    how.push(next.name);
    breaks = steps === 1 && 'breaks' in next && next.breaks === true;
  }
  // A mutation may be undone by the next one, so only a single one breaks for certain.
  const [from, to] = editionsFor(edition, isKept ? 0.3 : 0.1, random);
  return {
    seed,
    baseline: toEdition(contract, from),
    candidate: toEdition(edited, to),
    relation: isKept ? 'same' : breaks ? 'breaks' : 'any',
    how: from === to ? how : [...how, `${from} became ${to}`],
  };
}

/** What an edition can say, later ones can say, too. */
function editionsFor(edition: Edition, share: number, random: Random): readonly [Edition, Edition] {
  if (!random.chance(share)) return [edition, edition];
  const later = (['2.0', '3.0', '3.1', '3.2'] as const).filter((each) => each >= edition);
  return [random.pick(later) ?? edition, random.pick(later) ?? edition];
}
