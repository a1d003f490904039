/** Whether every media type in `range` is in `outer` too; as the model has them: `text/*; charset=utf-8`. */
export function isWithin(range: string, outer: string): boolean {
  if (range === outer) return true;
  const [type = '', ...parameters] = range.split('; ');
  const [outerType = '', ...outerParameters] = outer.split('; ');
  return isTypeWithin(type, outerType) && outerParameters.every((parameter) => parameters.includes(parameter));
}

function isTypeWithin(range: string, outer: string): boolean {
  if (range === outer || outer === '*/*' || outer === '*') return true;
  const [type = '', subtype = ''] = range.split('/', 2);
  const [outerType, outerSubtype = ''] = outer.split('/', 2);
  if (type !== outerType || type === '*') return false;
  if (outerSubtype === '*') return true;
  // `application/*+json` is no range of RFC 9110, but documents write it.
  return outerSubtype.startsWith('*+') && subtype.endsWith(outerSubtype.slice(1));
}

/** What describes a media type or range: the narrowest of those that contain it. */
export function describing<T extends { readonly range: string }>(range: string, types: readonly T[]): T | undefined {
  let best: T | undefined;
  for (const type of types) {
    if (!isWithin(range, type.range)) continue;
    if (best === undefined || (type.range !== best.range && isWithin(type.range, best.range))) best = type;
  }
  return best;
}
