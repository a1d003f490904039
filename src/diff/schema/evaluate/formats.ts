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

// RFC 3339, appendix A: units without gaps.
const durationTime = String.raw`T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)`;
const durationDate = String.raw`(?:\d+D|\d+M(?:\d+D)?|\d+Y(?:\d+M(?:\d+D)?)?)`;
const sureDuration = new RegExp(`^P(?:${durationDate}(?:${durationTime})?|${durationTime}|\\d+W)$`);

/** Matches the shape but not the calendar: strict validators refuse 30 February, others do not look. */
const onCalendar =
  (judge: Judge): Judge =>
  (word) => {
    const judged = judge(word);
    return judged === true && !isCalendarDate(word) ? undefined : judged;
  };

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const domain = `(?:${label}\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?`;
const sureHost = new RegExp(`^${domain}$`, 'i');
/** Labels such as `xn--…` may be names of IDNA, which some validators decode. */
const hasAlias = (word: string): boolean => /(?:^|[.@/])..--/.test(word);

const isSureHost = (word: string): boolean => sureHost.test(word) && word.length <= 253 && !hasAlias(word);

const judgeHost: Judge = (word) => {
  if (!/^[\w.-]+$/.test(word)) return false;
  return isSureHost(word) || undefined;
};

const judgeInternationalHost: Judge = (word) => {
  if (word === '' || /[\s/?#@]/.test(word)) return false;
  return isSureHost(word) || undefined;
};

const sureMailbox = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;

const judgeEmail: Judge = (word) => {
  const at = word.lastIndexOf('@');
  if (at === -1) return false;
  const [mailbox, host] = [word.slice(0, at), word.slice(at + 1)];
  const isSure = sureMailbox.test(mailbox) && at <= 64 && host.includes('.') && isSureHost(host) && word.length <= 254;
  return isSure || undefined;
};

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const sureIpv4 = new RegExp(`^(?:${octet}\\.){3}${octet}$`);
const judgeIpv4 = between(sureIpv4, /^(?:0*\d{1,3}\.){3}0*\d{1,3}$/);

const judgeIpv6: Judge = (word) => {
  if (!/^[0-9a-f:.]+$/i.test(word)) return /^[^%]*:[^%]*%/.test(word) ? undefined : false;
  const tail = word.slice(word.lastIndexOf(':') + 1);
  if (tail.includes('.') && !sureIpv4.test(tail)) return judgeIpv4(tail) === false ? false : undefined;
  const halves = word.replace(tail, tail.includes('.') ? '0:0' : tail).split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  if (halves.length === 1) return groups.length === 8;
  if (groups.length === 7) return undefined;
  return groups.length < 7;
};

// RFC 3986 without user information and literal addresses.
const pathChar = "(?:[\\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})";
const noColonChar = "(?:[\\w.~!$&'()*+,;=@-]|%[0-9a-f]{2})";
const segments = `(?:/${pathChar}*)*`;
const located = `//${domain}(?::\\d{1,4})?${segments}`;
const suffix = `(?:\\?(?:${pathChar}|[/?])*)?(?:#(?:${pathChar}|[/?])*)?`;
const sureUri = new RegExp(
  `^[a-z][a-z0-9+.-]*:(?:${located}|/(?:${pathChar}+${segments})?|${pathChar}+${segments})${suffix}$`,
  'i',
);
const sureRelative = new RegExp(
  `^(?:${located}|/(?:${pathChar}+${segments})?|${noColonChar}+${segments})?${suffix}$`,
  'i',
);

const judgeUri: Judge = (word) => {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(word)) return false;
  return (sureUri.test(word) && !hasAlias(word)) || undefined;
};

const judgeReference: Judge = (word) =>
  ((sureUri.test(word) || sureRelative.test(word)) && !hasAlias(word)) || undefined;

const templateName = '[a-z0-9_]+';
const sureTemplate = new RegExp(
  `^(?:[\\w.~!$&()*+,;=:@/?#-]|\\{[+#./;?&]?${templateName}(?:,${templateName})*\\})*$`,
  'i',
);

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
  duration: between(sureDuration, /^[+-]?P[\dYMWDTHS.,+-]+$/i),
  email: judgeEmail,
  'idn-email': judgeEmail,
  hostname: judgeHost,
  'idn-hostname': judgeInternationalHost,
  ipv4: judgeIpv4,
  ipv6: judgeIpv6,
  uri: judgeUri,
  iri: judgeUri,
  'uri-reference': judgeReference,
  'iri-reference': judgeReference,
  'uri-template': between(sureTemplate, /^(?:[^{}]|\{[^{}]*\})*$/),
  uuid: between(
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    /^(?:urn:uuid:|\{)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i,
  ),
  'json-pointer': between(/^(?:\/(?:[^/~]|~[01])*)*$/, /^$|^[/#]/),
  'relative-json-pointer': between(/^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^/~]|~[01])*)*)$/, /^[+-]?\d/),
  byte: between(/^(?:[a-z0-9+/]{4})*(?:[a-z0-9+/]{2}==|[a-z0-9+/]{3}=)?$/i, /^[a-z0-9+/_=\r\n-]*$/i),
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
  // The last doubles within: 2^63 is out of range, and -2^63 is written -9223372036854776000, which is below it.
  int64: integerWithin(1024 - 2 ** 63, 2 ** 63 - 1024),
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
