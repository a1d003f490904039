import type { Formula, Schema } from '../form/formula.ts';
import { isArray } from '../form/json.ts';
import type { Site } from './site.ts';

/** Keywords about arrays, but for `unevaluatedItems`. */
export function arrayKeywords(site: Site): Schema[] {
  const { forms } = site;
  const formulas: Formula[] = [];
  const minItems = site.count('minItems');
  const maxItems = site.count('maxItems');
  if (minItems !== undefined) formulas.push(forms.literal({ kind: 'size', atLeast: minItems }));
  if (maxItems !== undefined) formulas.push(forms.not(forms.literal({ kind: 'size', atLeast: maxItems + 1 })));
  if (site.flag('uniqueItems')) formulas.push(forms.literal({ kind: 'unique' }));

  const { positional, rest } = itemKeywords(site);
  for (const [index, schema] of positional.entries()) {
    formulas.push(forms.literal({ kind: 'item', index, schema: site.part(schema) }));
  }
  if (rest !== undefined) {
    formulas.push(forms.literal({ kind: 'items', from: positional.length, schema: site.part(rest) }));
  }
  formulas.push(...containsKeywords(site));
  return formulas.length === 0 ? [] : [forms.typed('array', forms.and(formulas))];
}

/** Schemas of single positions and of all items after them, in whichever form the dialect writes them. */
export function itemKeywords(site: Site): { readonly positional: readonly unknown[]; readonly rest: unknown } {
  const { keywords } = site.place.resource.dialect;
  if (keywords.has('prefixItems')) {
    return { positional: site.read('prefixItems', isArray) ?? [], rest: site.read('items', isNoArray) };
  }
  const items = site.keyword('items');
  return isArray(items)
    ? { positional: items, rest: site.keyword('additionalItems') }
    : { positional: [], rest: items };
}

function isNoArray(value: unknown): value is unknown {
  return !isArray(value);
}

function* containsKeywords(site: Site): Generator<Formula> {
  const contains = site.keyword('contains');
  if (contains === undefined) return;
  const { forms } = site;
  const schema = site.part(contains);
  // Where nobody has to contain it, an item may still be what this speaks of.
  yield forms.literal({ kind: 'items', from: 0, schema: forms.anyOf([schema, forms.anything]) });
  yield forms.literal({ kind: 'count', schema, atLeast: site.count('minContains') ?? 1 });
  const most = site.count('maxContains');
  if (most !== undefined) yield forms.not(forms.literal({ kind: 'count', schema, atLeast: most + 1 }));
}
