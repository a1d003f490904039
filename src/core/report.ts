import * as z from 'zod';

/** Where something stands in a document. */
export interface Place {
  /** JSON Pointer (RFC 6901), `''` for the whole document. */
  readonly pointer: string;
  /** Line in the source text, from 1; absent where the document was not given as text. */
  readonly line?: number;
  /** Column in the source text, from 1, in UTF-16 code units. */
  readonly column?: number;
}

/** How much a difference matters: `breaking` blocks an activation, the others inform. */
export type FindingLevel = 'breaking' | 'warning' | 'info';

/** Which way the affected payload travels, seen from the described application; `none` where nothing travels. */
export type Direction = 'request' | 'response' | 'send' | 'receive' | 'none';

/** One judged difference between a baseline and a candidate. */
export interface Finding {
  /** The rule's id, in kebab-case, saying what is the case: `request-parameter-became-required`. */
  readonly rule: string;
  readonly level: FindingLevel;
  readonly direction: Direction;
  /** Absent where the baseline has nothing to point at. */
  readonly baseline?: Place;
  /** Absent where the candidate has nothing to point at. */
  readonly candidate?: Place;
  /** What changed, for people. */
  readonly message: string;
  /** Why the rule gives this level, for people. */
  readonly because: string;
  /** What would make the finding go away, for people. */
  readonly remedy?: string;
  /** A concrete value that one side accepts and the other refuses, where the differ could build one. */
  readonly witness?: unknown;
  /** Why the difference could not be decided; such a finding counts as breaking. */
  readonly undecided?: string;
  /** Every operation that meets the difference; one cause is one finding. */
  readonly occurrences: readonly Occurrence[];
  /** Identifies the finding across runs: made of rule, place and both values only. */
  readonly fingerprint: string;
  /** What the rule's own level is, where the caller's options replaced it. */
  readonly default_level?: FindingLevel;
  /** A break that was accepted until a date: it stays in the report and does not count. */
  readonly accepted?: Acceptance;
}

/** Why a break does not count, and until when. */
export interface Acceptance {
  readonly reason: string;
  /** RFC 3339. */
  readonly expires_at: string;
}

/** An operation that a finding affects, and where it meets it. */
export interface Occurrence {
  readonly operation: string;
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
}

/** The result of comparing two contract documents. */
export interface DiffReport {
  /** `compatible` exactly if no finding has level `breaking`, those accepted aside. */
  readonly compatibility: CompatibilityResult;
  /** Number of findings with level `breaking` that were not accepted, one per cause. */
  readonly breaking_change_count: number;
  /** Sorted; the same documents and options give the same list. */
  readonly findings: readonly Finding[];
  /** Identifies the rules and the engine that judged; a check made under another digest is stale. */
  readonly ruleset_digest: string;
}

/** The two answers of a comparison of contracts; what cannot be decided is `incompatible`. */
export type CompatibilityResult = 'compatible' | 'incompatible';

const placeSchema: z.ZodType<Place> = z.object({
  pointer: z.string(),
  line: z.int().positive().exactOptional(),
  column: z.int().positive().exactOptional(),
});

export const findingSchema: z.ZodType<Finding> = z.object({
  rule: z.string().min(1),
  level: z.enum(['breaking', 'warning', 'info']),
  direction: z.enum(['request', 'response', 'send', 'receive', 'none']),
  baseline: placeSchema.exactOptional(),
  candidate: placeSchema.exactOptional(),
  message: z.string(),
  because: z.string(),
  remedy: z.string().exactOptional(),
  witness: z.unknown().optional(),
  undecided: z.string().exactOptional(),
  occurrences: z.array(z.object({ operation: z.string(), pointer: z.string() })),
  fingerprint: z.string().min(1),
  default_level: z.enum(['breaking', 'warning', 'info']).exactOptional(),
  accepted: z.object({ reason: z.string(), expires_at: z.string() }).exactOptional(),
});

export const compatibilityResultSchema = z.enum(['compatible', 'incompatible']);

/** Accepts a report only if its verdict, its count and its findings agree: a contradictory one is no evidence. */
export const diffReportSchema: z.ZodType<DiffReport> = z
  .object({
    compatibility: compatibilityResultSchema,
    breaking_change_count: z.int().nonnegative(),
    findings: z.array(findingSchema),
    ruleset_digest: z.string().min(1),
  })
  .refine(isConsistent, { error: 'compatibility, breaking_change_count and findings contradict each other' });

function isConsistent(report: DiffReport): boolean {
  const breaking = report.findings.filter(({ level, accepted }) => level === 'breaking' && accepted === undefined);
  return (
    report.findings.every(isFailClosed) &&
    report.breaking_change_count === breaking.length &&
    (report.compatibility === 'compatible') === (breaking.length === 0)
  );
}

/** What could not be decided is breaking, unless the caller said otherwise. */
function isFailClosed({ undecided, level, default_level }: Finding): boolean {
  return undecided === undefined || level === 'breaking' || default_level === 'breaking';
}
