import { canonicalJson } from '../../internal/canonical-json.ts';
import { isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import { alternativesOf } from './children.ts';
import { heirsOf, listedBy, propertyOf, strangersOf } from './heirs.ts';
import { valueOf } from './naming.ts';
import type { LocalChange } from './change.ts';
import type { View } from './side.ts';

/**
 * The discriminator selects an alternative by a member's value. Containment looks at the alternatives only, so a change of
 * how they are selected is found here: another member, or a value that now selects something else or nothing. `told` is
 * what is told of the alternatives themselves.
 */
export function findDiscriminatorChange(
  baseline: View,
  candidate: View,
  told: readonly LocalChange[],
): readonly LocalChange[] {
  const [before, after] = [valueOf(baseline, 'discriminator'), valueOf(candidate, 'discriminator')];
  if (before === undefined || after === undefined) return comeOrGone(baseline, candidate, [before, after]);
  const change = changeOf([baseline, before], [candidate, after], told);
  if (change === undefined) return [];
  return [
    {
      kind: 'discriminator-changed',
      beyondValues: true,
      ...(change.noticed === 'senders' || change.noticed === 'both' ? { narrowing: {} } : {}),
      ...(change.noticed === 'readers' || change.noticed === 'both' ? { widening: {} } : {}),
      baseline: `${holderOf(baseline)}/discriminator`,
      candidate: `${holderOf(candidate)}/discriminator`,
      keyword: 'discriminator',
      values: [before, after],
      message: change.message,
    },
  ];
}

/** What selects alternatives does not change which values are valid, as the specification says. */
function comeOrGone(
  baseline: View,
  candidate: View,
  [before, after]: readonly [JsonValue | undefined, JsonValue | undefined],
): readonly LocalChange[] {
  if (before === after) return [];
  return [
    {
      kind: 'discriminator-changed',
      baseline: before === undefined ? baseline.pointer : `${holderOf(baseline)}/discriminator`,
      candidate: after === undefined ? candidate.pointer : `${holderOf(candidate)}/discriminator`,
      keyword: 'discriminator',
      values: [before ?? null, after ?? null],
      message: before === undefined ? 'a discriminator was added' : 'the discriminator was removed',
    },
  ];
}

function holderOf(view: View): string {
  const part = view.side.partsOf(view).find(({ schema }) => Object.hasOwn(schema, 'discriminator'));
  return part?.pointer ?? view.pointer;
}

interface Change {
  readonly message: string;
  /** A value that selects nothing any more is missed by its senders, one that is new by readers. */
  readonly noticed: 'senders' | 'readers' | 'both' | 'nobody';
}

type Discriminated = readonly [view: View, discriminator: JsonValue];

function changeOf(
  [baseline, before]: Discriminated,
  [candidate, after]: Discriminated,
  told: readonly LocalChange[],
): Change | undefined {
  const [name, other] = [propertyOf(before), propertyOf(after)];
  if (name !== other) return { message: `the discriminator moved from "${name}" to "${other}"`, noticed: 'both' };
  const [known, selected] = [mappingOf(baseline, before), mappingOf(candidate, after)];
  const [heirs, otherHeirs] = [heirsOf(baseline), heirsOf(candidate)];
  for (const [value, target] of known) {
    // Heirs are compared by what they say, under whatever name.
    if (heirs.has(value) && otherHeirs.has(value)) continue;
    const now = selected.get(value);
    if (now !== undefined && now !== target) {
      return { message: `the discriminator value "${value}" selects ${now} instead of ${target}`, noticed: 'both' };
    }
  }
  const gone = listed(known, selected, constantsOf(candidate, name));
  // An alternative that is new by itself is told where alternatives are; one of another name may be the same.
  const additions = new Set(
    told.flatMap(({ kind, values }) => (kind === 'one-of-branch-added' ? nameOf(values[1]) : [])),
  );
  const others = new Map([...selected].filter(([, target]) => !additions.has(target)));
  const came = listed(others, known, constantsOf(baseline, name));
  if (gone === '' && came === '') {
    // Alternatives may list themselves what the one says and the other does not.
    const isSame = canonicalJson(before) === canonicalJson(after);
    return isSame ? undefined : { message: 'the discriminator is written differently', noticed: 'nobody' };
  }
  const messages = [
    ...(gone === '' ? [] : [`the discriminator no longer knows ${gone}`]),
    ...(came === '' ? [] : [`the discriminator now knows ${came}`]),
  ];
  return { message: messages.join(', and '), noticed: came === '' ? 'senders' : gone === '' ? 'readers' : 'both' };
}

/** Values of the one mapping that the other side does not know in any way. */
function listed(
  values: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
  constants: ReadonlySet<string>,
): string {
  const missing = [...values.keys()].filter((value) => !others.has(value) && !constants.has(value));
  return missing.map((value) => `"${value}"`).join(', ');
}

/** Values of the discriminating member that alternatives list themselves. */
function constantsOf(view: View, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const alternative of alternativesOf(view)?.views ?? []) {
    for (const value of listedBy(alternative, name)) if (typeof value === 'string') found.add(value);
  }
  return found;
}

/** Values with the component that each selects: what the mapping says, else the names of alternatives and heirs. */
function mappingOf(view: View, discriminator: JsonValue): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const mapping = isJsonObject(discriminator) ? ownMember(discriminator, 'mapping') : undefined;
  const mapped = new Set<string>();
  const strangers = strangersOf(view);
  for (const [value, target] of isJsonObject(mapping) ? Object.entries(mapping) : []) {
    if (typeof target !== 'string' || strangers.has(view.side.heirs.at(target)?.pointer ?? '')) continue;
    const name = lastSegment(target);
    found.set(value, name);
    mapped.add(name);
  }
  for (const alternative of alternativesOf(view)?.views ?? []) {
    const values = listedBy(alternative, propertyOf(discriminator));
    for (const name of nameOf(alternative.schema)) {
      // An alternative that lists other values is never selected by its name.
      const isPossible = values.length === 0 || values.includes(name);
      if (isPossible && !mapped.has(name) && !found.has(name)) found.set(name, name);
    }
  }
  for (const [value, { name }] of heirsOf(view)) if (!found.has(value)) found.set(value, name);
  return found;
}

/** The component that an alternative refers to, if it does. */
function nameOf(alternative: JsonValue): readonly string[] {
  const reference = isJsonObject(alternative) ? ownMember(alternative, '$ref') : undefined;
  return typeof reference === 'string' ? [lastSegment(reference)] : [];
}

function lastSegment(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
