import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { invalidPayload } from '../core/error.ts';
import type { InvalidPayload } from '../core/error.ts';
import { toPointer } from '../internal/json-pointer.ts';
import type { RequestRefusal } from './request-refusal.ts';
import { requestRefusal } from './request-refusal.ts';

/**
 * The path of a URL with every segment in one spelling, so that equal paths are routed equally and a `%2F` is no
 * separator. `undefined` where a segment is not the percent-encoding of any text.
 */
export function canonicalPath(url: string): string | undefined {
  try {
    return new URL(url).pathname
      .split('/')
      .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
      .join('/');
  } catch {
    return undefined;
  }
}

/** How a query parameter is written: once as text, once as a whole number, or as often as there are values. */
export type ParameterKind = 'text' | 'number' | 'list';

/** Reads a query string. A name that the route does not know is refused: to ignore it would answer another question. */
export function parseQuery(
  url: string,
  kinds: Readonly<Record<string, ParameterKind>>,
): Result<Readonly<Record<string, unknown>>, InvalidPayload | RequestRefusal> {
  const { search } = new URL(url);
  try {
    decodeURIComponent(search);
  } catch {
    return err(requestRefusal('path_malformed', 'The query string is not percent-encoded UTF-8.'));
  }
  const given = new Map<string, readonly string[]>();
  for (const [name, value] of new URLSearchParams(search)) given.set(name, [...(given.get(name) ?? []), value]);
  const issues = [...given].flatMap(([name, values]) => {
    const pointer = toPointer([name]);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) return [{ pointer, message: 'is not a known query parameter' }];
    return values.length > 1 && kind !== 'list' ? [{ pointer, message: 'is given more than once' }] : [];
  });
  const [first] = issues;
  if (first !== undefined) return err(invalidPayload('invalid_field', `${first.pointer}: ${first.message}.`, issues));
  return ok(Object.fromEntries([...given].map(([name, values]) => [name, toValue(values, kinds[name])])));
}

function toValue(values: readonly string[], kind: ParameterKind | undefined): unknown {
  if (kind === 'list') return values;
  const [text = ''] = values;
  return kind === 'number' && /^\d{1,15}$/.test(text) ? Number(text) : text;
}
