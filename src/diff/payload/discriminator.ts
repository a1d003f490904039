import { isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import { alternativesOf } from './children.ts';
import { valueOf } from './naming.ts';
import type { LocalChange } from './change.ts';
import type { View } from './side.ts';

/**
 * The discriminator selects an alternative by a member's value. Containment looks at the alternatives only, so a change of
 * how they are selected is found here: another member, or a value that now selects something else or nothing.
 */
export function findDiscriminatorChange(baseline: View, candidate: View): readonly LocalChange[] {
  const [before, after] = [valueOf(baseline, 'discriminator'), valueOf(candidate, 'discriminator')];
  if (before === undefined || after === undefined) return [];
  const change = changeOf(baseline, candidate, before, after);
  if (change === undefined) return [];
  return [
    {
      kind: 'discriminator-changed',
      beyondValues: true,
      narrowing: {},
      ...(change.withdrawn ? {} : { widening: {} }),
      baseline: `${holderOf(baseline)}/discriminator`,
      candidate: `${holderOf(candidate)}/discriminator`,
      keyword: 'discriminator',
      values: [before, after],
      message: change.message,
    },
  ];
}

function holderOf(view: View): string {
  const part = view.side.partsOf(view).find(({ schema }) => Object.hasOwn(schema, 'discriminator'));
  return part?.pointer ?? view.pointer;
}

/** `withdrawn`: a value selects nothing any more, which only a sender of it notices. */
function changeOf(
  baseline: View,
  candidate: View,
  before: JsonValue,
  after: JsonValue,
): { readonly message: string; readonly withdrawn: boolean } | undefined {
  const [name, other] = [propertyOf(before), propertyOf(after)];
  if (name !== other) return { message: `the discriminator moved from "${name}" to "${other}"`, withdrawn: false };
  const selected = mappingOf(candidate, after);
  const gone: string[] = [];
  for (const [value, target] of mappingOf(baseline, before)) {
    const now = selected.get(value);
    if (now === undefined) gone.push(value);
    else if (now !== target) {
      return { message: `the discriminator value "${value}" selects ${now} instead of ${target}`, withdrawn: false };
    }
  }
  if (gone.length === 0) return undefined;
  const values = gone.map((value) => `"${value}"`).join(', ');
  return { message: `the discriminator no longer knows ${values}`, withdrawn: true };
}

/** Swagger 2.0 has the name alone. */
function propertyOf(discriminator: JsonValue): string {
  if (typeof discriminator === 'string') return discriminator;
  const name = isJsonObject(discriminator) ? ownMember(discriminator, 'propertyName') : undefined;
  return typeof name === 'string' ? name : '';
}

/** Values with the component that each selects: what the mapping says, else the names of the alternatives. */
function mappingOf(view: View, discriminator: JsonValue): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const mapping = isJsonObject(discriminator) ? ownMember(discriminator, 'mapping') : undefined;
  const mapped = new Set<string>();
  for (const [value, target] of isJsonObject(mapping) ? Object.entries(mapping) : []) {
    if (typeof target !== 'string') continue;
    const name = target.slice(target.lastIndexOf('/') + 1);
    found.set(value, name);
    mapped.add(name);
  }
  for (const { schema } of alternativesOf(view)?.views ?? []) {
    const reference = isJsonObject(schema) ? ownMember(schema, '$ref') : undefined;
    if (typeof reference !== 'string') continue;
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    if (!mapped.has(name) && !found.has(name)) found.set(name, name);
  }
  return found;
}
