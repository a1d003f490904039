import { canonicalJson } from '../../internal/canonical-json.ts';
import { isJsonObject, ownMember, type JsonObject } from '../../internal/json.ts';
import type { Sameness } from '../source/sameness.ts';
import { memberOf, type Child } from './children.ts';
import { isMarked } from './change.ts';
import { isIncomplete } from './facets.ts';
import { heirsOf } from './heirs.ts';
import { valueOf } from './naming.ts';
import type { Part, View } from './side.ts';

/** Keywords that only lead to the other parts of a view. */
const leading = new Set(['$ref', 'allOf']);
const marks = ['readOnly', 'writeOnly'] as const;

/**
 * Where the schemas of parts differ, for two schemas that say the same of the value itself and declare the same parts;
 * undefined where that is not certain. Most schemas that differ do so because of what they refer to.
 */
export function findInnerDifferences(
  baseline: View,
  candidate: View,
  sameness: Sameness,
): readonly Child[] | undefined {
  const [before, after] = [baseline.side.partsOf(baseline), candidate.side.partsOf(candidate)];
  if (baseline.dialect !== candidate.dialect || before.length !== after.length) return undefined;
  const names = new Set<string>();
  const children: Child[] = [];
  for (const [index, one] of before.entries()) {
    const other = after[index];
    if (other === undefined || isPartial(one, baseline) || isPartial(other, candidate)) return undefined;
    for (const keyword of sameness.differing(one.schema, other.schema, 'object')) {
      if (leading.has(keyword)) continue;
      if (keyword === 'properties') {
        const declared = differingNames(one.schema, other.schema, sameness);
        if (declared === undefined) return undefined;
        for (const name of declared) names.add(name);
      } else if (keyword === 'items') {
        const items = inside(baseline, one, candidate, other, keyword);
        if (before.length > 1 || items === undefined || Object.hasOwn(one.schema, 'prefixItems')) return undefined;
        children.push({ step: { kind: 'item' }, ...items });
      } else if (keyword === 'discriminator' && selectTheSame(baseline, candidate)) {
        continue;
      } else {
        return undefined;
      }
    }
  }
  for (const name of [...names].toSorted()) {
    const [member, other] = [memberOf(baseline, name), memberOf(candidate, name)];
    if (member === undefined || other === undefined || !areMarkedAlike(member, other)) return undefined;
    children.push({ step: { kind: 'member', name }, baseline: member, candidate: other });
  }
  return children;
}

/** Whether discriminators say the same, and differ in the heirs alone that they lead to. */
function selectTheSame(baseline: View, candidate: View): boolean {
  const [before, after] = [baseline, candidate].map((view) => canonicalJson(valueOf(view, 'discriminator') ?? null));
  const [ours, theirs] = [heirsOf(baseline), heirsOf(candidate)];
  return before === after && ours.size === theirs.size && [...ours.keys()].every((value) => theirs.has(value));
}

function isPartial({ stands, schema }: Part, view: View): boolean {
  return !stands || isIncomplete(view, schema);
}

/** The members that differ, where both declare the same ones. */
function differingNames(one: JsonObject, other: JsonObject, sameness: Sameness): readonly string[] | undefined {
  const [before, after] = [ownMember(one, 'properties'), ownMember(other, 'properties')];
  if (!isJsonObject(before) || !isJsonObject(after)) return undefined;
  const names = sameness.differing(before, after, 'names');
  return names.every((name) => isJsonObject(before[name]) && isJsonObject(ownMember(after, name))) ? names : undefined;
}

/** The schemas under a keyword of both. */
function inside(
  baseline: View,
  one: Part,
  candidate: View,
  other: Part,
  keyword: string,
): Pick<Child, 'baseline' | 'candidate'> | undefined {
  const before = baseline.side.within(baseline, one, [keyword]);
  const after = candidate.side.within(candidate, other, [keyword]);
  if (before === undefined || after === undefined) return undefined;
  return isJsonObject(before.schema) && isJsonObject(after.schema) ? { baseline: before, candidate: after } : undefined;
}

function areMarkedAlike(one: View, other: View): boolean {
  return marks.every((mark) => isMarked(one, mark) === isMarked(other, mark));
}
