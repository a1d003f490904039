import type { JsonValue } from '../../internal/json.ts';
import type { Located } from '../rule.ts';

/** What an AsyncAPI document says of one application, whatever its version: 2.x and 3.x give the same model. */
export interface EventModel {
  /** As the document states it: `2.6.0`. */
  readonly specification: Slot<string>;
  readonly major: 2 | 3;
  readonly id: Slot<string>;
  /** `info.version`. */
  readonly version: Slot<string>;
  readonly servers: readonly Server[];
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
}

/** A member that may be absent; then the pointer is that of the object that does not have it. */
export interface Slot<T = JsonValue> extends Located {
  readonly value?: T;
}

/** Which way a message travels, seen from the described application. */
export type EventDirection = 'send' | 'receive';

export interface Server extends Located {
  readonly name: string;
  /** Host, port and path without scheme and trailing slash, variables in braces. */
  readonly endpoint: Slot<string>;
  /** The scheme of a 2.x url, where it has one. */
  readonly scheme?: string;
  readonly protocol: Slot<string>;
  readonly protocolVersion: Slot<string>;
  readonly variables: readonly Variable[];
  readonly security: Security;
  readonly bindings: readonly Binding[];
}

export interface Variable extends Located {
  readonly name: string;
  /** Absent where any value may be taken. */
  readonly values?: readonly string[];
  readonly fallback: Slot<string>;
}

/** Alternatives, each a combination of schemes. No alternatives: nothing is demanded. */
export interface Security extends Located {
  readonly alternatives: readonly Alternative[];
}

export interface Alternative extends Located {
  readonly schemes: readonly SchemeUse[];
}

/** A security scheme with the scopes that a requirement asks for. */
export interface SchemeUse extends Located {
  readonly name?: string;
  /** What a counterpart has to present, without documentation and flows; `undefined` flows take part nowhere. */
  readonly credential: string;
  /** OAuth flows by name, with their addresses. */
  readonly flows: ReadonlyMap<string, string>;
  readonly scopes: readonly string[];
}

export interface Channel extends Located {
  /** The key in the document; in 2.x that is the address. */
  readonly id: string;
  /** The key, where it is not the address. */
  readonly key?: string;
  /** As declared; without value where it is not known. */
  readonly address: Slot<string>;
  /** The Kafka topic that replaces the address. */
  readonly topic: Slot<string>;
  /** Names of servers; absent: all. */
  readonly servers?: readonly string[];
  readonly serversPointer: string;
  /** In the order of the address. */
  readonly parameters: readonly Parameter[];
  /** 3.x only: what any application may send or receive here. */
  readonly messages: readonly Message[];
  readonly bindings: readonly Binding[];
}

export interface Parameter extends Located {
  readonly name: string;
  /** Which placeholder of the address it is, from 0; -1 for a parameter that the address does not have. */
  readonly position: number;
  /** What values it may take; always about text. */
  readonly schema: Schema;
  readonly fallback: Slot;
  readonly location: Slot<string>;
}

export interface Operation extends Located {
  readonly id: Slot<string>;
  readonly direction: EventDirection;
  readonly channel: Channel;
  readonly messages: readonly Message[];
  readonly reply?: Reply;
  readonly security: Security;
  readonly bindings: readonly Binding[];
  /** The document has channels only: any application may send and receive on them. */
  readonly implied: boolean;
}

/** Travels against its operation. */
export interface Reply extends Located {
  readonly address: Slot<string>;
  readonly channel?: Channel;
  readonly messages: readonly Message[];
}

export interface Message extends Located {
  /** The key in 3.x, `messageId` in 2.x. */
  readonly id: Slot<string>;
  readonly name: Slot<string>;
  /** The component that the message is, where it is one. */
  readonly component?: string;
  /** Whether its reference leads nowhere, so that nothing is known of it. */
  readonly isLost: boolean;
  /** With the default of the document filled in. */
  readonly contentType: Slot<string>;
  readonly headers: Payload | undefined;
  readonly payload: Payload | undefined;
  readonly correlation: Slot<string>;
  readonly bindings: readonly Binding[];
}

/** A schema in some language. */
export interface Payload extends Schema {
  readonly format: Format;
  /** `schemaFormat` as written; absent where the default of the version holds. */
  readonly declared: Slot<string>;
}

/** A schema where it is used: what stands at the pointer, or what traits made of it. */
export interface Schema extends Located {
  readonly value: JsonValue;
  /** Whether the value stands nowhere in the document as it is. */
  readonly made: boolean;
}

/** A schema language; versions of one language that say the same are one format. */
export type Format =
  | {
      readonly language: 'json-schema';
      readonly dialect: 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12' | 'openapi-3.0';
    }
  | { readonly language: 'avro' }
  | { readonly language: 'protobuf' }
  | { readonly language: 'other'; readonly name: string };

/** What one protocol says of a server, a channel, an operation or a message. */
export interface Binding extends Located {
  readonly protocol: string;
  /** Members by name, those of groups with the name of the group before them: `exchange.name`. */
  readonly fields: ReadonlyMap<string, Schema>;
}
