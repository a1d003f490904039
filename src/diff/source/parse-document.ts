import { err, ok, type Result } from 'neverthrow';

import type { Place } from '../../core/report.ts';
import { parsePointer, toPointer } from '../../internal/json-pointer.ts';
import type { JsonValue } from '../../internal/json.ts';
import { decodeSource, type DecodedSource } from './decode.ts';
import { duplicateKey, limitExceeded, syntaxError, type DocumentError } from './document-error.ts';
import { isExact } from './exact-number.ts';
import { inspect, type Inspection } from './inspect.ts';
import { jsonTree } from './json-places.ts';
import { resolveLimits, type DocumentLimits } from './limits.ts';
import { createPlaceIndex, type PlaceIndex, type TextNode } from './places.ts';
import { readJson, skipWhitespace, type JsonFault } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import { scanJson } from './scan-json.ts';
import { positionAt, type TextPosition } from './text-lines.ts';
import type { RawValue } from './yaml-schema.ts';

/** A document that was read within its limits and holds no reference to another document. */
export interface SourceDocument {
  /**
   * The content as plain data with ordinary prototypes; every member is an own property, even one named `__proto__`,
   * so look members up with `Object.hasOwn`. Values that YAML aliases repeat are shared, never circular: do not mutate.
   */
  readonly value: JsonValue;
  readonly format: 'json' | 'yaml';
  /** The source as text, without byte order mark. */
  readonly text: string;
  /**
   * Numbers whose value a double does not hold, in document order; `value` has the nearest double, so two that differ
   * may look equal there. `1.10` is not one of them: as a number it is 1.1, and only its spelling is lost.
   */
  readonly inexact_numbers: readonly InexactNumber[];
  /** The texts of all members `$ref`, those of examples and other data among them. */
  readonly references: ReadonlySet<string>;
  /** Where values stand in `text`; use `locate`. */
  readonly places: PlaceIndex;
}

/** A number in the text whose value a double does not hold. */
export interface InexactNumber {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  readonly written: string;
}

/**
 * Reads one JSON or YAML document from an untrusted source.
 *
 * The order bounds the cost of every step by the step before: length, then encoding, then (JSON) one pass that counts
 * nesting and values, then parsing, then one walk over the result. Nothing is ever loaded and no reference is followed.
 * Repeated keys are refused, as the specifications leave their meaning open and parsers disagree.
 *
 * YAML is read by the core schema of YAML 1.2 with merge keys: timestamps stay strings, keys become the strings they
 * were written as (`200` and `1.10` alike), and tags without a JSON counterpart are refused. Text that starts like JSON
 * has to be JSON.
 *
 * @throws TypeError for what is neither text nor bytes
 */
export function parseDocument(
  source: string | Uint8Array,
  limits?: Partial<DocumentLimits>,
): Result<SourceDocument, DocumentError> {
  if (typeof source !== 'string' && !ArrayBuffer.isView(source)) {
    throw new TypeError(
      'A document is given as text or as bytes (Uint8Array); JSON.stringify makes text of an object.',
    );
  }
  const resolved = resolveLimits(limits);
  return decodeSource(source, resolved.bytes).andThen((decoded) =>
    isJsonText(decoded.text) ? parseJson(decoded, resolved) : parseYaml(decoded.text, resolved),
  );
}

/** Line and column of the key or item that a JSON Pointer names, or of its nearest ancestor that the text has. */
export function locate(document: SourceDocument, pointer: string): TextPosition | undefined {
  const segments = parsePointer(pointer);
  if (segments === undefined) return undefined;
  return document.places.positionOf(segments);
}

/** A pointer with its line and column, as findings carry it. */
export function placeOf(document: SourceDocument, pointer: string): Place {
  return { pointer, ...locate(document, pointer) };
}

/** The same, with line and column looked up when they are first read; until then the document is kept. */
export function latePlaceOf({ places }: SourceDocument, pointer: string): Place {
  const segments = parsePointer(pointer);
  if (segments === undefined) return { pointer };
  let found: TextPosition | undefined;
  const position = (): TextPosition => (found ??= places.positionOf(segments));
  return {
    pointer,
    get line() {
      return position().line;
    },
    get column() {
      return position().column;
    },
  };
}

/**
 * Text that starts as only JSON usually does is held to JSON: read as YAML, a slip such as `flase` would become a string
 * instead of an error. Unquoted keys, comments and the like make it a YAML flow mapping. A scalar is JSON if it parses.
 */
function isJsonText(text: string): boolean {
  const start = skipWhitespace(text, 0);
  const next = text[skipWhitespace(text, start + 1)] ?? '';
  if (text[start] === '{') return next === '"' || next === '}' || next === '';
  if (text[start] === '[') return /["{[\]\d-]/.test(next) || next === '';
  if (!/["\-\dtfn]/.test(text[start] ?? '')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseJson(source: DecodedSource, limits: DocumentLimits): Result<SourceDocument, DocumentError> {
  const { text } = source;
  const bytes = source.bytes();
  const scan = scanJson(bytes, limits);
  if (scan.exceeded !== undefined) {
    const { limit, offset } = scan.exceeded;
    const place = positionAt(text, new TextDecoder().decode(bytes.subarray(0, offset)).length);
    return err(limitExceeded(limit, limits[limit], { pointer: '', ...place }));
  }
  let parsed: RawValue;
  try {
    parsed = JSON.parse(text);
  } catch {
    return err(jsonFault(text) ?? syntaxError('The text is not JSON.', { pointer: '' }));
  }
  const inspection = inspect(parsed, limits, { surrogates: escapedSurrogate.test(text) });
  // Each repeated key was counted in the text and lost in the value.
  if (inspection.members < scan.members && inspection.problem === undefined) {
    const repeated = findRepeatedKey(text);
    if (repeated !== undefined) return err(repeated);
  }
  const tree = (): TextNode => jsonTree(text);
  if (!scan.inexact) return finish({ inspection, inexact: [], format: 'json', text, tree });
  const inexact: InexactNumber[] = [];
  const fault = readJson(text, {
    number: (written, path) => {
      if (!isExact(written, Number(written))) inexact.push({ pointer: toPointer(path), written });
    },
  });
  if (fault !== undefined) return err(faultError(text, fault));
  return finish({ inspection, inexact, format: 'json', text, tree });
}

function parseYaml(text: string, limits: DocumentLimits): Result<SourceDocument, DocumentError> {
  return readYaml(text, limits).andThen(({ value, tree }) => {
    const inspection = inspect(value, limits, { surrogates: escapedSurrogate.test(text) });
    return finish({ inspection, inexact: inspection.inexact_numbers, format: 'yaml', text, tree });
  });
}

/** Only an escape can put half of a surrogate pair into text that was decoded strictly. */
const escapedSurrogate = /\\[uU](?:0000)?[dD][89a-fA-F]/;

interface Parsed {
  readonly inspection: Inspection;
  readonly inexact: readonly InexactNumber[];
  readonly format: 'json' | 'yaml';
  readonly text: string;
  readonly tree: () => TextNode;
}

function finish({ inspection, inexact, format, text, tree }: Parsed): Result<SourceDocument, DocumentError> {
  const document = {
    value: inspection.value,
    format,
    text,
    inexact_numbers: inexact,
    references: inspection.references,
    places: createPlaceIndex(text, tree),
  };
  const { problem } = inspection;
  if (problem === undefined) return ok(document);
  return err({ ...problem, place: placeOf(document, problem.place.pointer) });
}

function jsonFault(text: string): DocumentError | undefined {
  const fault = readJson(text, {});
  return fault === undefined ? undefined : faultError(text, fault);
}

function faultError(text: string, fault: JsonFault): DocumentError {
  return syntaxError(fault.message, { pointer: toPointer(fault.path), ...positionAt(text, fault.offset) });
}

function findRepeatedKey(text: string): DocumentError | undefined {
  const keys: Set<string>[] = [];
  let found: DocumentError | undefined;
  readJson(text, {
    open: () => void keys.push(new Set()),
    close: () => void keys.pop(),
    key: (key, offset, path) => {
      const seen = keys.at(-1);
      if (seen?.has(key) === true) {
        found = duplicateKey(key, { pointer: toPointer(path), ...positionAt(text, offset) });
      }
      seen?.add(key);
      return found === undefined;
    },
  });
  return found;
}
