import { canonicalJson } from '../../../internal/canonical-json.ts';
import type { Server } from '../model.ts';
import type { Rule } from '../../rule.ts';
import { section } from './exchange.ts';

const area = 'servers';
const source = section('server-object');

/** Values of variables, or variables with any value, that the candidate no longer takes. */
function lost(baseline: Server, candidate: Server): readonly string[] {
  const names = new Set([...Object.keys(baseline.variables), ...Object.keys(candidate.variables)]);
  return [...names].flatMap((name) => {
    const [before, after] = [valuesOf(baseline, name), valuesOf(candidate, name)];
    if (after.length === 0) return [];
    if (before.length === 0) return [name];
    return before.filter((value) => !after.includes(value)).map((value) => `${name}=${value}`);
  });
}

/** No listed values stand for any value. */
function valuesOf({ variables }: Server, name: string): readonly string[] {
  return (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? [];
}

/** Rules about the URLs under which operations are served. */
export const serverRules: readonly Rule<Server>[] = [
  {
    id: 'server-removed',
    aliases: ['server-url-changed'],
    area,
    on: 'removed',
    level: 'breaking',
    message: ({ url }) => `The server ${url === '' ? '/' : url} was removed.`,
    values: ({ url }) => [url],
    because: 'Clients written against the baseline send their requests there.',
    remedy: 'Keep the server, or lower the level of this rule where servers are chosen by deployment.',
    source,
  },
  {
    id: 'server-added',
    area,
    on: 'added',
    level: 'info',
    message: ({ url }) => `The server ${url === '' ? '/' : url} was added.`,
    values: ({ url }) => [url],
    because: 'Clients written against the baseline do not use it.',
    source,
  },
  {
    id: 'server-variable-value-removed',
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => lost(baseline, candidate).length > 0,
    message: (baseline, candidate) =>
      `The server ${candidate.url} is restricted in ${lost(baseline, candidate).toSorted().join(', ')}.`,
    values: (baseline, candidate) => [baseline.variables, candidate.variables],
    because: 'Clients written against the baseline may use a value that is no longer listed.',
    remedy: 'Keep the values.',
    source: section('server-variable-object'),
  },
  {
    id: 'server-variable-value-added',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => lost(candidate, baseline).length > 0,
    message: (baseline, candidate) =>
      `The server ${candidate.url} takes more: ${lost(candidate, baseline).toSorted().join(', ')}.`,
    values: (baseline, candidate) => [baseline.variables, candidate.variables],
    because: 'Clients written against the baseline do not use the values.',
    source: section('server-variable-object'),
  },
  {
    id: 'server-variable-default-changed',
    area,
    on: 'kept',
    level: 'warning',
    when: (baseline, candidate) => canonicalJson(defaultsOf(baseline)) !== canonicalJson(defaultsOf(candidate)),
    message: (_, candidate) => `The server ${candidate.url} has other defaults for its variables.`,
    values: (baseline, candidate) => [defaultsOf(baseline), defaultsOf(candidate)],
    because: 'Clients that choose no value are sent elsewhere; those written against the baseline keep to its default.',
    source: section('server-variable-object'),
  },
];

function defaultsOf({ defaults = {} }: Server): Readonly<Record<string, string>> {
  return defaults;
}
