import { enumSchema } from '../form/constant.ts';
import { toDecimal } from '../form/decimal.ts';
import type { Forms } from '../form/forms.ts';
import type { Schema } from '../form/formula.ts';
import { isJsonObject, jsonTypes } from '../form/json.ts';
import type { JsonType } from '../form/json.ts';
import { isNames, Unmodelled } from './site.ts';
import type { Site } from './site.ts';

const isType = (name: string): name is JsonType => jsonTypes.some((type) => type === name);

/** Keywords about values of any type: type, values, and combinations of schemas. */
export function generalKeywords(site: Site): Schema[] {
  const { forms } = site;
  const schemas: Schema[] = [];
  const type = typeKeyword(site);
  if (type !== undefined) schemas.push(type);

  const values = site.read('enum', (value): value is unknown[] => Array.isArray(value));
  if (values !== undefined) schemas.push(enumSchema(checked(values), forms));
  const value = site.keyword('const');
  if (value !== undefined) schemas.push(enumSchema(checked([value]), forms));

  const allOf = site.schemas('allOf');
  if (allOf !== undefined) schemas.push(...allOf);
  const anyOf = site.schemas('anyOf');
  if (anyOf !== undefined) schemas.push(forms.anyOf(anyOf));
  const oneOf = site.schemas('oneOf');
  if (oneOf !== undefined) schemas.push(forms.oneOf(oneOf));
  const not = site.keyword('not');
  if (not !== undefined) schemas.push(forms.complement(site.same(not)));

  const condition = site.keyword('if');
  if (condition !== undefined) schemas.push(conditional(site, site.same(condition)));
  return schemas;
}

function typeKeyword(site: Site): Schema | undefined {
  const type = site.read('type', (value) => typeof value === 'string' || isNames(value));
  if (type === undefined) return undefined;
  const names = typeof type === 'string' ? [type] : type;
  const types = new Set<JsonType>(names.filter(isType));
  const others = names.filter((name) => !isType(name) && name !== 'integer');
  if (others.length > 0) throw new Unmodelled(`the type ${others.join()} is not known`);
  if (site.flag('nullable')) types.add('null');
  const schema = site.forms.ofTypes(types);
  if (!names.includes('integer') || types.has('number')) return schema;
  return site.forms.anyOf([schema, integers(site.forms)]);
}

/** The numbers without a fraction, and nothing else. */
function integers(forms: Forms): Schema {
  const whole = forms.literal({ kind: 'multiple', of: toDecimal(1) });
  return forms.schema((type) => (type === 'number' ? whole : forms.never));
}

function conditional(site: Site, condition: Schema): Schema {
  const { forms } = site;
  const [then, otherwise] = ['then', 'else'].map((keyword) => {
    const schema = site.keyword(keyword);
    return schema === undefined ? forms.anything : site.same(schema);
  });
  return forms.anyOf([
    forms.allOf([condition, then ?? forms.anything]),
    forms.allOf([forms.complement(condition), otherwise ?? forms.anything]),
  ]);
}

const deepestValue = 100;

/** Values as they are, unless they nest deeper than is worth taking apart. */
function checked(values: readonly unknown[]): readonly unknown[] {
  let level: readonly unknown[] = values;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestValue) throw new Unmodelled('a constant that nests too deeply');
    level = level.flatMap((value) => {
      if (Array.isArray(value)) return value;
      return isJsonObject(value) ? Object.values(value) : [];
    });
  }
  return values;
}
