import { unknown, valid, validIf } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';

/**
 * Judges a string: `true` where every validator we know accepts it, `false` where every one refuses it, `undefined`
 * where they differ or the specification does.
 */
type Judge = (word: string) => boolean | undefined;

const maxLength = 2000;

/** Sure of the words that `accepted` matches and of those that `possible` does not. */
const between =
  (accepted: RegExp, possible: RegExp): Judge =>
  (word) => {
    if (accepted.test(word)) return true;
    return possible.test(word) ? undefined : false;
  };

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDate(word: string): boolean {
  const [year = 0, month = 0, day = 0] = word.slice(0, 10).split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (monthLengths[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0);
}

const sureDate = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const sureTime = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const looseTime = String.raw`\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:[zZ]|[+-]\d\d(?::?\d\d)?)?`;

/** Matches the shape but not the calendar: strict validators refuse 30 February, others do not look. */
const onCalendar =
  (judge: Judge): Judge =>
  (word) => {
    const judged = judge(word);
    return judged === true && !isCalendarDate(word) ? undefined : judged;
  };

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const sureHost = new RegExp(`^(?:${label}\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`, 'i');

const judgeHost: Judge = (word) => {
  if (word === '' || /[\s/:@?#[\]]/.test(word)) return false;
  return sureHost.test(word) && word.length <= 253 && !/(?:^|\.)..--/.test(word) ? true : undefined;
};

const sureEmail = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/i;

const judgeEmail: Judge = (word) => {
  const at = word.lastIndexOf('@');
  if (at <= 0 || at === word.length - 1) return false;
  return sureEmail.test(word) && at <= 64 && !word.includes('--') ? true : undefined;
};

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const sureIpv4 = new RegExp(`^(?:${octet}\\.){3}${octet}$`);
const judgeIpv4 = between(sureIpv4, /^(?:0*\d{1,3}\.){3}0*\d{1,3}$/);

const judgeIpv6: Judge = (word) => {
  if (!/^[0-9a-f:.]+$/i.test(word)) return word.includes('%') || word.includes('/') ? undefined : false;
  const tail = word.slice(word.lastIndexOf(':') + 1);
  if (tail.includes('.') && !sureIpv4.test(tail)) return judgeIpv4(tail) === false ? false : undefined;
  const halves = word.replace(tail, tail.includes('.') ? '0:0' : tail).split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  if (halves.length === 1) return groups.length === 8;
  if (groups.length === 7) return undefined;
  return groups.length < 7;
};

const sureUri =
  /^(?:https?|ftp):\/\/[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d{1,4})?(?:\/[a-z0-9._~-]*)*(?:\?[a-z0-9=&._~-]*)?(?:#[a-z0-9._~-]*)?$/i;
const sureUrn = /^[a-z][a-z0-9+.-]*:[a-z0-9][a-z0-9._~-]*$/i;
const looseUri = between(sureUri, /^[a-z][a-z0-9+.-]*:/i);
const judgeUri: Judge = (word) => sureUrn.test(word) || looseUri(word);
const sureReference = /^(?:\/?[a-z0-9._~-]+)(?:\/[a-z0-9._~-]+)*(?:\?[a-z0-9=&._~-]*)?(?:#[a-z0-9._~-]*)?$/i;

const sureOnly =
  (accepted: RegExp): Judge =>
  (word) =>
    accepted.test(word) ? true : undefined;

const compiles = (source: string, flags: string): boolean => {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
};

const strings: Readonly<Record<string, Judge>> = {
  date: onCalendar(between(new RegExp(`^${sureDate}$`), /^\d{4}-\d\d-\d\d$/)),
  time: between(new RegExp(`^${sureTime}$`), new RegExp(`^${looseTime}$`)),
  'date-time': onCalendar(
    between(new RegExp(`^${sureDate}T${sureTime}$`), new RegExp(`^\\d{4}-\\d\\d-\\d\\d[tT\\s]${looseTime}$`)),
  ),
  duration: between(/^P(?:\d+[YMWD]|T\d+[HMS]|\d+DT\d+[HMS])$/, /^[+-]?P[\dYMWDTHS.,+-]+$/i),
  email: judgeEmail,
  'idn-email': (word) => (judgeEmail(word) === true ? true : undefined),
  hostname: judgeHost,
  'idn-hostname': (word) => (judgeHost(word) === true ? true : undefined),
  ipv4: judgeIpv4,
  ipv6: judgeIpv6,
  uri: judgeUri,
  iri: judgeUri,
  'uri-reference': sureOnly(sureReference),
  'iri-reference': sureOnly(sureReference),
  'uri-template': sureOnly(sureReference),
  uuid: between(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i,
    /^(?:urn:uuid:|\{)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i,
  ),
  'json-pointer': between(/^(?:\/(?:[ -.0-}]|~[01])*)*$/, /^$|^[/#]/),
  'relative-json-pointer': between(/^(?:0|[1-9]\d*)(?:#|(?:\/(?:[ -.0-}]|~[01])*)*)$/, /^[+-]?\d/),
  regex: (word) => {
    if (compiles(word, 'u')) return true;
    return compiles(word, '') ? undefined : false;
  },
};

/** Whole numbers within the range; whether a fraction is refused differs. */
const integerWithin =
  (least: number, most: number) =>
  (value: number): boolean | undefined => {
    if (value < least || value > most) return false;
    return Number.isInteger(value) ? true : undefined;
  };

const numbers: Readonly<Record<string, (value: number) => boolean | undefined>> = {
  int32: integerWithin(-(2 ** 31), 2 ** 31 - 1),
  // The greatest double below 2^63; 2^63 itself is out of range.
  int64: integerWithin(-(2 ** 63), 2 ** 63 - 1024),
};

function toEvaluation(judged: boolean | undefined, format: string): Evaluation {
  return judged === undefined ? unknown(`validators differ on ${format}`) : validIf(judged);
}

/** Checks a known format; other formats, and instances of other types, are valid. */
export function evaluateFormat(format: string, instance: unknown): Evaluation {
  if (typeof instance === 'string' && Object.hasOwn(strings, format)) {
    if (instance.length > maxLength) return unknown(`long ${format}`);
    return toEvaluation(strings[format]?.(instance), format);
  }
  if (typeof instance === 'number' && Object.hasOwn(numbers, format)) {
    return toEvaluation(numbers[format]?.(instance), format);
  }
  return valid;
}
