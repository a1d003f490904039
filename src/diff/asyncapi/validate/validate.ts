import type { JsonObject } from '../../../internal/json.ts';
import { findFaultsV2 } from './semantics-v2.ts';
import { findFaultsV3 } from './semantics-v3.ts';
import { findLostReferences } from './semantics.ts';
import type { GrammarLoader, Version } from './specification.ts';
import { Structure, type Violation } from './structure.ts';

export type { Violation } from './structure.ts';

/** More violations of one document say nothing new. */
const most = 100;

/**
 * Finds where a document breaks its specification: its published schema, and what its text demands besides. Agrees
 * with `@asyncapi/parser` on what is accepted, in a fraction of the time and without writing references out. References
 * have to be direct; `written` is the document as it was before.
 */
export async function findViolations(
  root: JsonObject,
  version: Version,
  grammarOf: GrammarLoader,
  written = root,
): Promise<readonly Violation[]> {
  const structure = new Structure(await grammarOf(version), root);
  const lost = findLostReferences(root);
  // What a lost reference should have led to is missing, whatever else the schemas say of the place.
  const places = new Set(lost.map(({ pointer }) => pointer.slice(0, pointer.lastIndexOf('/'))));
  const structural = structure.check({ value: root, pointer: '' }).filter(({ pointer }) => !places.has(pointer));
  const semantic = version.startsWith('2.') ? findFaultsV2(root, version, structure) : findFaultsV3(written);
  const violations = [...lost, ...structural, ...semantic];
  return [...new Map(violations.map((violation) => [JSON.stringify(violation), violation])).values()].slice(0, most);
}
