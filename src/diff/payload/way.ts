import { isJsonArray, isJsonObject, type JsonValue } from '../../internal/json.ts';
import type { Step } from './children.ts';
import type { Flow, Text } from './payload.ts';

/** As what values travel. */
export interface Writing {
  readonly text: Text;
  /** Whether text may be XML, in which objects without members have a form. */
  readonly xml: boolean;
}

/** Which way a payload travels, and as what. */
export interface Way extends Writing {
  readonly flow: Flow;
}

/** The way of a part of what travels. */
export function wayInto<W extends Writing>(way: W, step: Step): W {
  if (typeof way.text === 'boolean' || step.kind === 'branch') return way;
  return { ...way, text: step.kind === 'member' && way.text.has(step.name) };
}

/** The same for all ways on which values are told apart alike. */
export function keyOfText({ text, xml }: Writing): string {
  if (text === false) return '';
  const members = text === true ? 'text' : JSON.stringify([...text].toSorted());
  return xml ? `${members} xml` : members;
}

/** Whether there is a way to write a value: as text, objects without members have none. */
export function isSendable(value: JsonValue, { text, xml }: Writing): boolean {
  if (text === false || xml) return true;
  if (text === true) return isWritable(value);
  return !isJsonObject(value) || Object.entries(value).every(([name, member]) => !text.has(name) || isWritable(member));
}

function isWritable(value: JsonValue): boolean {
  if (typeof value !== 'object') return true;
  // Null, as a list without items, may be written as an empty text.
  if (value === null) return true;
  const parts = Object.values(value);
  return (parts.length > 0 || isJsonArray(value)) && parts.every(isWritable);
}

/** All values that the text of a value may be read as, `1` or `"1"`; more than are worth trying are as it is itself. */
export function readingsOf(value: JsonValue, text: Text): readonly JsonValue[] {
  if (text === false) return [value];
  if (isJsonArray(value)) return combined(value.map((item) => readingsOf(item, text === true))) ?? [value];
  if (isJsonObject(value)) {
    const names = Object.keys(value);
    const parts = names.map((name) => readingsOf(value[name] ?? null, text === true || text.has(name)));
    const members = combined(parts) ?? [Object.values(value)];
    return members.map((list) => Object.fromEntries(list.map((member, index) => [names[index] ?? '', member])));
  }
  return text === true ? readingsOfScalar(value) : [value];
}

const mostReadings = 64;

function combined(parts: readonly (readonly JsonValue[])[]): readonly JsonValue[][] | undefined {
  let lists: JsonValue[][] = [[]];
  for (const readings of parts) {
    if (lists.length * readings.length > mostReadings) return undefined;
    // Most parts can be read in one way only.
    const [only, another] = readings;
    if (only !== undefined && another === undefined) for (const list of lists) list.push(only);
    else lists = lists.flatMap((list) => readings.map((reading) => [...list, reading]));
  }
  return lists;
}

const numeral = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

function readingsOfScalar(value: JsonValue): readonly JsonValue[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [value, String(value)];
  if (value === 'true' || value === 'false') return [value, value === 'true'];
  if (typeof value !== 'string' || !numeral.test(value) || !Number.isFinite(Number(value))) return [value];
  return [value, Number(value)];
}
