const one = new Set([
  'not',
  'additionalItems',
  'additionalProperties',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
]);
const list = new Set(['allOf', 'anyOf', 'oneOf']);
const map = new Set(['properties', 'patternProperties', 'definitions', '$defs']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function member(keyword: string, value: unknown): unknown {
  if (one.has(keyword)) return dropRefSiblings(value);
  if (Array.isArray(value) && (list.has(keyword) || keyword === 'items')) return value.map(dropRefSiblings);
  if (keyword === 'items') return dropRefSiblings(value);
  if (isObject(value) && map.has(keyword)) return mapValues(value, dropRefSiblings);
  if (isObject(value) && keyword === 'dependencies') {
    return mapValues(value, (entry) => (Array.isArray(entry) ? entry : dropRefSiblings(entry)));
  }
  return value;
}

function mapValues(value: Record<string, unknown>, change: (entry: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, change(entry)]));
}

/**
 * Takes away what stands beside a `$ref`, for validators that apply it although the drafts up to 07 say to ignore it.
 * Definitions stay: they assert nothing, and references point into them.
 */
export function dropRefSiblings(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const kept = (keyword: string): boolean =>
    typeof schema.$ref !== 'string' || ['$ref', '$schema', 'definitions', '$defs'].includes(keyword);
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]) => (kept(keyword) ? [[keyword, member(keyword, value)]] : [])),
  );
}
