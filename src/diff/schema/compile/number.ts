import { toDecimal } from '../form/decimal.ts';
import type { Formula, Schema } from '../form/formula.ts';
import { Unmodelled } from './site.ts';
import type { Site } from './site.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Keywords about numbers. */
export function numberKeywords(site: Site): Schema[] {
  const { forms, place } = site;
  const formulas: Formula[] = [...integerFormats(site)];
  const above = (bound: number, exclusive: boolean): Formula =>
    forms.literal({ kind: 'above', bound: toDecimal(bound), exclusive });

  const flags = place.resource.dialect.exclusiveFlags;
  const minimum = site.read('minimum', isNumber);
  const maximum = site.read('maximum', isNumber);
  if (minimum !== undefined) formulas.push(above(minimum, flags && site.flag('exclusiveMinimum')));
  if (maximum !== undefined) formulas.push(forms.not(above(maximum, !(flags && site.flag('exclusiveMaximum')))));
  if (!flags) {
    const exclusiveMinimum = site.read('exclusiveMinimum', isNumber);
    const exclusiveMaximum = site.read('exclusiveMaximum', isNumber);
    if (exclusiveMinimum !== undefined) formulas.push(above(exclusiveMinimum, true));
    if (exclusiveMaximum !== undefined) formulas.push(forms.not(above(exclusiveMaximum, false)));
  }

  const multipleOf = site.read('multipleOf', isNumber);
  if (multipleOf !== undefined) {
    if (multipleOf <= 0) throw new Unmodelled('a multipleOf that is not above zero');
    formulas.push(forms.literal({ kind: 'multiple', of: toDecimal(multipleOf) }));
  }
  return formulas.length === 0 ? [] : [forms.typed('number', forms.and(formulas))];
}

/** Formats of whole numbers, by their width in bits. */
const widths: Readonly<Record<string, number>> = { int32: 32, int64: 64 };

function* integerFormats(site: Site): Generator<Formula> {
  const format = site.keyword('format');
  if (site.compiler.options.formats !== 'assert' || typeof format !== 'string') return;
  const bits = Object.hasOwn(widths, format) ? widths[format] : undefined;
  if (bits === undefined) return;
  const end = 2n ** BigInt(bits - 1);
  const { forms } = site;
  yield forms.literal({ kind: 'multiple', of: toDecimal(1) });
  yield forms.literal({ kind: 'above', bound: { coefficient: -end, scale: 0 }, exclusive: false });
  yield forms.not(forms.literal({ kind: 'above', bound: { coefficient: end, scale: 0 }, exclusive: false }));
}
