import { isJsonObject, type JsonObject } from '../../../internal/json.ts';
import { referenceOf } from '../../source/resolve.ts';
import { Element } from '../read/element.ts';
import { findAddressFaults, findPlaceholderFaults } from './semantics.ts';
import type { Violation } from './structure.ts';

/** What the text of AsyncAPI 3.x asks for and its schemas do not. */
export function findFaultsV3(root: JsonObject): readonly Violation[] {
  const document = Element.at(root, { value: root, pointer: '' });
  const components = document.member('components');
  const channels = [...membersOf(document, 'channels'), ...membersOf(components, 'channels')];
  return [
    ...findAddressFaults(document),
    ...channels.flatMap((channel) =>
      findPlaceholderFaults(channel.text('address').value ?? '', channel.member('parameters'), 'channel-parameters'),
    ),
    ...membersOf(document, 'channels').flatMap(findServerFaults),
    ...membersOf(document, 'operations').flatMap(findChannelFaults),
    ...[...membersOf(document, 'operations'), ...membersOf(components, 'operations')].flatMap(findMessageFaults),
  ];
}

function membersOf(element: Element | undefined, key: string): readonly Element[] {
  return (element?.member(key)?.members() ?? []).map(([, member]) => member).filter(({ value }) => isJsonObject(value));
}

function findServerFaults(channel: Element): readonly Violation[] {
  return (channel.member('servers')?.places() ?? [])
    .filter(({ value }) => referenceOf(value)?.includes('#/servers/') === false)
    .map(({ pointer }) => ({
      rule: 'channel-servers',
      message: 'A channel refers to servers of the document.',
      pointer,
    }));
}

function findChannelFaults(operation: Element): readonly Violation[] {
  const channel = operation.place('channel');
  if (channel === undefined || referenceOf(channel.value)?.includes('#/channels/') !== false) return [];
  const message = 'An operation refers to a channel of the document.';
  return [{ rule: 'operation-channel', message, pointer: channel.pointer }];
}

function findMessageFaults(operation: Element): readonly Violation[] {
  const channel = referenceOf(operation.place('channel')?.value);
  return (operation.member('messages')?.places() ?? [])
    .filter(({ value }) => referenceOf(value)?.startsWith(`${channel}/messages`) === false)
    .map(({ pointer }) => ({
      rule: 'operation-messages',
      message: 'The message is none of the channel that the operation refers to.',
      pointer,
    }));
}
