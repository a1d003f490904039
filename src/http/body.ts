import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { findDuplicateKey } from './duplicate-key.ts';
import type { RequestRefusal } from './request-refusal.ts';
import { requestRefusal } from './request-refusal.ts';

/** How a route takes its body. */
export interface BodyOptions {
  /** Whether the route has fields that it cannot do without. */
  readonly required: boolean;
  /** In bytes. */
  readonly limit: number;
}

/** Deeper than any contract, and well within what everything that walks a value recursively can take. */
const nestingLimit = 256;

/**
 * Reads a JSON body, `{}` where an optional one is empty. The bytes are counted while they come, whatever the headers say
 * of their number.
 *
 * @throws TypeError if the host has consumed the body before
 */
export async function readBody(
  request: Request,
  { required, limit }: BodyOptions,
): Promise<Result<unknown, RequestRefusal>> {
  const mediaType = findMediaTypeProblem(request.headers);
  const read = await readBytes(request, mediaType === undefined ? limit : 0);
  if (read === 'interrupted') return err(requestRefusal('body_malformed', 'The body ended early.'));
  if (read === 'too_large') {
    return err(
      mediaType === undefined
        ? requestRefusal('body_too_large', `The body has more than ${limit} bytes.`)
        : requestRefusal('media_type_unsupported', mediaType),
    );
  }
  if (read.length > 0) return parseJson(read);
  return required
    ? err(requestRefusal('body_required', 'The request has no body, but this route needs fields in one.'))
    : ok({});
}

function findMediaTypeProblem(headers: Headers): string | undefined {
  const given = headers.get('content-type');
  if (given === null || given === '') return 'The body comes without a Content-Type; it must be application/json.';
  const [essence = '', ...parameters] = given.split(';').map((part) => part.trim().toLowerCase());
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(essence)) {
    return `The body is ${essence}; it must be application/json.`;
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8', '"utf-8"', '"utf8"'].includes(charset)) {
    return `The body is in ${charset}; it must be in UTF-8.`;
  }
  const encoding = headers.get('content-encoding') ?? 'identity';
  return encoding.toLowerCase() === 'identity' ? undefined : `The body is encoded as ${encoding}; send it as it is.`;
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array | 'too_large' | 'interrupted'> {
  if (request.bodyUsed || request.body?.locked === true) {
    throw new TypeError('The body was consumed before the request came here; parse it nowhere else.');
  }
  if (Number(request.headers.get('content-length') ?? 0) > limit) return 'too_large';
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
      length += next.value.length;
      if (length > limit) {
        // Nobody waits for the rest, nor for how stopping it went.
        void reader?.cancel().catch(() => undefined);
        return 'too_large';
      }
      chunks.push(next.value);
    }
  } catch {
    return 'interrupted';
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function parseJson(bytes: Uint8Array): Result<unknown, RequestRefusal> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return err(malformed('The body is not UTF-8.'));
  }
  if (isNestedTooDeeply(text)) return err(malformed(`The body is nested more than ${nestingLimit} levels deep.`));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = findPlace(text, String(error));
    return err(
      place === undefined
        ? malformed('The body is not JSON.')
        : malformed(`The body is not JSON: it goes wrong at line ${place.line}, column ${place.column}.`, place),
    );
  }
  const duplicate = findDuplicateKey(text);
  if (duplicate === undefined) return ok(value);
  const place = placeOf(text, duplicate.position);
  const where = `line ${place.line}, column ${place.column}`;
  return err(malformed(`The body has ${JSON.stringify(duplicate.key)} twice in one object, at ${where}.`, place));
}

function malformed(message: string, place?: Place): RequestRefusal {
  return requestRefusal('body_malformed', message, { issues: [{ pointer: '', message, ...place }] });
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where JSON text goes wrong, as far as the engine says so. */
function findPlace(text: string, error: string): Place | undefined {
  const stated = /at position (\d+)/.exec(error)?.[1];
  const position = stated === undefined && /end of JSON/.test(error) ? text.length : Number(stated);
  return Number.isNaN(position) ? undefined : placeOf(text, position);
}

function placeOf(text: string, position: number): Place {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function isNestedTooDeeply(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === backslash) index += 1;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) {
      depth += 1;
      if (depth > nestingLimit) return true;
    } else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return false;
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
