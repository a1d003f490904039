import { requiring } from '../form/constant.ts';
import type { Formula, Schema } from '../form/formula.ts';
import { isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import { allBut, inLanguage, listed, withoutNames } from '../form/names.ts';
import { isNames, Unmodelled } from './site.ts';
import type { Site } from './site.ts';
import { nameLanguageOf } from './string.ts';

/** Keywords about objects, but for `unevaluatedProperties`. */
export function objectKeywords(site: Site): Schema[] {
  const { forms } = site;
  const formulas: Formula[] = [];
  const minProperties = site.count('minProperties');
  const maxProperties = site.count('maxProperties');
  if (minProperties !== undefined) formulas.push(forms.literal({ kind: 'size', atLeast: minProperties }));
  if (maxProperties !== undefined)
    formulas.push(forms.not(forms.literal({ kind: 'size', atLeast: maxProperties + 1 })));
  for (const name of site.names('required') ?? []) if (!site.hidden.has(name)) formulas.push(requiring(name, forms));
  formulas.push(...memberKeywords(site));

  const propertyNames = site.keyword('propertyNames');
  if (propertyNames !== undefined) formulas.push(forms.literal({ kind: 'names', schema: site.part(propertyNames) }));
  const schemas = [...dependencyKeywords(site)];
  if (formulas.length > 0) schemas.push(forms.typed('object', forms.and(formulas)));
  return schemas;
}

function* memberKeywords(site: Site): Generator<Formula> {
  const { forms, compiler, hidden } = site;
  const properties = site.read('properties', isJsonObject) ?? {};
  for (const name of Object.keys(properties)) {
    if (hidden.has(name)) continue;
    yield forms.literal({ kind: 'members', names: listed(name), schema: site.part(member(properties, name)) });
  }
  const patterns = site.read('patternProperties', isJsonObject) ?? {};
  const languages = Object.keys(patterns).map((source) => nameLanguageOf(source, compiler));
  for (const [index, source] of Object.keys(patterns).entries()) {
    const language = languages[index];
    if (language === undefined) continue;
    const names = withoutNames(inLanguage(language), hidden);
    yield forms.literal({ kind: 'members', names, schema: site.part(member(patterns, source)) });
  }
  const additional = site.keyword('additionalProperties');
  if (additional === undefined) return;
  const others = allBut([...Object.keys(properties), ...hidden], languages);
  yield forms.literal({ kind: 'members', names: others, schema: site.part(additional) });
}

/** Requirements that hold only if a member is there: lists of names, or schemas of the whole object. */
function* dependencyKeywords(site: Site): Generator<Schema> {
  for (const keyword of ['dependentRequired', 'dependentSchemas', 'dependencies']) {
    const dependencies: JsonObject = site.read(keyword, isJsonObject) ?? {};
    for (const name of Object.keys(dependencies)) {
      yield dependency(site, name, member(dependencies, name), keyword);
    }
  }
}

function dependency(site: Site, name: string, needed: unknown, keyword: string): Schema {
  const { forms } = site;
  const isAbsent = forms.typed('object', forms.not(requiring(name, forms)));
  const names = typeof needed === 'string' && keyword === 'dependencies' ? [needed] : needed;
  if (Array.isArray(names)) {
    if (!isNames(names) || keyword === 'dependentSchemas') throw new Unmodelled(`a malformed ${keyword}`);
    const all = forms.typed(
      'object',
      forms.and(names.filter((each) => !site.hidden.has(each)).map((each) => requiring(each, forms))),
    );
    return forms.anyOf([isAbsent, all]);
  }
  if (keyword === 'dependentRequired') throw new Unmodelled(`a malformed ${keyword}`);
  return forms.anyOf([isAbsent, site.same(names)]);
}
