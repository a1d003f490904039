import type { Located } from '../rule.ts';
import type { SchemaUse } from '../payload/payload.ts';

/** What an OpenAPI document says, whatever its version: Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 give the same model. */
export interface ApiModel {
  /** As the document states it: `swagger 2.0`, `openapi 3.1.0`. */
  readonly specification: string;
  /** `info.version`. */
  readonly version: string;
  /** Operations of `paths`, in document order. */
  readonly operations: readonly OperationEntry[];
  /** Operations of `webhooks` (and what extensions call so); their payloads travel the other way. */
  readonly webhooks: readonly OperationEntry[];
}

/** An operation whose parts are read when they are asked for: most operations of most pairs are equal. */
export interface OperationEntry extends Located {
  /** Upper case, or as `additionalOperations` spells it. */
  readonly method: string;
  /** As written in the document, after the base path where servers differ only by it; a webhook's name. */
  readonly path: string;
  readonly read: () => Operation;
}

/** An operation with everything that holds for it: inherited parameters, servers and security are already its own. */
export interface Operation extends Located {
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
  readonly tags: readonly string[];
  readonly lifecycle: Lifecycle;
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  readonly responses: readonly Response[];
  readonly security: Security;
  readonly servers: readonly Server[];
  readonly callbacks: readonly OperationEntry[];
}

/** What an element says of its own future. */
export interface Lifecycle {
  readonly deprecated: boolean;
  /** `x-sunset` as written. */
  readonly sunset?: string;
  /** `x-stability-level`. */
  readonly stability?: string;
}

/** A value that is serialized into text: a parameter or a header. */
export interface Serialized extends Located {
  readonly required: boolean;
  readonly lifecycle: Lifecycle;
  /** How it is written, with the defaults of its place filled in: `form explode`, `simple`, `tabs`, `content application/json`. */
  readonly serialization: string;
  /** Absent where the document says nothing of the value. */
  readonly schema?: SchemaUse;
  /** Whether the value travels as text; false for `content` with a JSON media type. */
  readonly text: boolean;
}

export interface Parameter extends Serialized {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  /** What matches it to its counterpart: the position for path parameters, the name without case for headers. */
  readonly key: string;
}

export interface Header extends Serialized {
  readonly name: string;
}

export interface RequestBody extends Located {
  readonly required: boolean;
  readonly content: readonly MediaType[];
}

export interface MediaType extends Located {
  /** As written: `application/json; charset=utf-8`. */
  readonly name: string;
  /** Lower case, without parameters that mean nothing: `application/json`, `application/*`. */
  readonly range: string;
  readonly schema?: SchemaUse;
  /** Whether a value of the schema travels as text: `text/plain`. */
  readonly text: boolean;
  /** How the members of a form body are written; empty elsewhere. */
  readonly encoding: readonly Encoding[];
}

export interface Encoding extends Located {
  readonly name: string;
  readonly serialization: string;
  readonly contentType: string;
}

export interface Response extends Located {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  readonly content: readonly MediaType[];
  readonly headers: readonly Header[];
  readonly links: readonly Link[];
}

export interface Link extends Located {
  readonly name: string;
  readonly target: string;
}

/** Alternatives, each a combination of schemes. No alternatives: nothing is demanded. */
export interface Security extends Located {
  readonly alternatives: readonly (readonly SchemeUse[])[];
}

/** A security scheme with the scopes that a requirement asks for. */
export interface SchemeUse extends Located {
  readonly name: string;
  /** What a caller has to do, without documentation: `apiKey header X-Key`, `http bearer`, `oauth2`. */
  readonly credential: string;
  readonly scopes: readonly string[];
}

export interface Server extends Located {
  /** Absolute or relative, without trailing slash; variables in braces. */
  readonly url: string;
  /** Values that variables may take, where they are listed. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
}
