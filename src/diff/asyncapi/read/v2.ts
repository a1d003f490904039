import type { JsonValue } from '../../../internal/json.ts';
import type {
  Channel,
  EventDirection,
  EventModel,
  Message,
  Operation,
  Schema,
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

/** Who the document speaks of: 2.x describes what clients do, so the application receives what is published. */
export type Perspective = 'application' | 'client';

/** Reads a document of version 2.x. In its traits the trait wins, the last one first. */
export function readV2(root: JsonValue, perspective: Perspective): EventModel {
  const document = Element.at(root, { value: root, pointer: '' });
  const schemes = document.member('components')?.member('securitySchemes');
  const contentType = document.text('defaultContentType');
  const channels = (document.member('channels')?.members() ?? []).map(([address, element]) => ({
    element,
    channel: readChannel(address, element),
  }));
  const directions: Readonly<Record<'publish' | 'subscribe', EventDirection>> =
    perspective === 'application'
      ? { publish: 'receive', subscribe: 'send' }
      : { publish: 'send', subscribe: 'receive' };
  const operations = channels.flatMap(({ element, channel }) =>
    (['publish', 'subscribe'] as const).flatMap((verb) => {
      const operation = element.member(verb);
      if (operation === undefined) return [];
      return [readOperation(withTraits(operation), { channel, direction: directions[verb], contentType, schemes })];
    }),
  );
  return {
    specification: document.text('asyncapi'),
    major: 2,
    id: document.text('id'),
    version: document.member('info')?.text('version') ?? { pointer: '/info' },
    servers: (document.member('servers')?.members() ?? []).map(([name, server]) => readServer(name, server, schemes)),
    channels: channels.map(({ channel }) => channel),
    operations,
  };
}

function withTraits(element: Element): Element {
  const traits =
    element
      .member('traits')
      ?.items()
      .filter(({ isObject }) => isObject) ?? [];
  return traits.length === 0 ? element : Element.merged([...traits.toReversed(), element]);
}

function readServer(name: string, server: Element, schemes: Element | undefined): Server {
  const url = server.text('url');
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/)?(.*)$/is.exec(url.value ?? '') ?? [];
  // `broker:9092` has no scheme: what follows the colon is a port.
  const isScheme = scheme !== undefined && /^[^:]+:\/\//.test(url.value ?? '');
  const location = isScheme ? rest : (url.value ?? '').replace(/^\/\//, '');
  const slash = location.indexOf('/');
  const host = slash === -1 ? location : location.slice(0, slash);
  return {
    name,
    pointer: server.pointer,
    endpoint: { pointer: url.pointer, value: endpointOf(host, slash === -1 ? '' : location.slice(slash)) },
    ...(isScheme ? { scheme: scheme.toLowerCase() } : {}),
    protocol: server.text('protocol'),
    protocolVersion: server.text('protocolVersion'),
    variables: readVariables(server),
    security: readSecurity(server, schemes),
    bindings: readBindings(server),
  };
}

function readSecurity(element: Element, schemes: Element | undefined): Security {
  const security = element.member('security');
  const alternatives = (security?.items() ?? []).map((requirement) => ({
    pointer: requirement.pointer,
    schemes: requirement.members().map(([name, scopes]) => {
      const scheme = schemes?.member(name);
      if (scheme !== undefined) return readScheme(scheme, name, textsOf(scopes));
      return { pointer: requirement.pointer, name, credential: 'unknown', flows: new Map(), scopes: [] };
    }),
  }));
  return { pointer: security?.pointer ?? element.pointer, alternatives };
}

function readChannel(address: string, channel: Element): Channel {
  const bindings = readBindings(channel);
  const servers = channel.member('servers');
  const names = textsOf(servers);
  return {
    id: address,
    pointer: channel.pointer,
    address: { pointer: channel.pointer, value: address },
    topic: topicOf(bindings, channel.pointer),
    ...(names.length === 0 ? {} : { servers: names }),
    serversPointer: servers?.pointer ?? channel.pointer,
    parameters: readParameters(channel, address, schemaOfParameter),
    messages: [],
    bindings,
  };
}

function schemaOfParameter(parameter: Element): Schema {
  return parameter.schema('schema') ?? { pointer: parameter.pointer, value: { type: 'string' }, made: true };
}

interface Around {
  readonly channel: Channel;
  readonly direction: EventDirection;
  readonly contentType: Slot<string>;
  readonly schemes: Element | undefined;
}

function readOperation(operation: Element, { channel, direction, contentType, schemes }: Around): Operation {
  const message = operation.member('message');
  const alternatives = message?.member('oneOf');
  const messages = alternatives === undefined ? (message === undefined ? [] : [message]) : alternatives.items();
  return {
    id: operation.text('operationId'),
    pointer: operation.pointer,
    direction,
    channel,
    messages: messages.map((each) => readMessage(each, contentType)),
    security: readSecurity(operation, schemes),
    bindings: readBindings(operation),
    implied: false,
  };
}

function readMessage(own: Element, defaultContentType: Slot<string>): Message {
  const message = withTraits(own);
  const schemaFormat = message.text('schemaFormat');
  const contentType = message.text('contentType');
  const component = /^\/components\/messages\/([^/]+)$/.exec(own.pointer)?.[1];
  const headers = message.schema('headers');
  return {
    pointer: own.pointer,
    id: message.text('messageId'),
    name: message.text('name'),
    ...(component === undefined ? {} : { component }),
    isLost: own.isLost,
    contentType:
      contentType.value === undefined && defaultContentType.value !== undefined ? defaultContentType : contentType,
    headers: toPayload(headers, { pointer: own.pointer }),
    payload: toPayload(message.schema('payload'), schemaFormat),
    correlation: message.member('correlationId')?.text('location') ?? { pointer: own.pointer },
    bindings: readBindings(message),
  };
}
