import { isJsonObject, type JsonObject } from '../../../internal/json.ts';
import type { FindingSink } from '../../findings.ts';
import { findValue } from '../../source/resolve.ts';
import type { ParsedApi } from '../parse.ts';
import type { EngineAnswer, EngineDifference } from './engine.ts';
import { askEngine } from './engine.ts';
import { pointerOf } from './location.ts';
import { prepare } from './prepare.ts';
import { judged, unavailable, unclassified } from './rules.ts';

interface Sides {
  readonly baseline: ParsedApi;
  readonly candidate: ParsedApi;
}

/**
 * Adds what the package `openapi-diff` calls breaking, or cannot classify. It is loaded here, and gets copies in which
 * nothing leads outside, as it would load that.
 */
export async function addSecondOpinion(sides: Sides, findings: FindingSink): Promise<void> {
  const { baseline, candidate } = sides;
  const format = formatOf(baseline);
  if (format === undefined || format !== formatOf(candidate)) {
    decline('the documents are of versions that it does not compare', findings);
    return;
  }
  const [before, after] = [prepare(rootOf(baseline)), prepare(rootOf(candidate))];
  const obstacle = before.obstacle ?? after.obstacle;
  if (obstacle !== undefined) {
    decline(obstacle, findings);
    return;
  }
  const answer = await ask(format, before.document, after.document);
  if (answer.kind === 'refused') decline(answer.reason, findings);
  else for (const difference of answer.differences) report(difference, sides, findings);
}

/** Whatever goes wrong inside the package, the built-in rules have their verdict. */
async function ask(...question: Parameters<typeof askEngine>): Promise<EngineAnswer> {
  try {
    return await askEngine(...question);
  } catch {
    return { kind: 'refused', reason: 'it failed' };
  }
}

function decline(reason: string, findings: FindingSink): void {
  const message = `The package openapi-diff gave no second opinion: ${reason}.`;
  findings.add(unavailable, { direction: 'none' }, { baseline: '', candidate: '', message, values: [reason] });
}

function report(difference: EngineDifference, { baseline, candidate }: Sides, findings: FindingSink): void {
  if (difference.type === 'non-breaking') return;
  const known = difference.type === 'breaking' ? judged.get(difference.code) : undefined;
  const places = {
    baseline: placeOf(baseline, difference.baseline[0]),
    candidate: placeOf(candidate, difference.candidate[0]),
  };
  const values = [difference.code, valueAt(baseline, places.baseline), valueAt(candidate, places.candidate)];
  findings.add(
    known?.rule ?? unclassified,
    { direction: known?.direction ?? 'none' },
    {
      ...(places.baseline === undefined ? {} : { baseline: places.baseline }),
      ...(places.candidate === undefined ? {} : { candidate: places.candidate }),
      message: `The package openapi-diff reports ${difference.code}.`,
      values,
      ...(known === undefined ? { undecided: 'not classified by openapi-diff' } : {}),
    },
  );
}

function placeOf({ document }: ParsedApi, location: string | undefined): string | undefined {
  return location === undefined ? undefined : pointerOf(document.value, location);
}

function valueAt({ document }: ParsedApi, pointer: string | undefined): unknown {
  return pointer === undefined ? null : (findValue(document.value, pointer) ?? null);
}

function formatOf({ model: { specification } }: ParsedApi): 'swagger2' | 'openapi3' | undefined {
  if (specification.startsWith('swagger 2.')) return 'swagger2';
  return specification.startsWith('openapi 3.0') ? 'openapi3' : undefined;
}

function rootOf({ document: { value } }: ParsedApi): JsonObject {
  return isJsonObject(value) ? value : {};
}
