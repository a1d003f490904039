import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { Grammar } from './grammar.ts';

/** The versions that are read; 1.x and release candidates describe other things in the same words. */
export const versions = ['2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0', '2.6.0', '3.0.0', '3.1.0'] as const;

export type Version = (typeof versions)[number];

export function isVersion(version: string): version is Version {
  return versions.some((each) => each === version);
}

/** Written out in the call, bundlers turn it into the syntax of older proposals, which newer versions of Node refuse. */
const asJson: ImportCallOptions = { with: { type: 'json' } };

/** Gives the published schema of a version. */
export type GrammarLoader = (version: Version) => Promise<Grammar>;

/** Schemas that are read once for all the documents they are asked for. */
export function createGrammarLoader(): GrammarLoader {
  const grammars = new Map<Version, Grammar>();
  return async (version) => {
    const known = grammars.get(version);
    if (known !== undefined) return known;
    const grammar = new Grammar(forFollowed(await loadSpecification(version), version));
    grammars.set(version, grammar);
    return grammar;
  };
}

/** Kept as the modules themselves are; a loader that is not Node's may look for a module again whenever it is asked. */
const specifications = new Map<Version, JsonObject>();

/** Each is loaded by itself, since all of them together take as long as a comparison. */
async function loadSpecification(version: Version): Promise<JsonObject> {
  const known = specifications.get(version);
  if (known !== undefined) return known;
  const module: unknown = await import(`@asyncapi/specs/schemas/${version}.json`, asJson);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module of JSON has the JSON as its default export
  const { default: specification } = module as { readonly default: JsonObject };
  specifications.set(version, specification);
  return specification;
}

/** The id of a definition of a version. */
export function definitionOf(version: Version, name: string): string {
  return `http://asyncapi.com/definitions/${version}/${name}.json`;
}

/**
 * The schema for documents whose references are followed: where 3.x wants a reference and nothing else, what it leads
 * to has to be right.
 */
function forFollowed(specification: JsonObject, version: Version): JsonObject {
  if (!version.startsWith('3.')) return specification;
  const definitions = ownMember(specification, 'definitions');
  if (!isJsonObject(definitions)) return specification;
  const changed: Record<string, JsonValue> = { ...definitions };
  const replace = (definition: string, property: string, name: string, isList: boolean): void => {
    const id = definitionOf(version, definition);
    const schema = changed[id];
    const properties = isJsonObject(schema) ? ownMember(schema, 'properties') : undefined;
    const member = isJsonObject(properties) ? ownMember(properties, property) : undefined;
    if (!isJsonObject(schema) || !isJsonObject(properties) || !isJsonObject(member)) return;
    const reference = isList ? ownMember(member, 'items') : member;
    if (reference === undefined) return;
    const either = { anyOf: [reference, { $ref: definitionOf(version, name) }] };
    changed[id] = {
      ...schema,
      properties: { ...properties, [property]: isList ? { ...member, items: either } : either },
    };
  };
  replace('channel', 'servers', 'server', true);
  replace('operation', 'channel', 'channel', false);
  replace('operation', 'messages', 'messageObject', true);
  replace('operationReply', 'channel', 'channel', false);
  replace('operationReply', 'messages', 'messageObject', true);
  return { ...specification, definitions: changed };
}
