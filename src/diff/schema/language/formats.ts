/** Strings that match an anchored pattern and have at most so many code points. */
export interface Shape {
  readonly pattern: string;
  readonly maxLength?: number;
}

/**
 * A format by two patterns: strings that every validator worth the name accepts, and those that any of them does. They
 * differ where validators do: letter case, leap seconds, leading zeros, what a host may be.
 */
export interface Format {
  readonly atLeast: Shape;
  readonly atMost: Shape;
}

/** The formats of JSON Schema and OpenAPI for strings, as far as a regular language says what they are. */
export function findFormat(name: string): Format | undefined {
  return Object.hasOwn(formats, name) ? formats[name] : undefined;
}

// RFC 3339. Not certain: year 0, lower case, leap seconds; possible: ISO 8601's shorter offsets, a space for the T.
const leapYear = String.raw`(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)`;
const fullDate = `(?!0000)(?:${[
  String.raw`\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])`,
  String.raw`\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\d|30)`,
  String.raw`\d{4}-02-(?:0[1-9]|1\d|2[0-8])`,
  `${leapYear}-02-29`,
].join('|')})`;
const hourMinute = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const fullTime = String.raw`${hourMinute}:[0-5]\d(?:\.\d+)?(?:Z|[+-]${hourMinute})`;
const looseDate = String.raw`\d{4}-[01]\d-[0-3]\d`;
const looseTime = String.raw`\d\d:\d\d:\d\d(?:[.,]\d+)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?`;

// RFC 3339, appendix A. Possible: ISO 8601's fractions, and gaps between the units.
const durationTime = String.raw`T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)`;
const durationDate = String.raw`(?:\d+D|\d+M(?:\d+D)?|\d+Y(?:\d+M(?:\d+D)?)?)`;
const duration = String.raw`P(?:${durationDate}(?:${durationTime})?|${durationTime}|\d+W)`;
const looseDuration = `P(?=.)${amounts('YMWD')}(?:T${amounts('HMS')})?`;

function amounts(units: string): string {
  return Array.from(units, (unit) => String.raw`(?:\d+(?:[.,]\d+)?${unit})?`).join('');
}

const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ipv4 = String.raw`${octet}(?:\.${octet}){3}`;

/** RFC 4291, section 2.2: eight groups, the last two perhaps as an IPv4 address, and `::` once for one group or more. */
function ipv6(): string {
  const group = '[0-9A-Fa-f]{1,4}';
  const groups = (most: number): string => (most === 0 ? '' : `(?:${group}(?::${group}){0,${most - 1}})?`);
  const ending = (most: number): string =>
    most < 2 ? groups(most) : `(?:${groups(most)}|(?:${group}:){0,${most - 2}}${ipv4})`;
  const split = (before: number): string =>
    `${before === 0 ? '' : `${group}(?::${group}){${before - 1}}`}::${ending(7 - before)}`;
  const whole = `(?:${group}:){6}(?:${group}:${group}|${ipv4})`;
  return `(?:${[whole, ...Array.from({ length: 8 }, (_, before) => split(before))].join('|')})`;
}

// RFC 1123. Not certain: labels that look like those of IDNA (`xn--`), a last one that could be part of an address.
const label = '(?!..--)[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?';
const lastLabel = `(?=[A-Za-z])${label}`;
const host = String.raw`(?:${label}\.)*${lastLabel}`;
const hostname: Shape = { pattern: host, maxLength: 253 };

// RFC 5321 without quoted strings and address literals; validators agree on little more than the `@`.
const atom = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+";
const email: Shape = {
  pattern: String.raw`(?=[^@]{1,64}@)${atom}(?:\.${atom})*@(?:${label}\.)+${lastLabel}`,
  maxLength: 254,
};
const withAt: Shape = { pattern: '[^]*@[^]*' };

// RFC 3986 without user information and IP literals.
const pathChar = String.raw`(?:[0-9A-Za-z._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})`;
const noColonChar = String.raw`(?:[0-9A-Za-z._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})`;
const segments = `(?:/${pathChar}*)*`;
const authority = String.raw`//${host}(?::\d{1,4})?${segments}`;
const absolutePath = `/(?:${pathChar}+${segments})?`;
const suffix = String.raw`(?:\?(?:${pathChar}|[/?])*)?(?:#(?:${pathChar}|[/?])*)?`;
const scheme = '[A-Za-z][0-9A-Za-z+.-]*:';
const uri = `${scheme}(?:${authority}|${absolutePath}|${pathChar}+${segments})${suffix}`;
const relative = `(?:${authority}|${absolutePath}|${noColonChar}+${segments})?${suffix}`;
const anyUri: Format = { atLeast: { pattern: uri }, atMost: { pattern: `${scheme}[^]*` } };
const anyReference: Format = { atLeast: { pattern: `(?:${uri}|${relative})` }, atMost: { pattern: '[^]*' } };

const templateName = '[0-9A-Za-z_]+';
const jsonPointer = '(?:/(?:[^~/]|~[01])*)*';
const base64Char = '[0-9A-Za-z+/]';
const anyString: Shape = { pattern: '[^]*' };

const formats: Readonly<Record<string, Format>> = {
  date: { atLeast: { pattern: fullDate }, atMost: { pattern: looseDate } },
  time: { atLeast: { pattern: fullTime }, atMost: { pattern: looseTime } },
  'date-time': {
    atLeast: { pattern: `${fullDate}T${fullTime}` },
    atMost: { pattern: String.raw`${looseDate}[Tt\s]${looseTime}` },
  },
  duration: { atLeast: { pattern: duration }, atMost: { pattern: looseDuration } },
  ipv4: { atLeast: { pattern: ipv4 }, atMost: { pattern: String.raw`\d{1,3}(?:\.\d{1,3}){3}` } },
  // Possible: zones, RFC 4007.
  ipv6: { atLeast: { pattern: ipv6() }, atMost: { pattern: '(?=[^%]*:)[0-9A-Fa-f:.]+(?:%[^]*)?' } },
  // Any version and variant, either case: RFC 4122, section 3. Possible: the URN.
  uuid: {
    atLeast: { pattern: '[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}' },
    atMost: { pattern: '(?:[Uu][Rr][Nn]:[Uu][Uu][Ii][Dd]:)?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}' },
  },
  hostname: { atLeast: hostname, atMost: { pattern: String.raw`[\w.-]+`, maxLength: 255 } },
  'idn-hostname': { atLeast: hostname, atMost: { pattern: String.raw`[^\0- /?#@]+` } },
  email: { atLeast: email, atMost: withAt },
  'idn-email': { atLeast: email, atMost: withAt },
  uri: anyUri,
  iri: anyUri,
  'uri-reference': anyReference,
  'iri-reference': anyReference,
  // RFC 6570.
  'uri-template': {
    atLeast: {
      pattern: String.raw`(?:[0-9A-Za-z._~!$&()*+,;=:@/?#-]|\{[+#./;?&]?${templateName}(?:,${templateName})*\})*`,
    },
    atMost: { pattern: String.raw`(?:[^{}]|\{[^{}]*\})*` },
  },
  // RFC 6901.
  'json-pointer': { atLeast: { pattern: jsonPointer }, atMost: { pattern: jsonPointer } },
  'relative-json-pointer': {
    atLeast: { pattern: String.raw`(?:0|[1-9]\d*)(?:#|${jsonPointer})` },
    atMost: { pattern: String.raw`\d+(?:[+-]\d+)?(?:#|${jsonPointer})` },
  },
  regex: { atLeast: { pattern: '[0-9A-Za-z_ ]*' }, atMost: anyString },
  // Base64, RFC 4648. Possible: a validator that looks at one line of many.
  byte: {
    atLeast: { pattern: `(?:${base64Char}{4})*(?:${base64Char}{2}==|${base64Char}{3}=)?` },
    atMost: { pattern: String.raw`[0-9A-Za-z+/=_-]*|[^]*[\n\r\u2028\u2029][^]*` },
  },
  binary: { atLeast: anyString, atMost: anyString },
  password: { atLeast: anyString, atMost: anyString },
};
