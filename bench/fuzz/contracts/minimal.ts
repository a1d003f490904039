import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';
import { examine, type Failure } from './examine.ts';
import { replaceAt } from './places.ts';

type Pair = readonly [baseline: JsonObject, candidate: JsonObject];

/** A smaller pair of documents that shows the same fault. */
export async function minimize(failure: Failure, attempts = 1500): Promise<Failure> {
  let best = failure;
  let left = attempts;
  for (let improved = true; improved && left > 0;) {
    improved = false;
    const { baseline, candidate } = best.question;
    for (const pair of smaller([baseline, candidate], failure.question.relation === 'same')) {
      if (left-- <= 0) break;
      const next = await failsAlike(best, pair);
      if (next === undefined) continue;
      best = next;
      improved = true;
      break;
    }
  }
  return best;
}

async function failsAlike(failure: Failure, [baseline, candidate]: Pair): Promise<Failure | undefined> {
  const { failures } = await examine({ ...failure.question, baseline, candidate }, { rounds: 12, only: failure.fault });
  return failures.find(({ fault, detail }) => fault === failure.fault && rulesIn(detail) === rulesIn(failure.detail));
}

/** What is about other rules is another fault. */
function rulesIn(detail: string): string {
  return (/\[[a-z-]+\]/.exec(detail) ?? []).join();
}

/** Pairs without something: in both documents, else in one; what is near the root first. */
function* smaller([baseline, candidate]: Pair, together: boolean): Iterable<Pair> {
  const paths = new Map([...pathsOf(baseline), ...pathsOf(candidate)].map((path) => [JSON.stringify(path), path]));
  const ordered = [...paths.values()].sort((one, other) => one.length - other.length);
  for (const path of ordered) {
    if (together && !(has(baseline, path) && has(candidate, path))) continue;
    yield [without(baseline, path), without(candidate, path)];
  }
  if (together) return;
  for (const path of ordered) {
    if (has(baseline, path)) yield [without(baseline, path), candidate];
    if (has(candidate, path)) yield [baseline, without(candidate, path)];
  }
}

const kept = new Set(['openapi', 'swagger', 'info', 'in', 'name']);

function pathsOf(value: JsonValue, path: readonly string[] = []): readonly (readonly string[])[] {
  const entries = isJsonArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  return entries.flatMap(([key, each]) => {
    const at = [...path, String(key)];
    return kept.has(String(key)) ? [] : [at, ...pathsOf(each, at)];
  });
}

function has(value: JsonValue, path: readonly string[]): boolean {
  let current: JsonValue | undefined = value;
  for (const key of path) {
    if (isJsonArray(current)) current = current[Number(key)];
    else current = isJsonObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }
  return current !== undefined;
}

function without(document: JsonObject, path: readonly string[]): JsonObject {
  return has(document, path) ? Object(replaceAt(document, path, undefined)) : document;
}
