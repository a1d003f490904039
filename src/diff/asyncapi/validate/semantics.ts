import { escapeSegment, toPointer } from '../../../internal/json-pointer.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { Element } from '../read/element.ts';
import type { Violation } from './structure.ts';

/** What the schemas of the specification cannot say and its text does, as far as all versions have it. */
export function findAddressFaults(document: Element): readonly Violation[] {
  const addresses = document.member('channels')?.keys() ?? [];
  return addresses
    .filter((address) => /[?#]/.test(address))
    .map((address) => ({
      rule: 'channel-query-or-fragment',
      message: 'A channel has no query and no fragment.',
      pointer: toPointer(['channels', address]),
    }));
}

/** Placeholders and the members that describe them have to be the same. */
export function findPlaceholderFaults(
  template: string,
  described: Element | undefined,
  rule: string,
): readonly Violation[] {
  const names = [...template.matchAll(/\{(.+?)\}/g)].map(([, name]) => name ?? '');
  if (described === undefined || !isJsonObject(described.value)) return [];
  const members = described.value;
  return [
    ...names
      .filter((name) => !Object.hasOwn(members, name))
      .map((name) => ({ rule, message: `The placeholder "${name}" is not described.`, pointer: described.pointer })),
    ...Object.keys(members)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        rule,
        message: `There is no placeholder "${name}".`,
        pointer: `${described.pointer}${toPointer([name])}`,
      })),
  ];
}

/** Every reference has to lead somewhere, even where nothing is made of it. */
export function findLostReferences(root: JsonObject): readonly Violation[] {
  const lost: Violation[] = [];
  const known = new Map<string, boolean>();
  const isLost = (reference: string): boolean => {
    let answer = known.get(reference);
    if (answer === undefined) known.set(reference, (answer = Element.leadsNowhere(root, reference)));
    return answer;
  };
  const walk = (value: JsonValue, pointerOf: () => string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (key === '$ref' && typeof member === 'string' && isLost(member)) {
        const message = `The reference ${JSON.stringify(member.slice(0, 120))} leads nowhere.`;
        lost.push({ rule: 'invalid-ref', message, pointer: `${pointerOf()}/$ref` });
      }
      if (typeof member === 'object') walk(member, () => `${pointerOf()}/${escapeSegment(key)}`);
    }
  };
  walk(root, () => '');
  return lost;
}
