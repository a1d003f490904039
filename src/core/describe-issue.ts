import type * as z from 'zod';

/**
 * What is wrong with a value, so that it reads on behind the place where it stands: `/limit: must be at most 200`.
 *
 * @returns `undefined` for what the schema itself describes better
 */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is required'
        : `must be ${expectations[issue.expected] ?? issue.expected}, not ${nameOf(issue.input)}`;
    case 'invalid_value':
      return issue.input === undefined
        ? 'is required'
        : `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return `must ${measureOf(issue.origin, 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `must ${measureOf(issue.origin, 'at most', Number(issue.maximum))}`;
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'must be a date and time with its offset (RFC 3339), like 2026-03-02T10:00:00Z'
        : undefined;
    default:
      return undefined;
  }
}

const expectations: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return String(value);
    case 'object':
      return value instanceof Date ? 'a Date' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

function measureOf(origin: string, bound: string, limit: number): string {
  if (origin === 'string') return `have ${bound} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  return origin === 'array' ? `have ${bound} ${limit} ${limit === 1 ? 'item' : 'items'}` : `be ${bound} ${limit}`;
}
