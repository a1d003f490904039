import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonObject } from '../../internal/json.ts';
import type { Step } from './children.ts';
import { harmOf, type LocalChange } from './change.ts';
import { pathOf } from './lift.ts';
import type { Pair, Pairs } from './pairs.ts';
import type { Flow, PayloadChange } from './payload.ts';
import type { Way } from './way.ts';

/** A pair and how it was reached from the payload; the payload itself by no step. */
export interface Trail {
  readonly pair: Pair;
  readonly last?: { readonly step: Step; readonly from: Trail };
}

/** A change and how it was reached from the payload. */
export interface Reached {
  readonly change: LocalChange;
  readonly trail: Trail;
}

/** What is reached from a payload. */
export interface Reach {
  readonly reached: readonly Reached[];
  /** Those from which a discriminator leads on. */
  readonly leading: readonly Trail[];
  /** Whether alternatives lead back to themselves. */
  readonly looping: boolean;
}

/** The steps from the payload to the end of a trail. */
export function stepsOf(trail: Trail): readonly Step[] {
  const steps: Step[] = [];
  for (let { last } = trail; last !== undefined; last = last.from.last) steps.push(last.step);
  return steps.toReversed();
}

/** All changes below a pair, each once, by the shortest way, and the pairs that have heirs. */
export function reach(root: Pair, flow: Flow): Reach {
  const seen = new Set<Pair>([root]);
  const reached: Reached[] = [];
  const leading: Trail[] = [];
  let looping = false;
  let level: readonly Trail[] = root.leads ? [{ pair: root }] : [];
  while (level.length > 0) {
    const next: Trail[] = [];
    for (const trail of level) {
      const { pair } = trail;
      looping ||= pair.loops;
      if (pair.heirs.length > 0) leading.push(trail);
      for (const change of pair.changes) {
        if (change.fallback === true && isExplainedBelow(pair, change, flow)) continue;
        reached.push({ change, trail });
      }
      for (const { step, pair: child } of pair.children) {
        if (!child.leads || seen.has(child)) continue;
        seen.add(child);
        next.push({ pair: child, last: { step, from: trail } });
      }
    }
    level = next;
  }
  return { reached, leading, looping };
}

/** Whether something below a pair breaks what flows so as the change does, or does no harm to it either. */
function isExplainedBelow(start: Pair, change: LocalChange, flow: Flow): boolean {
  const isHarm = harmOf(change, flow) !== undefined;
  const explains = (below: LocalChange): boolean => {
    if (below.fallback === true || below.beyondValues === true) return false;
    if (isHarm) return harmOf(below, flow) !== undefined;
    return below.narrowing !== undefined || below.widening !== undefined;
  };
  const seen = new Set<Pair>([start]);
  const waiting = [start];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    for (const { pair: child } of pair.children) {
      if (!child.leads || seen.has(child)) continue;
      if (child.changes.some(explains)) return true;
      seen.add(child);
      waiting.push(child);
    }
  }
  return false;
}

/** What differs between two payloads, and where in them a discriminator leads on. */
export interface Judged {
  readonly changes: readonly PayloadChange[];
  readonly leading: readonly Trail[];
}

/** A payload that is judged by itself. */
export interface Root {
  readonly pair: Pair;
  readonly way: Way;
  readonly path: string;
  /** The member by whose value a discriminator selects it, if one does. */
  readonly selector?: JsonObject;
}

/**
 * A payload and all that discriminators select in it. What is selected takes fewer values than what selects it, so that
 * each is a payload by itself, which shows its own changes.
 */
export function changesWithHeirs(start: Root, pairs: Pairs, judge: (root: Root) => Judged): readonly PayloadChange[] {
  const roots = new Map<Pair, Root>([[start.pair, start]]);
  const changes: PayloadChange[] = [];
  for (const root of roots.values()) {
    const { changes: found, leading } = judge(root);
    for (const change of found) {
      if (root === start) changes.push(change);
      else if (!changes.some((other) => isSameCause(other, change))) {
        changes.push({ ...change, path: root.path + change.path });
      }
    }
    for (const trail of leading) {
      const way = { ...trail.pair.way, flow: root.way.flow, xml: root.way.xml };
      const path = root.path + pathOf(stepsOf(trail));
      for (const { baseline, candidate, selector } of trail.pair.heirs) {
        const pair = pairs.of(baseline, candidate, way);
        if (!roots.has(pair)) roots.set(pair, { pair, way, path, selector });
      }
    }
  }
  return changes;
}

/** What changed where heirs and what they are made of meet is told once. */
function isSameCause(one: PayloadChange, other: PayloadChange): boolean {
  return (
    one.kind === other.kind &&
    one.keyword === other.keyword &&
    (one.breaks || !other.breaks) &&
    (one.baseline === other.baseline || one.candidate === other.candidate) &&
    canonicalJson(one.values) === canonicalJson(other.values)
  );
}
