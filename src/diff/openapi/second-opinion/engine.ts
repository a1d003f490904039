import type { JsonObject } from '../../../internal/json.ts';

/** One difference as the package reports it; locations are keys joined by dots. */
export interface EngineDifference {
  readonly type: 'breaking' | 'non-breaking' | 'unclassified';
  readonly code: string;
  readonly baseline: readonly string[];
  readonly candidate: readonly string[];
}

/** What the package says, or why it does not want to judge the documents. */
export type EngineAnswer =
  | { readonly kind: 'judged'; readonly differences: readonly EngineDifference[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Asks the package, which is loaded when first needed. Errors that are no refusal are thrown on. */
export async function askEngine(
  format: 'swagger2' | 'openapi3',
  baseline: JsonObject,
  candidate: JsonObject,
): Promise<EngineAnswer> {
  const { default: openApiDiff } = await import('openapi-diff');
  try {
    const outcome = await openApiDiff.diffSpecs({
      sourceSpec: { content: JSON.stringify(baseline), location: 'baseline', format },
      destinationSpec: { content: JSON.stringify(candidate), location: 'candidate', format },
    });
    const breaking = outcome.breakingDifferencesFound ? outcome.breakingDifferences : [];
    const all = [...breaking, ...outcome.nonBreakingDifferences, ...outcome.unclassifiedDifferences];
    return { kind: 'judged', differences: all.map(toDifference) };
  } catch (cause) {
    const reason = refusalReason(cause);
    if (reason === undefined) throw cause;
    return { kind: 'refused', reason };
  }
}

interface PackageDifference {
  readonly type: EngineDifference['type'];
  readonly code: string;
  readonly sourceSpecEntityDetails: readonly { readonly location: string }[];
  readonly destinationSpecEntityDetails: readonly { readonly location: string }[];
}

function toDifference(difference: PackageDifference): EngineDifference {
  return {
    type: difference.type,
    code: difference.code,
    baseline: difference.sourceSpecEntityDetails.map(({ location }) => location),
    candidate: difference.destinationSpecEntityDetails.map(({ location }) => location),
  };
}

/** The package marks what it cannot read or compare; its messages may quote the document, so they are cut. */
function refusalReason(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  const isRefusal = cause.code === 'OPENAPI_DIFF_PARSE_ERROR' || cause.code === 'OPENAPI_DIFF_DIFF_ERROR';
  return isRefusal ? cause.message.slice(0, 300) : undefined;
}
