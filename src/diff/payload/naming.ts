import { isJsonArray, type JsonValue } from '../../internal/json.ts';
import { alternativesOf, membersOf } from './children.ts';
import type { ChangeKind } from './payload.ts';
import type { Refusal } from './refusals.ts';
import type { View } from './side.ts';

/** A place at which one of two schemas, or both, refuse values of the other. */
export interface Clash {
  readonly baseline: View;
  readonly candidate: View;
  /** The candidate refuses what the baseline takes. */
  readonly narrowing: Refusal | undefined;
  /** The baseline refuses what the candidate takes. */
  readonly widening: Refusal | undefined;
  /** Whether values travel as text, where `1` is the same as `"1"`; default no. */
  readonly text?: boolean;
}

const constraints = new Set([
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/** What the clash is called. */
export function kindOf(clash: Clash): ChangeKind {
  const { narrowing, widening } = clash;
  const refusal = narrowing ?? widening;
  if (refusal === undefined) return 'schema-changed';
  if (refusal.undecided !== undefined) return 'undecided';
  switch (refusal.keyword) {
    case 'required':
      return narrowing === undefined ? requiredByBaseline(clash, refusal) : requiredByCandidate(clash, refusal);
    case 'additionalProperties':
      return undeclared(clash, refusal);
    case 'type':
      return typeChange(clash);
    case 'enum':
    case 'const':
      return valueChange(clash, refusal.keyword);
    case 'format':
      return formatChange(clash);
    case 'anyOf':
    case 'oneOf':
      return unionChange(clash);
    default:
      if (!constraints.has(refusal.keyword)) {
        return inDirections(clash, 'schema-narrowed', 'schema-widened', 'schema-changed');
      }
      return inDirections(
        clash,
        'constraint-tightened',
        'constraint-loosened',
        refusal.keyword === 'pattern' ? 'pattern-changed' : 'constraint-changed',
      );
  }
}

function countOf(view: View): number {
  return alternativesOf(view)?.views.length ?? 0;
}

/** Fewer alternatives were removed, more were added; else it is their overlap that changed. */
function unionChange(clash: Clash): ChangeKind {
  const [before, after] = [countOf(clash.baseline), countOf(clash.candidate)];
  return inDirections(
    clash,
    after < before ? 'one-of-branch-removed' : 'schema-narrowed',
    after > before ? 'one-of-branch-added' : 'schema-widened',
    'schema-changed',
  );
}

function inDirections(
  { narrowing, widening }: Clash,
  narrowed: ChangeKind,
  widened: ChangeKind,
  both: ChangeKind,
): ChangeKind {
  if (narrowing !== undefined && widening !== undefined) return both;
  return narrowing === undefined ? widened : narrowed;
}

function requiredByCandidate({ baseline }: Clash, { name = '' }: Refusal): ChangeKind {
  return membersOf(baseline).has(name) ? 'property-became-required' : 'required-property-added';
}

function requiredByBaseline({ candidate }: Clash, { name = '' }: Refusal): ChangeKind {
  return membersOf(candidate).has(name) ? 'property-became-optional' : 'required-property-removed';
}

function undeclared({ baseline, candidate, narrowing }: Clash, { name }: Refusal): ChangeKind {
  const closed = narrowing === undefined ? baseline : candidate;
  const open = narrowing === undefined ? candidate : baseline;
  if (name !== undefined) return narrowing === undefined ? 'property-added-to-closed' : 'property-removed-from-closed';
  const isSaid = valueOf(open, 'additionalProperties') !== undefined;
  const closes = valueOf(closed, 'additionalProperties') === false;
  if (!isSaid && closes) {
    return narrowing === undefined ? 'undeclared-properties-allowed' : 'undeclared-properties-refused';
  }
  return narrowing === undefined ? 'additional-properties-opened' : 'additional-properties-closed';
}

function besidesNull(types: ReadonlySet<string>): string {
  return [...types]
    .filter((type) => type !== 'null')
    .toSorted()
    .join();
}

function typeChange(clash: Clash): ChangeKind {
  const [before, after] = [typesOf(clash.baseline), typesOf(clash.candidate)];
  if (before !== undefined && after !== undefined && before.has('null') !== after.has('null')) {
    if (besidesNull(before) === besidesNull(after))
      return after.has('null') ? 'became-nullable' : 'became-not-nullable';
  }
  return inDirections(clash, 'type-narrowed', 'type-widened', 'type-changed');
}

/**
 * The types that a schema names, or all of its alternatives do, with `null` where `nullable` adds it; undefined if it
 * names none.
 */
export function typesOf(view: View): ReadonlySet<string> | undefined {
  const type = valueOf(view, 'type');
  if (type === undefined) return view.side.once('types of alternatives', view, typesOfAlternatives) ?? undefined;
  const types = new Set((isJsonArray(type) ? type : [type]).filter((each) => typeof each === 'string'));
  if (view.dialect === 'openapi-3.0' && valueOf(view, 'nullable') === true) types.add('null');
  return types;
}

/** Null if not all of them name any. */
function typesOfAlternatives(view: View): ReadonlySet<string> | null {
  const found = new Set<string>();
  // Alternatives that lead back here have no end.
  view.side.once('types of alternatives', view, () => null);
  for (const alternative of alternativesOf(view)?.views ?? []) {
    const types = typesOf(alternative);
    if (types === undefined) return null;
    for (const type of types) found.add(type);
  }
  return found.size === 0 ? null : found;
}

function valueChange(clash: Clash, keyword: string): ChangeKind {
  const { baseline, candidate, narrowing } = clash;
  const lists = (view: View): boolean => valueOf(view, 'enum') !== undefined || valueOf(view, 'const') !== undefined;
  if (keyword === 'const' && valueOf(baseline, 'const') !== undefined && valueOf(candidate, 'const') !== undefined) {
    return 'const-changed';
  }
  if (narrowing !== undefined) return lists(baseline) ? 'enum-value-removed' : 'enum-added';
  return lists(candidate) ? 'enum-value-added' : 'enum-removed';
}

function formatChange(clash: Clash): ChangeKind {
  const { baseline, candidate, narrowing, widening } = clash;
  if (narrowing !== undefined && widening !== undefined) return 'format-changed';
  if (narrowing !== undefined) return valueOf(baseline, 'format') === undefined ? 'format-added' : 'format-narrowed';
  return valueOf(candidate, 'format') === undefined ? 'format-removed' : 'format-widened';
}

/** A keyword's value in the first part that has it. */
export function valueOf(view: View, keyword: string): JsonValue | undefined {
  return view.side.partsOf(view).find(({ schema }) => Object.hasOwn(schema, keyword))?.schema[keyword];
}

/** What the keyword says on each side, `null` where it says nothing: the values that identify a change. */
export function valuesOf({ baseline, candidate, narrowing, widening }: Clash): readonly [JsonValue, JsonValue] {
  const { keyword = '', name } = narrowing ?? widening ?? {};
  if (name !== undefined) return [name, keyword];
  const value = (view: View): JsonValue => (keyword === '' ? view.schema : (valueOf(view, keyword) ?? null));
  return [value(baseline), value(candidate)];
}

/** What changed, for people. */
export function messageOf(clash: Clash, kind: ChangeKind): string {
  const { baseline, candidate, narrowing, widening, text = false } = clash;
  const { keyword = '', name = '' } = narrowing ?? widening ?? {};
  const changed = `${inWords(baseline, keyword)} → ${inWords(candidate, keyword)}`;
  switch (kind) {
    case 'required-property-added':
      return `the new member "${name}" is required`;
    case 'property-became-required':
      return `the member "${name}" became required`;
    case 'property-became-optional':
      return `the member "${name}" is no longer required`;
    case 'required-property-removed':
      return `the required member "${name}" was removed`;
    case 'property-added-to-closed':
      return `the member "${name}" was added to an object that the baseline closes`;
    case 'property-removed-from-closed':
      return `the member "${name}" was removed from an object that is closed`;
    case 'undeclared-properties-refused':
    case 'additional-properties-closed':
      return `members that are not declared are now restricted (additionalProperties ${changed})`;
    case 'undeclared-properties-allowed':
    case 'additional-properties-opened':
      return `members that are not declared are now allowed (additionalProperties ${changed})`;
    case 'became-nullable':
      return 'null is now possible';
    case 'became-not-nullable':
      return 'null is no longer possible';
    case 'one-of-branch-added':
      return 'an alternative was added';
    case 'one-of-branch-removed':
      return 'an alternative was removed';
    case 'enum-value-added':
      return `values were added: ${listed(difference(candidate, baseline, text))}`;
    case 'enum-value-removed':
      return `values were removed: ${listed(difference(baseline, candidate, text))}`;
    case 'undecided':
      return keyword === '' ? 'the change could not be judged' : `the change of "${keyword}" could not be judged`;
    case 'schema-narrowed':
      return keyword === '' ? 'fewer values are accepted' : `"${keyword}" accepts fewer values`;
    case 'schema-widened':
      return keyword === '' ? 'more values are possible' : `"${keyword}" allows more values`;
    default:
      return keyword === '' ? 'the accepted values changed' : `"${keyword}" changed: ${changed}`;
  }
}

function inWords(view: View, keyword: string): string {
  const types = keyword === 'type' ? typesOf(view) : undefined;
  if (types !== undefined) return [...types].join(' or ');
  const value = valueOf(view, keyword);
  if (value === undefined) return 'none';
  return shortened(JSON.stringify(value));
}

export function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

const longestText = 120;

/** The values that a schema lists. */
function listOf(view: View): readonly JsonValue[] {
  const constant = valueOf(view, 'const');
  const list = valueOf(view, 'enum');
  if (isJsonArray(list)) return list;
  return constant === undefined ? [] : [constant];
}

/** The values that a schema lists and another does not. */
export function difference(view: View, other: View, text = false): readonly JsonValue[] {
  const textOf = (value: JsonValue): string => (text && typeof value === 'string' ? value : JSON.stringify(value));
  const known = new Set(listOf(other).map(textOf));
  return listOf(view).filter((value) => !known.has(textOf(value)));
}

function listed(values: readonly JsonValue[]): string {
  const shown = values.slice(0, 5).map((value) => JSON.stringify(value));
  return values.length > shown.length
    ? `${shown.join(', ')} and ${values.length - shown.length} more`
    : shown.join(', ');
}
