import { evaluate } from '../../src/diff/schema/evaluate/index.ts';
import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../src/internal/json.ts';
import { parseDocument } from '../../src/diff/source/parse-document.ts';

/** A witness of a pair of documents whose only payload is the JSON body at `position`. */
export interface WitnessQuestion {
  readonly baseline: string;
  readonly candidate: string;
  readonly position: 'request' | 'response';
  readonly witness: unknown;
}

/**
 * Whether the evaluator agrees: what a request witnesses is valid in the baseline and not in the candidate, what a
 * response witnesses is the reverse.
 */
export function confirmWitness({ baseline, candidate, position, witness }: WitnessQuestion): boolean {
  const [before, after] = [baseline, candidate].map((text) => isValid(text, position, witness));
  return position === 'request' ? before === 'valid' && after === 'invalid' : before === 'invalid' && after === 'valid';
}

function isValid(text: string, position: 'request' | 'response', witness: unknown): string {
  const document = parseDocument(text)._unsafeUnwrap().value;
  const [operation] = membersOf(membersOf(ownMember(objectOf(document), 'paths'))[0]);
  const holder = position === 'request' ? at(operation, 'requestBody') : membersOf(at(operation, 'responses'))[0];
  const schema = at(membersOf(at(holder, 'content'))[0], 'schema');
  const version = at(document, 'openapi');
  const dialect = typeof version === 'string' && version.startsWith('3.0') ? 'openapi-3.0' : '2020-12';
  return evaluate(schema, witness, { document, dialect, formats: 'assert' }).verdict;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function at(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return ownMember(objectOf(value), key);
}

function membersOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Object.values(objectOf(value));
}
