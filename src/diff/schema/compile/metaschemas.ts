import { loadPackage } from '../../../internal/load-package.ts';

/** The published metaschema with this URI: the only documents that references may lead to beside their own. */
export function metaschema(uri: string): unknown {
  const file = files.get(uri.replace(/#$/u, ''));
  return file === undefined ? undefined : loadPackage(file);
}

/** Where Ajv keeps them. */
const files: ReadonlyMap<string, string> = new Map([
  ['http://json-schema.org/draft-04/schema', 'ajv-draft-04/dist/refs/json-schema-draft-04.json'],
  ['http://json-schema.org/draft-06/schema', 'ajv/dist/refs/json-schema-draft-06.json'],
  ['http://json-schema.org/draft-07/schema', 'ajv/dist/refs/json-schema-draft-07.json'],
  ...vocabularies('2019-09', ['applicator', 'content', 'core', 'format', 'meta-data', 'validation']),
  ...vocabularies('2020-12', [
    'applicator',
    'content',
    'core',
    'format-annotation',
    'meta-data',
    'unevaluated',
    'validation',
  ]),
]);

function vocabularies(draft: string, names: readonly string[]): [uri: string, file: string][] {
  return ['schema', ...names.map((name) => `meta/${name}`)].map((name) => [
    `https://json-schema.org/draft/${draft}/${name}`,
    `ajv/dist/refs/json-schema-${draft}/${name}.json`,
  ]);
}
