import { isJsonArray, isJsonObject, type JsonValue } from '../../../internal/json.ts';
import { parsePointer } from '../../../internal/json-pointer.ts';
import { findTarget, follow, referenceOf, type Located } from '../../source/resolve.ts';
import type {
  Channel,
  EventDirection,
  EventModel,
  Message,
  Operation,
  Payload,
  Reply,
  Schema,
  SchemeUse,
  Security,
  Server,
  Slot,
} from '../model.ts';
import { Element } from './element.ts';
import {
  endpointOf,
  readBindings,
  readParameters,
  readScheme,
  readVariables,
  textsOf,
  topicOf,
  toPayload,
} from './shared.ts';

/** Reads a document of version 3.x. In its traits the target wins, then the last trait. */
export function readV3(root: JsonValue): EventModel {
  return new Reader(root).read();
}

class Reader {
  readonly #root: JsonValue;
  readonly #document: Element;
  readonly #contentType: Slot<string>;
  /** Channels by the place where they stand, and by the place under `channels` that leads there. */
  readonly #channels = new Map<string, Channel>();

  constructor(root: JsonValue) {
    this.#root = root;
    this.#document = Element.at(root, { value: root, pointer: '' });
    this.#contentType = this.#document.text('defaultContentType');
  }

  read(): EventModel {
    const document = this.#document;
    const channels = (document.member('channels')?.members() ?? []).map(([id, element]) => {
      const channel = this.#readChannel(id, element);
      const place = document.member('channels')?.place(id);
      for (const pointer of [place?.pointer, element.pointer]) {
        if (pointer !== undefined && !this.#channels.has(pointer)) this.#channels.set(pointer, channel);
      }
      return channel;
    });
    const operations = (document.member('operations')?.members() ?? []).flatMap(([id, element]) => {
      const operation = this.#readOperation(id, element);
      return operation === undefined ? [] : [operation];
    });
    return {
      specification: document.text('asyncapi'),
      major: 3,
      id: document.text('id'),
      version: document.member('info')?.text('version') ?? { pointer: '/info' },
      servers: (document.member('servers')?.members() ?? []).map(([name, server]) => this.#readServer(name, server)),
      channels,
      operations: operations.length > 0 ? operations : channels.flatMap(impliedOperations),
    };
  }

  #readServer(name: string, server: Element): Server {
    const host = server.text('host');
    const pathname = server.text('pathname');
    return {
      name,
      pointer: server.pointer,
      endpoint: { pointer: server.pointer, value: endpointOf(host.value ?? '', pathname.value ?? '') },
      protocol: server.text('protocol'),
      protocolVersion: server.text('protocolVersion'),
      variables: readVariables(server),
      security: this.#readSecurity(server),
      bindings: readBindings(server),
    };
  }

  /** Every scheme of the list is an alternative. */
  #readSecurity(element: Element): Security {
    const security = element.member('security');
    const alternatives = (security?.places() ?? []).map((place) => {
      const scheme = this.#readSchemeUse(place);
      return { pointer: place.pointer, schemes: [scheme] };
    });
    return { pointer: security?.pointer ?? element.pointer, alternatives };
  }

  #readSchemeUse(place: Located): SchemeUse {
    const scheme = Element.at(this.#root, place);
    const reference = referenceOf(place.value);
    const name =
      reference === undefined ? undefined : parsePointer(findTarget(this.#root, reference)?.pointer ?? '')?.at(-1);
    return readScheme(scheme, name, textsOf(scheme.member('scopes')));
  }

  #readChannel(id: string, channel: Element): Channel {
    const address = channel.text('address');
    const bindings = readBindings(channel);
    const servers = channel.member('servers');
    const names = (servers?.places() ?? []).flatMap(({ value }) => {
      const reference = referenceOf(value);
      const name = parsePointer(reference?.slice(1) ?? '')?.at(-1);
      return name === undefined ? [] : [name];
    });
    return {
      id,
      key: id,
      pointer: channel.pointer,
      address,
      topic: topicOf(bindings, channel.pointer),
      ...(names.length === 0 ? {} : { servers: names }),
      serversPointer: servers?.pointer ?? channel.pointer,
      parameters: readParameters(channel, address.value, schemaOfParameter),
      messages: (channel.member('messages')?.members() ?? []).map(([key, message]) =>
        this.#readMessage(message, { pointer: `${channel.pointer}/messages`, value: key }),
      ),
      bindings,
    };
  }

  #readOperation(id: string, own: Element): Operation | undefined {
    const operation = withTraits(own);
    const channel = this.#channelAt(operation.place('channel'));
    if (channel === undefined) return undefined;
    const direction: EventDirection = operation.text('action').value === 'receive' ? 'receive' : 'send';
    const reply = operation.member('reply');
    return {
      id: { pointer: own.pointer, value: id },
      pointer: own.pointer,
      direction,
      channel,
      messages: this.#listedMessages(operation, channel),
      ...(reply === undefined ? {} : { reply: this.#readReply(reply) }),
      security: this.#readSecurity(operation),
      bindings: readBindings(operation),
      implied: false,
    };
  }

  #readReply(reply: Element): Reply {
    const channel = this.#channelAt(reply.place('channel'));
    return {
      pointer: reply.pointer,
      address: reply.member('address')?.text('location') ?? { pointer: reply.pointer },
      ...(channel === undefined ? {} : { channel }),
      messages: this.#listedMessages(reply, channel),
    };
  }

  /** The messages an operation lists; without a list, all messages of its channel. */
  #listedMessages(element: Element, channel: Channel | undefined): readonly Message[] {
    const listed = element.member('messages');
    if (listed === undefined) return channel?.messages ?? [];
    return listed.places().map((place) => {
      const message = Element.at(this.#root, place);
      const key = parsePointer(referenceOf(place.value)?.slice(1) ?? '')?.at(-1);
      return (
        channel?.messages.find(({ id, pointer }) => pointer === message.pointer && id.value === key) ??
        this.#readMessage(
          message,
          key === undefined ? { pointer: place.pointer } : { pointer: place.pointer, value: key },
        )
      );
    });
  }

  /** The channel that a place refers to; the reference may lead to the key or to what stands there. */
  #channelAt(place: Located | undefined): Channel | undefined {
    if (place === undefined) return undefined;
    let current = place;
    for (let hops = 0; hops < 32; hops++) {
      const known = this.#channels.get(current.pointer);
      if (known !== undefined) return known;
      const reference = referenceOf(current.value);
      const target = reference === undefined ? undefined : findTarget(this.#root, reference);
      if (target === undefined) return undefined;
      current = target;
    }
    return undefined;
  }

  #readMessage(own: Element, id: Slot<string>): Message {
    const message = withTraits(own);
    const contentType = message.text('contentType');
    const component = /^\/components\/messages\/([^/]+)$/.exec(own.pointer)?.[1];
    const fallback = this.#contentType;
    return {
      pointer: own.pointer,
      id,
      name: message.text('name'),
      ...(component === undefined ? {} : { component }),
      isLost: own.isLost,
      contentType: contentType.value === undefined && fallback.value !== undefined ? fallback : contentType,
      headers: this.#readPayload(message.schema('headers')),
      payload: this.#readPayload(message.schema('payload')),
      correlation: message.member('correlationId')?.text('location') ?? { pointer: own.pointer },
      bindings: readBindings(message),
    };
  }

  /** A schema, or one beside the name of its language. */
  #readPayload(schema: Schema | undefined): Payload | undefined {
    if (schema === undefined) return undefined;
    const { value, pointer } = follow(this.#root, schema);
    if (!isJsonObject(value) || !Object.hasOwn(value, 'schema') || !Object.hasOwn(value, 'schemaFormat')) {
      return toPayload(schema, { pointer: schema.pointer });
    }
    const element = Element.at(this.#root, { value, pointer });
    const inner = element.schema('schema');
    return toPayload(inner === undefined ? undefined : { ...inner, made: schema.made }, element.text('schemaFormat'));
  }
}

/** `x-parser-…` aside, an operation or message with its traits below it. */
function withTraits(element: Element): Element {
  const traits =
    element
      .member('traits')
      ?.items()
      .filter(({ isObject }) => isObject) ?? [];
  return traits.length === 0 ? element : Element.merged([element, ...traits.toReversed()]);
}

function schemaOfParameter(parameter: Element): Schema {
  const values = parameter.member('enum')?.value;
  const value = isJsonArray(values) ? { type: 'string', enum: values } : { type: 'string' };
  return { pointer: parameter.pointer, value, made: true };
}

/** A document of channels only: whoever uses it may send and receive on them. */
function impliedOperations(channel: Channel): readonly Operation[] {
  return (['send', 'receive'] as const).map((direction) => ({
    id: { pointer: channel.pointer },
    pointer: channel.pointer,
    direction,
    channel,
    messages: channel.messages,
    security: { pointer: channel.pointer, alternatives: [] },
    bindings: [],
    implied: true,
  }));
}
