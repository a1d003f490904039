import type { GateContext } from './gate.ts';

/**
 * What gates see: facts that none of them can change, neither for the next gate nor for what is recorded. One that tries
 * to throws, and so blocks.
 */
export function sealed(context: GateContext): GateContext {
  const { line, actor, integration, approvals, override } = context;
  return Object.freeze({
    ...context,
    line: Object.freeze({
      ...line,
      versions: sealedMap(line.versions),
      checks: sealedList(line.checks),
      activations: sealedList(line.activations),
      used_overrides: Object.freeze([...line.used_overrides]),
    }),
    // What the host gave stays the host's own.
    actor: Object.freeze({ ...actor }),
    integration: Object.freeze({ ...integration }),
    approvals: sealedList(approvals.map((approval) => ({ ...approval }))),
    override: override === undefined ? undefined : Object.freeze({ ...override }),
  });
}

function sealedList<Item extends object>(list: readonly Item[]): readonly Item[] {
  for (const item of list) Object.freeze(item);
  return Object.freeze([...list]);
}

function sealedMap<Item extends object>(map: ReadonlyMap<string, Item>): ReadonlyMap<string, Item> {
  for (const item of map.values()) Object.freeze(item);
  const copy = new Map(map);
  for (const method of ['set', 'delete', 'clear'] as const) Object.defineProperty(copy, method, { value: refuse });
  return Object.freeze(copy);
}

function refuse(): never {
  throw new TypeError('A gate sees the line and does not change it');
}
