import type { Ajv, Options } from 'ajv';

import { loadPackage } from '../../internal/load-package.ts';

/** The dialects that Ajv has classes for. */
export type AjvDialect = 'draft-04' | 'draft-07' | '2019-09' | '2020-12';

const packages = {
  // The class is its own `default`, whichever way the module is loaded.
  'draft-04': { name: 'ajv-draft-04', member: 'default' },
  'draft-07': { name: 'ajv', member: 'Ajv' },
  '2019-09': { name: 'ajv/dist/2019.js', member: 'Ajv2019' },
  '2020-12': { name: 'ajv/dist/2020.js', member: 'Ajv2020' },
} as const;

/** A new Ajv for a dialect, loaded with the first: most comparisons need none, and it takes longer to load than they do. */
export function createAjv(dialect: AjvDialect, options: Options): Ajv {
  const { name, member } = packages[dialect];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what these packages export
  const classes = loadPackage(name) as Readonly<Record<string, new (options: Options) => Ajv>>;
  const AjvClass = classes[member];
  if (AjvClass === undefined) throw new TypeError(`${name} exports no ${member}.`);
  return new AjvClass(options);
}
