/** A media type in the form in which equal ones are equal text. */
export interface MediaRange {
  /** `application/json`, `text/*; charset=iso-8859-1`. */
  readonly range: string;
  readonly kind: 'json' | 'xml' | 'form' | 'multipart' | 'text' | 'other';
}

/**
 * Reads a media type or range (RFC 9110, 8.3.1 and 12.5.1): case and the order of parameters mean nothing, and neither
 * does the charset UTF-8 on JSON, which has no other (RFC 8259, 8.1).
 */
export function toMediaRange(written: string): MediaRange {
  const [name = '', ...rest] = (written.match(part) ?? []).map((text) => text.trim());
  const type = name.toLowerCase();
  const kind = kindOf(type);
  const parameters = rest
    .filter((parameter) => parameter !== '')
    .map(toParameter)
    .filter((parameter) => kind !== 'json' || parameter !== 'charset=utf-8')
    .sort();
  return { range: [type, ...parameters].join('; '), kind };
}

/** A value in quotes that it does not need. */
const quotedToken = /^"(?<token>[\w!#$%&'*+.^`|~-]+)"$/u;

/** What stands between semicolons, of which quotes may hold some. */
const part = /(?:[^;"]|"[^"]*"?)+/gu;

function toParameter(parameter: string): string {
  const cut = parameter.indexOf('=');
  if (cut === -1) return parameter.toLowerCase();
  const name = parameter.slice(0, cut).trim().toLowerCase();
  const value = parameter
    .slice(cut + 1)
    .trim()
    .replace(quotedToken, '$<token>');
  return `${name}=${name === 'charset' ? value.toLowerCase() : value}`;
}

/** Text that is the value itself; event streams and YAML tell kinds of values apart. */
const plainTypes = new Set(['text/plain', 'text/html', 'text/csv', 'text/markdown']);

function kindOf(type: string): MediaRange['kind'] {
  if (/[/+]json$/u.test(type)) return 'json';
  if (/[/+]xml$/u.test(type)) return 'xml';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type.startsWith('multipart/')) return 'multipart';
  return plainTypes.has(type) ? 'text' : 'other';
}
