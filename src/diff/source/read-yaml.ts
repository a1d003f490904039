import { load, YAMLException, type EventType, type LoadOptions, type State } from 'js-yaml';
import { err, ok, type Result } from 'neverthrow';

import { duplicateKey, limitExceeded, syntaxError, wholeDocument, type DocumentError } from './document-error.ts';
import type { DocumentLimits, LimitName } from './limits.ts';
import type { TextNode } from './places.ts';
import { positionAt } from './text-lines.ts';
import { yamlMemberAt, YamlOutline } from './yaml-places.ts';
import { contractSchema, SpelledScalar, type RawValue } from './yaml-schema.ts';

/** What js-yaml made of a text. */
export interface YamlText {
  /** May hold `SpelledScalar`s, and shares what was aliased. */
  readonly value: RawValue;
  /** Where values stand in the text. */
  readonly tree: () => TextNode;
}

export function readYaml(text: string, limits: DocumentLimits): Result<YamlText, DocumentError> {
  const nul = text.indexOf('\0');
  // js-yaml gives no position for it.
  if (nul !== -1) return err(syntaxError('The text has a NUL character.', { pointer: '', ...positionAt(text, nul) }));
  const watch = createWatcher(limits);
  const outline = new YamlOutline();
  const options: LoadOptions = {
    schema: contractSchema,
    // Scalars take one level more than the collection that holds them; the inspection counts exactly.
    maxDepth: limits.depth + 2,
    maxTotalMergeKeys: limits.merged_keys,
    listener: (event, state) => {
      outline.note(event, state);
      watch(event, state);
    },
  };
  try {
    const value = load(text, options);
    // Text that has only comments gives null as well.
    if (value === undefined || value === null) return err(syntaxError('The document is empty.', wholeDocument));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema makes nothing else
    return ok({ value: value as RawValue, tree: () => outline.tree(text) });
  } catch (cause) {
    return err(toDocumentError(cause, text, limits));
  }
}

/** Thrown through js-yaml by the watcher, to stop it at once. */
class Stop extends Error {
  readonly problem: { readonly limit: LimitName } | { readonly key: 'collection' };
  readonly position: number;

  constructor(problem: Stop['problem'], position: number) {
    super('stopped');
    this.problem = problem;
    this.position = position;
  }
}

/**
 * Watches js-yaml compose nodes, for what it does not refuse itself: too many nodes or aliases, and collections used as
 * keys, which it would turn into strings such as `a,b` and `[object Object]`.
 */
function createWatcher(limits: DocumentLimits): (event: EventType, state: State) => void {
  // By nesting: the collections composed directly inside the open node, and whether it has merge keys.
  const collections: (object[] | undefined)[] = [];
  const merges: ('none' | 'done' | 'awaiting value')[] = [];
  let depth = 0;
  let composed = 0;
  let aliases = 0;
  let lastAlias = -1;

  return (event, state) => {
    if (event === 'open') {
      depth++;
      collections[depth] = undefined;
      merges[depth] = 'none';
      // Keys are composed too, and some scalars twice while js-yaml finds out whether they are keys.
      if (++composed > 4 * limits.nodes + 4) throw new Stop({ limit: 'nodes' }, state.position);
      return;
    }
    const result: unknown = state.result;
    // Declared as a string, it is null for aliases and for nothing at all.
    const kind = state.kind as string | null;
    const inner = collections[depth];
    const merged = merges[depth] !== 'none';
    depth--;
    if (kind === null && state.tag === null && result !== null && state.position !== lastAlias) {
      lastAlias = state.position;
      const isKey = state.input[state.position] === ':';
      if (isKey && isCollection(result)) throw new Stop({ key: 'collection' }, state.position);
      if (++aliases > limits.aliases) throw new Stop({ limit: 'aliases' }, state.position);
    }
    if (kind === 'scalar') {
      if (state.tag === 'tag:yaml.org,2002:merge') merges[depth] = 'awaiting value';
      else if (merges[depth] === 'awaiting value') merges[depth] = 'done';
      return;
    }
    if (typeof result !== 'object' || result === null || result instanceof SpelledScalar) return;
    if (kind === 'mapping' && inner !== undefined && hasCollectionKey(result, inner, merged)) {
      throw new Stop({ key: 'collection' }, state.position);
    }
    if (merges[depth] === 'awaiting value') merges[depth] = 'done';
    else (collections[depth] ??= []).push(result);
  };
}

/** A collection composed inside a mapping that is none of its values was a key. */
function hasCollectionKey(mapping: object, inner: readonly object[], merged: boolean): boolean {
  // The mapping itself, read first as if it were a key.
  if (inner.length === 1 && inner[0] === mapping) return false;
  const values: unknown[] = Object.values(mapping);
  if (!merged) return inner.length !== values.filter(isCollection).length;
  const known = new Set(values);
  return inner.some((collection) => !known.has(collection));
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof SpelledScalar);
}

function toDocumentError(cause: unknown, text: string, limits: DocumentLimits): DocumentError {
  if (cause instanceof Stop) {
    const { problem } = cause;
    const place = { ...wholeDocument, ...positionAt(text, cause.position) };
    if ('limit' in problem) return limitExceeded(problem.limit, limits[problem.limit], place);
    return { kind: 'unsupported-value', message: 'A list or mapping is used as a key; keys are strings.', place };
  }
  // Not ours and not js-yaml's: a bug, which must not pass as a bad document.
  if (!(cause instanceof YAMLException)) throw cause;
  const { reason } = cause;
  // Without a mark, the problem concerns the whole stream.
  const mark = cause.mark as YAMLException['mark'] | undefined;
  if (mark === undefined) {
    return {
      kind: 'several-documents',
      message: 'The text holds several YAML documents; one is read.',
      place: wholeDocument,
    };
  }
  const place = { ...wholeDocument, line: mark.line + 1, column: mark.column + 1 };
  if (reason.startsWith('nesting exceeded')) return limitExceeded('depth', limits.depth, place);
  if (reason.startsWith('merge keys exceeded') || reason.startsWith('abnormal merge')) {
    return limitExceeded('merged_keys', limits.merged_keys, place);
  }
  if (reason === 'duplicated mapping key') {
    const { pointer, key, offset } = yamlMemberAt(text, mark.position);
    return duplicateKey(key, { pointer, ...positionAt(text, offset) });
  }
  if (/ tag\b.*!</.test(reason) || reason.includes('!<')) {
    return { kind: 'unsupported-value', message: `The YAML ${reason} has no JSON counterpart.`, place };
  }
  return syntaxError(`The YAML cannot be read: ${reason}.`, place);
}
