import type { Located } from '../rule.ts';
import type { SchemaUse, Text } from '../payload/payload.ts';
import type { Written } from './written.ts';

/** What an OpenAPI document says, whatever its version: Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 give the same model. */
export interface ApiModel {
  /** As the document states it: `swagger 2.0`, `openapi 3.1.0`. */
  readonly specification: string;
  /** `info.version`. */
  readonly version: string;
  /** Operations of `paths`, in the order of these. */
  readonly operations: readonly OperationEntry[];
  /** Operations of `webhooks` (and what extensions call so); their payloads travel the other way. */
  readonly webhooks: readonly OperationEntry[];
}

/** An operation whose parts are read when they are asked for: most operations of most pairs are equal. */
export interface OperationEntry extends Located {
  /** Upper case, or as `additionalOperations` spells it. */
  readonly method: string;
  /**
   * As written in the document, after the base path of the servers where `alignBasePaths` put it there; a webhook's name;
   * name and expression of a callback.
   */
  readonly path: string;
  /** JSON Pointer of the path item under its path, which may refer to the one that has the operation. */
  readonly pathItem?: string;
  /** The path that all its servers' URLs end with; absent where they have none, or not the same. */
  readonly basePath?: string;
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
  readonly body?: RequestBody | undefined;
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
export interface Serialized extends Located, Written {
  readonly required: boolean;
  readonly lifecycle: Lifecycle;
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
  /** Whether the name may stand without a value: `allowEmptyValue`. Absent: it may not. */
  readonly allowsEmpty?: boolean;
}

export interface Header extends Serialized {
  /** Lower case. */
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
  /** Of each item of a sequence such as `application/jsonl`: `itemSchema`. */
  readonly itemSchema?: SchemaUse;
  /** Whether a value of the schema travels as text: `text/plain`, XML; of a form, the names of the members that do. */
  readonly text: Text;
  /** How the members of a form body are written: one for each that the schema or `encoding` names; empty elsewhere. */
  readonly encoding: readonly Encoding[];
}

export interface Encoding extends Located, Written {
  /** The member's name; `items` or `items/0` for the parts of a body without names. */
  readonly name: string;
  readonly contentType: string;
  /** Of the part, in a multipart body. */
  readonly headers?: readonly Header[];
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
  /** The operation, what it is called with, and where. */
  readonly target: string;
}

/** Alternatives, each a combination of schemes; an empty one admits everyone. No alternatives: nothing is demanded. */
export interface Security extends Located {
  readonly alternatives: readonly (readonly SchemeUse[])[];
}

/** A security scheme, which the pointer leads to, with the scopes that a requirement asks for. */
export interface SchemeUse extends Located {
  readonly name: string;
  /** What a caller has to do, without documentation: `apiKey header X-Key`, `http bearer`, `oauth2`. */
  readonly credential: string;
  readonly scopes: readonly string[];
  /** The scopes that each of its flows offers: `implicit read`. */
  readonly offered: readonly string[];
}

export interface Server extends Located {
  /** Absolute or relative, without trailing slash; variables in braces. */
  readonly url: string;
  /** Values that variables may take; none where they are not listed and any will do. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  /** What variables are unless a client says otherwise. */
  readonly defaults?: Readonly<Record<string, string>>;
}
