import * as draft04 from '@hyperjump/json-schema/draft-04';
import * as draft06 from '@hyperjump/json-schema/draft-06';
import * as draft07 from '@hyperjump/json-schema/draft-07';
import * as draft2019 from '@hyperjump/json-schema/draft-2019-09';
import * as draft2020 from '@hyperjump/json-schema/draft-2020-12';

import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import { followReference } from '../fuzz/pointer.ts';
import { metaSchemaUri } from './dialect.ts';
import type { Dialect, Voice } from './dialect.ts';

// Each import registers its dialect; from then on any of them serves all.
const dialects = new Set<Dialect>(['2020-12']);
for (const [dialect, library] of [
  ['draft-04', draft04],
  ['draft-06', draft06],
  ['draft-07', draft07],
  ['2019-09', draft2019],
] as const) {
  if (library.validate === draft2020.validate) dialects.add(dialect);
}

let registered = 0;

function withDialect(
  schema: unknown,
  dialect: Exclude<Dialect, 'openapi-3.0'>,
): Parameters<typeof draft2020.registerSchema>[0] {
  const $schema = metaSchemaUri[dialect];
  if (typeof schema === 'boolean') return schema ? { $schema } : { $schema, not: {} };
  return { $schema, ...Object(schema) };
}

/** Whether following references from one to the next never ends, which overflows Hyperjump's stack past catching. */
function hasReferenceLoop(document: unknown): boolean {
  const loops = (node: unknown, seen: ReadonlySet<unknown>): boolean => {
    if (!isJsonObject(node) || typeof node.$ref !== 'string') return false;
    return seen.has(node) || loops(followReference(document, node.$ref), new Set([...seen, node]));
  };
  const visit = (node: unknown): boolean =>
    typeof node === 'object' && node !== null && (loops(node, new Set()) || Object.values(node).some(visit));
  return visit(document);
}

/** Asks @hyperjump/json-schema; `unknown` where it cannot compile the schema. */
export async function askHyperjump(schema: unknown, dialect: Dialect, instances: readonly unknown[]): Promise<Voice[]> {
  if (dialect === 'openapi-3.0' || !dialects.has(dialect) || hasReferenceLoop(schema))
    return instances.map(() => 'unknown');
  registered += 1;
  const uri = `https://fuzz.invalid/${registered}`;
  try {
    draft2020.registerSchema(withDialect(schema, dialect), uri);
    const check = await draft2020.validate(uri);
    return instances.map((instance) => (check(JSON.parse(JSON.stringify(instance))).valid ? 'valid' : 'invalid'));
  } catch {
    return instances.map(() => 'unknown');
  } finally {
    draft2020.unregisterSchema(uri);
  }
}
