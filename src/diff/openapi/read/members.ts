import { isJsonArray, isJsonObject, ownMember } from '../../../internal/json.ts';
import type { Located } from '../../source/resolve.ts';
import { below, kindOf, type Reading, type Site } from './reading.ts';

/** A member as it stands; an empty one (`schema:` in YAML is null) is absent. */
export function memberAt({ value, pointer }: Site, key: string): Located | undefined {
  const member = ownMember(value, key) ?? undefined;
  return member === undefined ? undefined : { value: member, pointer: below(pointer, key) };
}

/** A text member; anything else that stands there says nothing. */
export function textAt({ value }: Site, key: string): string | undefined {
  const text = ownMember(value, key);
  return typeof text === 'string' ? text : undefined;
}

/** A member that is true or, by default, false. */
export function flagAt(reading: Reading, site: Site, key: string, byDefault = false): boolean {
  const flag = memberAt(site, key);
  if (flag === undefined) return byDefault;
  if (typeof flag.value === 'boolean') return flag.value;
  reading.report('wrong-type', flag.pointer, `"${key}" has to be true or false, not ${kindOf(flag.value)}.`);
  return byDefault;
}

/** A member that is an object or a reference to one. */
export function objectAt(reading: Reading, site: Site, key: string): Site | undefined {
  const member = memberAt(site, key);
  return member === undefined ? undefined : siteOf(reading, member);
}

/** The items of a member that is a list; references among them are not followed. */
export function itemsAt(reading: Reading, site: Site, key: string): readonly Located[] {
  const member = memberAt(site, key);
  if (member === undefined) return [];
  const { value, pointer } = member;
  if (isJsonArray(value)) return value.map((item, index) => ({ value: item, pointer: below(pointer, index) }));
  reading.report('wrong-type', pointer, `"${key}" has to be a list, not ${kindOf(value)}.`);
  return [];
}

/** The members of a map whose keys the author chose. */
export function entriesAt(reading: Reading, site: Site, key: string): readonly (readonly [string, Located])[] {
  const map = objectAt(reading, site, key);
  return map === undefined ? [] : entriesOf(map);
}

/** In the order of their keys: that of the document says nothing. */
export function entriesOf({ value, pointer }: Site): readonly (readonly [string, Located])[] {
  const entries = Object.entries(value).map(([name, value]): readonly [string, Located] => [
    name,
    { value: value ?? {}, pointer: below(pointer, name) },
  ]);
  return entries.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Texts of a list; the place of each is that of its item. */
export function textsAt(reading: Reading, site: Site, key: string): readonly { text: string; pointer: string }[] {
  return itemsAt(reading, site, key).flatMap(({ value, pointer }) => {
    if (typeof value === 'string') return [{ text: value, pointer }];
    reading.report('wrong-type', pointer, `An item of "${key}" has to be a string, not ${kindOf(value)}.`);
    return [];
  });
}

/** The object that something is or refers to. */
export function siteOf(reading: Reading, located: Located): Site | undefined {
  const target = reading.follow(located);
  if (target === undefined) return undefined;
  const { value, pointer } = target;
  if (isJsonObject(value)) return { value, pointer, shared: pointer !== located.pointer };
  reading.report('wrong-type', pointer, `An object has to stand here, not ${kindOf(value)}.`);
  return undefined;
}

/** Whether a member says anything. */
export function has(site: Site, key: string): boolean {
  return memberAt(site, key) !== undefined;
}
