import { canonicalJson } from '../../internal/canonical-json.ts';
import { escapeSegment } from '../../internal/json-pointer.ts';
import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { FindingSink, Occurring } from '../findings.ts';
import type { Located } from '../rule.ts';
import { findValue } from '../source/resolve.ts';
import { extensionChanged, unknownMember } from './rules/documents.ts';

const swaggerItems =
  'type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength ' +
  'pattern maxItems minItems uniqueItems enum multipleOf';
const serialized = `description deprecated required style explode allowReserved schema content example examples ${swaggerItems}`;

/** What the specifications define for each kind of element, from Swagger 2.0 to OpenAPI 3.2; readers and rules know it. */
const known = {
  document: words(
    'openapi swagger info jsonSchemaDialect servers paths webhooks components security tags externalDocs host ' +
      'basePath schemes consumes produces definitions parameters responses securityDefinitions',
  ),
  'path item': words(
    '$ref summary description get put post delete options head patch trace query additionalOperations servers parameters',
  ),
  operation: words(
    'tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security ' +
      'servers consumes produces schemes',
  ),
  parameter: words(`name in allowEmptyValue ${serialized}`),
  header: words(serialized),
  body: words(`description content required name in schema`),
  'media type': words('schema itemSchema example examples encoding prefixEncoding itemEncoding'),
  response: words('summary description headers content links schema examples'),
  link: words('operationRef operationId parameters requestBody description server'),
  server: words('url description variables name'),
  'security scheme': words(
    'type description name in scheme bearerFormat flows openIdConnectUrl oauth2MetadataUrl deprecated flow ' +
      'authorizationUrl tokenUrl scopes',
  ),
} as const;

export type ElementKind = keyof typeof known;

/** In Swagger 2.0 bodies and media types are made of parameters, responses and operations, which are swept themselves. */
const madeInSwagger = new Set<ElementKind>(['body', 'media type', 'server']);
/** What lifecycles and schemas read, and what stands for `webhooks` before 3.1. */
const readExtensions = new Set(['x-sunset', 'x-stability-level', 'x-extensible-enum', 'x-webhooks']);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Looks for edits that no rule and no reader would notice: they are findings all the same. */
export class Sweep {
  readonly #baseline: JsonValue;
  readonly #candidate: JsonValue;
  readonly #findings: FindingSink;
  /** What stands at pointers that were asked for before, by document. */
  readonly #objects = new Map<JsonValue, Map<string, JsonObject | undefined>>();

  constructor(baseline: JsonValue, candidate: JsonValue, findings: FindingSink) {
    this.#baseline = baseline;
    this.#candidate = candidate;
    this.#findings = findings;
  }

  /** Compares the members of two elements that nothing else reads. */
  compare(kind: ElementKind, baseline: Located, candidate: Located, at: Occurring): void {
    const before = this.#objectAt(this.#baseline, baseline.pointer, kind);
    const after = this.#objectAt(this.#candidate, candidate.pointer, kind);
    if (before === undefined || after === undefined) return;
    for (const key of Object.keys(before)) {
      if (isUnread(kind, key)) this.#member(key, [before, baseline.pointer], [after, candidate.pointer], at);
    }
    for (const key of Object.keys(after)) {
      if (isUnread(kind, key) && !Object.hasOwn(before, key)) {
        this.#member(key, [before, baseline.pointer], [after, candidate.pointer], at);
      }
    }
  }

  #objectAt(root: JsonValue, pointer: string, kind: ElementKind): JsonObject | undefined {
    if (madeInSwagger.has(kind) && isJsonObject(root) && Object.hasOwn(root, 'swagger')) return undefined;
    let objects = this.#objects.get(root);
    if (objects === undefined) this.#objects.set(root, (objects = new Map<string, JsonObject | undefined>()));
    if (!objects.has(pointer)) {
      const value = findValue(root, pointer);
      objects.set(pointer, isJsonObject(value) ? value : undefined);
    }
    return objects.get(pointer);
  }

  #member(
    key: string,
    [before, beforeAt]: readonly [JsonObject, string],
    [after, afterAt]: readonly [JsonObject, string],
    at: Occurring,
  ): void {
    const [was, is] = [ownMember(before, key), ownMember(after, key)];
    // Most are written alike, which is cheaper to see than that they are equal.
    if (was !== undefined && JSON.stringify(was) === JSON.stringify(is)) return;
    const values = [was ?? null, is ?? null].map((value) => canonicalJson(value));
    if (was !== undefined && is !== undefined && values[0] === values[1]) return;
    const isExtension = key.startsWith('x-');
    const what = isExtension ? 'extension' : 'member';
    this.#findings.add(isExtension ? extensionChanged : unknownMember, at, {
      ...(was === undefined ? {} : { baseline: `${beforeAt}/${escapeSegment(key)}` }),
      ...(is === undefined ? {} : { candidate: `${afterAt}/${escapeSegment(key)}` }),
      message: `The ${what} "${key}" ${change(was, is)}.`,
      values,
      ...(isExtension ? {} : { undecided: `the member "${key}" is not known to any rule` }),
    });
  }
}

function isUnread(kind: ElementKind, key: string): boolean {
  return !known[kind].has(key) && !readExtensions.has(key);
}

function change(was: JsonValue | undefined, is: JsonValue | undefined): string {
  if (was === undefined) return 'was added';
  return is === undefined ? 'was removed' : 'changed';
}
