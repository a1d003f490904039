import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { commandIdSchema } from '../core/command.ts';
import type { RequestRefusal } from './request-refusal.ts';
import { malformedHeader, requestRefusal } from './request-refusal.ts';

/** What the headers of a command say beside its correlation. */
export interface Preconditions {
  readonly command_id?: string;
  readonly expected_revision?: number;
}

/** The `request_id` that a caller gave, `undefined` for none; a malformed one is a refusal. */
export function parseRequestId(headers: Headers): Result<string | undefined, RequestRefusal> {
  return parseId(headers, 'x-request-id');
}

/** An id in a header of its own; an empty header is none. */
export function parseId(headers: Headers, name: string): Result<string | undefined, RequestRefusal> {
  const value = headers.get(name) ?? '';
  if (value === '') return ok(undefined);
  return commandIdSchema.safeParse(value).success
    ? ok(value)
    : err(malformedHeader(name, 'must have 1 to 128 characters, none of them a control character'));
}

/** Reads `Idempotency-Key` and `If-Match`. */
export function parsePreconditions(headers: Headers): Result<Preconditions, RequestRefusal> {
  const key = parseIdempotencyKey(headers.get('idempotency-key'));
  if (key.isErr()) return err(key.error);
  return parseIfMatch(headers.get('if-match')).map((revision) => ({
    ...(key.value === undefined ? {} : { command_id: key.value }),
    ...(revision === undefined ? {} : { expected_revision: revision }),
  }));
}

/** The draft standard has a quoted string (RFC 9651, section 3.3.3); many clients send the bare key. */
function parseIdempotencyKey(value: string | null): Result<string | undefined, RequestRefusal> {
  if (value === null) return ok(undefined);
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(value)?.[1];
  const key = quoted === undefined ? /^[\x21\x23-\x2b\x2d-\x7e]+$/.exec(value)?.[0] : quoted.replaceAll(/\\(.)/g, '$1');
  return key !== undefined && commandIdSchema.safeParse(key).success
    ? ok(key)
    : err(malformedHeader('Idempotency-Key', 'must be one key of 1 to 128 printable ASCII characters, quoted or bare'));
}

/** `*` expects nothing. A tag that can never be the current one (RFC 9110, section 13.1.1) is refused as outdated. */
function parseIfMatch(value: string | null): Result<number | undefined, RequestRefusal> {
  if (value === null || value.trim() === '*') return ok(undefined);
  const tags = parseEntityTags(value);
  if (tags === undefined) return err(malformedHeader('If-Match', 'must be an entity tag like "7", or *'));
  const [tag, ...others] = tags;
  if (tag === undefined || others.length > 0) return err(malformedHeader('If-Match', 'must be one entity tag'));
  return /^"(?:0|[1-9]\d{0,14})"$/.test(tag)
    ? ok(Number(tag.slice(1, -1)))
    : err(requestRefusal('entity_tag_unmatched', `No state of a contract line has the entity tag ${tag}.`));
}

/** Whether the caller has this representation already (RFC 9110, section 13.1.2: weak comparison). */
export function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return parseEntityTags(ifNoneMatch)?.some((tag) => tag.replace(/^W\//, '') === etag) ?? false;
}

/** The entity tags of a list, `undefined` if it is malformed. */
function parseEntityTags(value: string): readonly string[] | undefined {
  const tag = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/.source;
  return new RegExp(`^\\s*${tag}(?:\\s*,\\s*${tag})*\\s*$`).test(value)
    ? (value.match(new RegExp(tag, 'g')) ?? [])
    : undefined;
}
