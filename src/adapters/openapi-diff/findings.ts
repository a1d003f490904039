import type { Direction } from '../../core/report.ts';
import type { FindingDraft } from '../../diff/source/finding.ts';
import { placeOf, type SourceDocument } from '../../diff/source/parse-document.ts';
import { parsePointer } from '../../internal/json-pointer.ts';
import type { JsonValue } from '../../internal/json.ts';
import type { Uncovered } from './coverage.ts';
import type { EngineDifference } from '../../diff/openapi/second-opinion/engine.ts';
import { pointerOf } from '../../diff/openapi/second-opinion/location.ts';
import { findTarget } from '../../diff/source/resolve.ts';

export interface Sides {
  readonly baseline: SourceDocument;
  readonly candidate: SourceDocument;
}

/** A difference that the package does not look at. */
export function uncoveredFinding(difference: Uncovered, sides: Sides): FindingDraft {
  const { baseline, candidate, direction, occurrences } = difference;
  const at = candidate ?? baseline ?? '';
  let what = 'changed';
  if (baseline === undefined) what = 'was added';
  else if (candidate === undefined) what = 'was removed';
  return {
    rule: 'difference-not-judged',
    level: 'breaking',
    direction,
    ...(baseline === undefined ? {} : { baseline: placeOf(sides.baseline, baseline) }),
    ...(candidate === undefined ? {} : { candidate: placeOf(sides.candidate, candidate) }),
    message: `${at} ${what}.`,
    because: 'The package openapi-diff does not compare this part of a document, so nothing says that it is harmless.',
    remedy: 'Undo the change, or compare with a differ that judges it.',
    undecided: 'outside of what openapi-diff compares',
    occurrences,
    values: [valueAt(sides.baseline, baseline), valueAt(sides.candidate, candidate)],
  };
}

/** A pair that as a whole could not be judged. */
export function undecidedPair(rule: string, sides: Sides, reason: string): FindingDraft {
  return {
    rule,
    level: 'breaking',
    direction: 'none',
    baseline: placeOf(sides.baseline, ''),
    candidate: placeOf(sides.candidate, ''),
    message: `The documents differ and openapi-diff cannot compare them: ${reason}.`,
    because: 'Without a comparison nothing says that the change is harmless.',
    remedy: 'Compare with a differ that reads these documents.',
    undecided: reason,
    values: [reason],
  };
}

interface Rule {
  readonly rule: string;
  readonly direction: Direction;
  readonly message: string;
  readonly because: string;
}

const additions = 'Counterparts written against the baseline do not use it.';

/** The codes of the package, in our words. */
const rules: Readonly<Record<string, Rule>> = {
  'path.add': { rule: 'path-added', direction: 'none', message: 'A path was added', because: additions },
  'path.remove': {
    rule: 'path-removed',
    direction: 'none',
    message: 'A path was removed',
    because: 'Requests to it were answered under the baseline.',
  },
  'method.add': { rule: 'operation-added', direction: 'none', message: 'An operation was added', because: additions },
  'method.remove': {
    rule: 'operation-removed',
    direction: 'none',
    message: 'An operation was removed',
    because: 'Requests to it were answered under the baseline.',
  },
  'request.body.scope.add': {
    rule: 'request-body-widened',
    direction: 'request',
    message: 'The request body accepts more',
    because: 'Everything that was sent is still accepted.',
  },
  'request.body.scope.remove': {
    rule: 'request-body-narrowed',
    direction: 'request',
    message: 'The request body accepts less',
    because: 'Some body that was valid against the baseline is refused by the candidate.',
  },
  'response.body.scope.add': {
    rule: 'response-body-widened',
    direction: 'response',
    message: 'The response body may be more',
    because: 'Some body that the candidate may send is not valid against the baseline.',
  },
  'response.body.scope.remove': {
    rule: 'response-body-narrowed',
    direction: 'response',
    message: 'The response body is more restricted',
    because: 'Everything that the candidate may send is valid against the baseline.',
  },
  'response.status-code.add': {
    rule: 'response-status-added',
    direction: 'response',
    message: 'A response status was added',
    because: 'openapi-diff takes it as harmless.',
  },
  'response.status-code.remove': {
    rule: 'response-status-removed',
    direction: 'response',
    message: 'A response status was removed',
    because: 'Readers written against the baseline may wait for it.',
  },
  'response.optional.header.add': {
    rule: 'response-header-added',
    direction: 'response',
    message: 'A response header was added',
    because: 'Readers ignore headers that they do not know.',
  },
  'response.required.header.add': {
    rule: 'response-header-added',
    direction: 'response',
    message: 'A response header was added',
    because: 'Readers ignore headers that they do not know.',
  },
  'response.optional.header.remove': {
    rule: 'response-header-removed',
    direction: 'response',
    message: 'An optional response header was removed',
    because: 'Readers could not rely on it.',
  },
  'response.required.header.remove': {
    rule: 'required-response-header-removed',
    direction: 'response',
    message: 'A required response header was removed',
    because: 'Readers written against the baseline rely on it.',
  },
};

/** What the package found, and the removals that it should have called breaking and did not. */
export function engineFindings(
  differences: readonly EngineDifference[],
  removals: readonly string[],
  sides: Sides,
): readonly FindingDraft[] {
  const confirmed = new Set(differences.filter(({ type }) => type === 'breaking').flatMap(({ baseline }) => baseline));
  const missed = removals.filter((pointer) => !confirmed.has((parsePointer(pointer) ?? []).join('.')));
  return [...differences.map((found) => engineFinding(found, sides)), ...missed.map((at) => missedRemoval(at, sides))];
}

function engineFinding(difference: EngineDifference, sides: Sides): FindingDraft {
  const rule = rules[difference.code];
  const [before] = difference.baseline;
  const [after] = difference.candidate;
  const baseline = before === undefined ? undefined : pointerOf(sides.baseline.value, before);
  const candidate = after === undefined ? undefined : pointerOf(sides.candidate.value, after);
  // What the package does not classify, or what is new to us, is not known to be harmless.
  const isUnknown = rule === undefined || difference.type === 'unclassified';
  return {
    rule: rule?.rule ?? 'difference-not-classified',
    level: difference.type === 'breaking' || isUnknown ? 'breaking' : 'info',
    direction: rule?.direction ?? 'none',
    ...(baseline === undefined ? {} : { baseline: placeOf(sides.baseline, baseline) }),
    ...(candidate === undefined ? {} : { candidate: placeOf(sides.candidate, candidate) }),
    message: `${rule?.message ?? 'Something changed'}: ${candidate ?? baseline ?? ''}.`,
    because: rule?.because ?? 'openapi-diff does not classify this difference.',
    ...(difference.type === 'breaking' ? { remedy: 'Keep what the baseline promises beside what is new.' } : {}),
    ...(isUnknown ? { undecided: 'not classified by openapi-diff' } : {}),
    values: [difference.code, valueAt(sides.baseline, baseline), valueAt(sides.candidate, candidate)],
  };
}

function missedRemoval(pointer: string, sides: Sides): FindingDraft {
  return {
    rule: 'removal-not-judged',
    level: 'breaking',
    direction: 'none',
    baseline: placeOf(sides.baseline, pointer),
    message: `${pointer} was removed, and openapi-diff does not call it breaking.`,
    because: 'What the baseline offered is gone; at most it has another name now.',
    remedy: 'Keep it under its name.',
    undecided: 'a removal that openapi-diff does not report',
    values: [valueAt(sides.baseline, pointer)],
  };
}

function valueAt(document: SourceDocument, pointer: string | undefined): JsonValue {
  return pointer === undefined ? null : (findTarget(document.value, `#${encodeURI(pointer)}`)?.value ?? null);
}
