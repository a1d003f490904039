import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { createDocumentEvaluator } from '../../schema/evaluate/index.ts';
import { Element } from '../read/element.ts';
import { formatOf } from '../read/format.ts';
import { findAddressFaults, findPlaceholderFaults } from './semantics.ts';
import { definitionOf, type Version } from './specification.ts';
import type { Structure, Violation } from './structure.ts';

/** What the text of AsyncAPI 2.x asks for and its schemas do not. */
export function findFaultsV2(root: JsonObject, version: Version, structure: Structure): readonly Violation[] {
  return new FaultsV2(root, version, structure).find();
}

class FaultsV2 {
  readonly #document: Element;
  readonly #schemes: Element | undefined;
  readonly #version: Version;
  readonly #structure: Structure;
  readonly #accepts: (schema: JsonValue, instance: JsonValue) => boolean;

  constructor(root: JsonObject, version: Version, structure: Structure) {
    this.#document = Element.at(root, { value: root, pointer: '' });
    this.#schemes = this.#document.member('components')?.member('securitySchemes');
    this.#version = version;
    this.#structure = structure;
    let evaluate: ReturnType<typeof createDocumentEvaluator> | undefined;
    this.#accepts = (schema, instance) => {
      evaluate ??= createDocumentEvaluator(root, 'draft-07', { formats: 'assert', maxSteps: 1_000_000 });
      return evaluate(schema, instance).verdict !== 'invalid';
    };
  }

  find(): readonly Violation[] {
    const channels = this.#document.member('channels')?.members() ?? [];
    const operations = channels.flatMap(([, channel]) => operationsOf(channel));
    const messages = operations.flatMap(messagesOf);
    const components = this.#document.member('components')?.member('messages')?.members() ?? [];
    const described = unique([...messages, ...components.map(([, message]) => message)]);
    return [
      ...this.#serverFaults(),
      ...findAddressFaults(this.#document),
      ...channels.flatMap(([address, channel]) => [
        ...findPlaceholderFaults(address, filled(address, channel.member('parameters')), 'channel-parameters'),
        ...this.#channelServerFaults(channel),
      ]),
      ...operations.flatMap((operation) => this.#securityFaults(operation)),
      ...repeated(operations, 'operationId', 'operation-id-uniqueness'),
      ...repeated(messages, 'messageId', 'message-id-uniqueness'),
      ...described.flatMap((message) => [...this.#payloadFaults(message), ...this.#exampleFaults(message)]),
      ...this.#schemaFaults(),
      ...this.#tagFaults([this.#document, ...operations, ...described]),
    ];
  }

  #serverFaults(): readonly Violation[] {
    return (this.#document.member('servers')?.members() ?? []).flatMap(([, server]) => {
      const url = server.text('url').value ?? '';
      return [
        ...findPlaceholderFaults(url, filled(url, server.member('variables')), 'server-variables'),
        ...this.#securityFaults(server),
      ];
    });
  }

  #channelServerFaults(channel: Element): readonly Violation[] {
    const known = new Set(this.#document.member('servers')?.keys());
    return (channel.member('servers')?.items() ?? [])
      .filter(({ value }) => typeof value === 'string' && !known.has(value))
      .map(({ pointer }) => ({ rule: 'channel-servers', message: 'There is no server of this name.', pointer }));
  }

  #securityFaults(element: Element): readonly Violation[] {
    const rule = 'security-scheme';
    return (element.member('security')?.items() ?? []).flatMap((requirement) =>
      requirement.members().flatMap(([name, scopes]): readonly Violation[] => {
        const scheme = this.#schemes?.member(name);
        if (scheme === undefined)
          return [{ rule, message: 'There is no security scheme of this name.', pointer: scopes.pointer }];
        if (scheme.text('type').value !== 'oauth2') return [];
        const known = new Set(
          (scheme.member('flows')?.members() ?? []).flatMap(([, flow]) => flow.member('scopes')?.keys() ?? []),
        );
        return scopes
          .items()
          .filter(({ value }) => typeof value === 'string' && !known.has(value))
          .map(({ pointer }) => ({ rule, message: 'The security scheme has no such scope.', pointer }));
      }),
    );
  }

  /** The schemas of 2.x leave payloads open. */
  #payloadFaults(message: Element): readonly Violation[] {
    const payload = message.schema('payload');
    const format = formatOf(message.text('schemaFormat').value);
    if (payload === undefined || format.language !== 'json-schema' || format.dialect !== 'draft-07') return [];
    return this.#structure.check(payload, definitionOf(this.#version, 'schema'));
  }

  #exampleFaults(message: Element): readonly Violation[] {
    if (message.text('schemaFormat').value !== undefined) return [];
    return (message.member('examples')?.items() ?? []).flatMap((example) =>
      (['payload', 'headers'] as const).flatMap((part): readonly Violation[] => {
        const instance = isJsonObject(example.value) ? ownMember(example.value, part) : undefined;
        const schema = message.schema(part)?.value ?? (part === 'headers' ? { type: 'object' } : {});
        if (instance === undefined || this.#accepts(schema, instance)) return [];
        const text = `The example does not fit the ${part} of the message.`;
        return [{ rule: 'message-examples', message: text, pointer: `${example.pointer}/${part}` }];
      }),
    );
  }

  /** Defaults and examples of the schemas that stand by themselves. */
  #schemaFaults(): readonly Violation[] {
    const components = this.#document.member('components');
    const schemas = (components?.member('schemas')?.members() ?? []).map(([, schema]) => schema);
    const parameters = [
      ...(components?.member('parameters')?.members() ?? []),
      ...(this.#document.member('channels')?.members() ?? []).flatMap(
        ([, channel]) => channel.member('parameters')?.members() ?? [],
      ),
    ].flatMap(([, parameter]) => parameter.member('schema') ?? []);
    return unique([...schemas, ...parameters]).flatMap(({ value, pointer }) => {
      if (!isJsonObject(value)) return [];
      const faults: Violation[] = [];
      const check = (instance: JsonValue | undefined, step: string): void => {
        // The parser lets texts pass, and documents rely on it.
        if (instance === undefined || typeof instance === 'string' || this.#accepts(value, instance)) return;
        faults.push({
          rule: 'schema-examples',
          message: 'The value does not fit its schema.',
          pointer: `${pointer}/${step}`,
        });
      };
      check(ownMember(value, 'default'), 'default');
      const examples = ownMember(value, 'examples');
      if (isJsonArray(examples)) examples.forEach((each, index) => check(each, `examples/${index}`));
      return faults;
    });
  }

  #tagFaults(elements: readonly Element[]): readonly Violation[] {
    return unique(elements).flatMap((element) => {
      const tags = element.member('tags')?.items() ?? [];
      const names = tags.map((tag) => tag.text('name').value);
      return tags
        .filter((_, index) => names[index] !== undefined && names.indexOf(names[index]) !== index)
        .map(({ pointer }) => ({ rule: 'tags-uniqueness', message: 'The tag is there twice.', pointer }));
    });
  }
}

/** Members that describe nothing are only looked at where there is something to describe. */
function filled(template: string, described: Element | undefined): Element | undefined {
  return /\{.+?\}/.test(template) ? described : undefined;
}

function operationsOf(channel: Element): readonly Element[] {
  return ['subscribe', 'publish'].flatMap((verb) => channel.member(verb) ?? []);
}

function messagesOf(operation: Element): readonly Element[] {
  const message = operation.member('message');
  if (message === undefined) return [];
  return message.member('oneOf')?.items() ?? [message];
}

function unique(elements: readonly Element[]): readonly Element[] {
  return [...new Map(elements.map((element) => [element.pointer, element])).values()];
}

/** An id counts from the last trait that has one, else from the element. */
function repeated(elements: readonly Element[], key: string, rule: string): readonly Violation[] {
  const seen = new Set<string>();
  return elements.flatMap((element): readonly Violation[] => {
    const traits = element.member('traits')?.items().toReversed() ?? [];
    const id = [...traits, element].map((each) => each.slot(key)).find(({ value }) => typeof value === 'string');
    if (id === undefined || typeof id.value !== 'string') return [];
    if (seen.has(id.value)) return [{ rule, message: `The ${key} "${id.value}" is there twice.`, pointer: id.pointer }];
    seen.add(id.value);
    return [];
  });
}
