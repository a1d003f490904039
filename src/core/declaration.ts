import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import { isBoundedJson } from '../internal/bounded-json.ts';
import type { InvalidPayload } from './error.ts';
import { invalidPayload } from './error.ts';

/** An operator's own judgement of a pair. At least one of the two must say a number: absent never means 0. */
export interface Declaration {
  readonly breaking_change_count?: number;
  /** A list of breaking changes, `{ breaking_changes: [] }`, `{ breaking_change_count }`, or text beside a count. */
  readonly diff_summary?: unknown;
}

/** What a summary may hold: it is kept with the check in the line's head. */
const summaryLimits = { depth: 32, values: 10_000, characters: 65_536 };

/** A summary of breaking changes, small enough to be kept. */
export const diffSummarySchema = z
  .unknown()
  .refine((summary) => summary === undefined || isBoundedJson(summary, summaryLimits), {
    error: `must be JSON of at most ${summaryLimits.values} values and ${summaryLimits.characters} characters, nested at most ${summaryLimits.depth} deep`,
  });

export const declarationSchema: z.ZodType<Declaration> = z.strictObject({
  breaking_change_count: z.int().nonnegative().exactOptional(),
  diff_summary: diffSummarySchema.optional(),
});

/**
 * The number of breaking changes that an operator declares, `undefined` where nothing is declared.
 *
 * @returns a refusal where the two fields contradict each other, or say no number at all
 */
export function countDeclared(declared: Declaration | undefined): Result<number | undefined, InvalidPayload> {
  if (declared === undefined) return ok(undefined);
  const { breaking_change_count, diff_summary } = declared;
  const summarized = countOf(diff_summary);
  if (summarized === 'malformed') {
    return err(
      invalidPayload('declared_evidence_invalid', 'diff_summary is none of the forms that can be counted.', [
        {
          pointer: '/diff_summary',
          message:
            'must be a list, { breaking_changes: [] }, { breaking_change_count }, or text beside breaking_change_count',
        },
      ]),
    );
  }
  if (breaking_change_count !== undefined && summarized !== undefined && breaking_change_count !== summarized) {
    return err(countMismatch(breaking_change_count, summarized, 'diff_summary'));
  }
  return ok(breaking_change_count ?? summarized);
}

/** The refusal of a declared number that something contradicts. */
export function countMismatch(declared: number, counted: number, by: string): InvalidPayload {
  return invalidPayload(
    'declared_count_mismatch',
    `breaking_change_count is declared as ${declared}, but ${by} has ${counted}.`,
    [{ pointer: '/breaking_change_count', message: `must be ${counted}` }],
  );
}

/** Counts what a summary lists. Every entry of a list counts: an entry that only looks harmless is no evidence. */
function countOf(summary: unknown): number | 'malformed' | undefined {
  if (summary === undefined || summary === null || typeof summary === 'string') return undefined;
  if (Array.isArray(summary)) return summary.length;
  if (typeof summary !== 'object') return 'malformed';
  const { breaking_changes: list, breaking_change_count: count } = summary as Record<string, unknown>;
  const listed = Array.isArray(list) ? list.length : undefined;
  const stated = Number.isSafeInteger(count) && Number(count) >= 0 ? Number(count) : undefined;
  if ((list !== undefined && listed === undefined) || (count !== undefined && stated === undefined)) return 'malformed';
  if (listed !== undefined && stated !== undefined && listed !== stated) return 'malformed';
  return listed ?? stated ?? 'malformed';
}
