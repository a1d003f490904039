import { load, YAMLException, type EventType, type LoadOptions, type State } from 'js-yaml';
import { err, ok, type Result } from 'neverthrow';

import { duplicateKey, limitExceeded, syntaxError, wholeDocument, type DocumentError } from './document-error.ts';
import type { DocumentLimits, LimitName } from './limits.ts';
import { positionAt } from './text-lines.ts';
import { yamlNodeAt } from './yaml-places.ts';
import { contractSchema, SpelledScalar, type RawValue } from './yaml-schema.ts';

/** What js-yaml made of the text: its values may hold `SpelledScalar`s, and share what was aliased. */
export function readYaml(text: string, limits: DocumentLimits): Result<RawValue, DocumentError> {
  const watcher = createWatcher(limits);
  const options: LoadOptions = {
    schema: contractSchema,
    // Scalars take one level more than the collection that holds them; the inspection counts exactly.
    maxDepth: limits.depth + 2,
    maxTotalMergeKeys: limits.merged_keys,
    // Warnings concern directives of other YAML versions only.
    onWarning: () => undefined,
    listener: watcher,
  };
  try {
    const value = load(text, options);
    // js-yaml gives undefined for text without any document; an explicit null is a document.
    if (value === undefined) return err(syntaxError('The document is empty.', wholeDocument));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema makes nothing else
    return ok(value as RawValue);
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
  // By nesting: the collections composed directly inside the open node, and whether a merge key awaits its value.
  const collections: (object[] | undefined)[] = [];
  const merging: boolean[] = [];
  let depth = 0;
  let composed = 0;
  let aliases = 0;
  let lastAlias = -1;

  return (event, state) => {
    if (event === 'open') {
      depth++;
      collections[depth] = undefined;
      merging[depth] = false;
      // Keys are composed too, and some scalars twice while js-yaml finds out whether they are keys.
      if (++composed > 4 * limits.nodes + 4) throw new Stop({ limit: 'nodes' }, state.position);
      return;
    }
    const result: unknown = state.result;
    // Declared as a string, it is null for aliases and for nothing at all.
    const kind = state.kind as string | null;
    const inner = collections[depth];
    depth--;
    if (kind === null && state.tag === null && result !== null && state.position !== lastAlias) {
      lastAlias = state.position;
      if (++aliases > limits.aliases) throw new Stop({ limit: 'aliases' }, state.position);
    }
    if (kind === 'scalar') {
      merging[depth] = state.tag === 'tag:yaml.org,2002:merge';
      return;
    }
    if (typeof result !== 'object' || result === null || result instanceof SpelledScalar) return;
    if (kind === 'mapping' && inner !== undefined && hasCollectionKey(result, inner)) {
      throw new Stop({ key: 'collection' }, state.position);
    }
    if (merging[depth] === true) merging[depth] = false;
    else (collections[depth] ??= []).push(result);
  };
}

/** A collection composed inside a mapping that is none of its values (nor the mapping itself, read again) was a key. */
function hasCollectionKey(mapping: object, inner: readonly object[]): boolean {
  const values: unknown[] = Object.values(mapping);
  if (inner.length <= 8) return inner.some((collection) => collection !== mapping && !values.includes(collection));
  const known = new Set(values).add(mapping);
  return inner.some((collection) => !known.has(collection));
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
    const { pointer, key } = yamlNodeAt(text, mark.position);
    return duplicateKey(key, { ...place, pointer });
  }
  if (/ tag\b.*!</.test(reason) || reason.includes('!<')) {
    return { kind: 'unsupported-value', message: `The YAML ${reason} has no JSON counterpart.`, place };
  }
  return syntaxError(`The YAML cannot be read: ${reason}.`, place);
}
