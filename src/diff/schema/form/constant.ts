import { decimalKey, toDecimal } from './decimal.ts';
import type { Forms } from './forms.ts';
import type { Formula, Schema } from './formula.ts';
import { isArray, isJsonObject, jsonTypeOf, member } from './json.ts';
import type { JsonObject, JsonType } from './json.ts';
import { allBut, listed } from './names.ts';
import { unexpected } from './never.ts';

/** The schema of one value: lists and objects are taken apart, so that a constant is asked of like any other schema. */
function constantSchema(value: unknown, forms: Forms): Schema {
  return enumSchema([value], forms);
}

/** The schema of these values. */
export function enumSchema(values: readonly unknown[], forms: Forms): Schema {
  const byType = new Map<JsonType, unknown[]>();
  for (const value of values) {
    const type = jsonTypeOf(value);
    if (type === undefined) continue;
    const same = byType.get(type);
    if (same === undefined) byType.set(type, [value]);
    else same.push(value);
  }
  return forms.schema((type) => {
    const same = byType.get(type);
    return same === undefined ? forms.never : oneOfType(type, same, forms);
  });
}

function oneOfType(type: JsonType, values: readonly unknown[], forms: Forms): Formula {
  switch (type) {
    case 'null':
      return forms.always;
    case 'boolean': {
      const isTrue = forms.literal({ kind: 'is-true' });
      return forms.or(values.map((value) => (value === true ? isTrue : forms.not(isTrue))));
    }
    case 'number': {
      const decimals = values.filter((value) => typeof value === 'number').map(toDecimal);
      return forms.literal({ kind: 'numbers', values: new Map(decimals.map((each) => [decimalKey(each), each])) });
    }
    case 'string':
      return forms.literal({ kind: 'words', words: new Set(values.filter((value) => typeof value === 'string')) });
    case 'array':
      return forms.or(values.filter(isArray).map((items) => arrayConstant(items, forms)));
    case 'object':
      return forms.or(values.filter(isJsonObject).map((object) => objectConstant(object, forms)));
    default:
      return unexpected(type);
  }
}

function arrayConstant(items: readonly unknown[], forms: Forms): Formula {
  return forms.and([
    forms.literal({ kind: 'size', atLeast: items.length }),
    forms.not(forms.literal({ kind: 'size', atLeast: items.length + 1 })),
    ...items.map((item, index) => forms.literal({ kind: 'item', index, schema: constantSchema(item, forms) })),
  ]);
}

function objectConstant(object: JsonObject, forms: Forms): Formula {
  const names = Object.keys(object);
  const constant = forms.and([
    forms.literal({ kind: 'members', names: allBut(names), schema: forms.nothing }),
    ...names.map((name) =>
      forms.literal({ kind: 'members', names: listed(name), schema: constantSchema(member(object, name), forms) }),
    ),
    ...names.map((name) => requiring(name, forms)),
  ]);
  if (!forms.speaking || names.length === 0) return constant;
  return forms.located(constant, { spoken: [listed(...names)], declared: [], hides: new Set() });
}

/** The member is there: not every value it could have is ruled out. */
export function requiring(name: string, forms: Forms): Formula {
  return forms.not(forms.literal({ kind: 'members', names: listed(name), schema: forms.nothing }));
}
