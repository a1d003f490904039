import { err, ok, type Result } from 'neverthrow';

import { isJsonObject, type JsonObject } from '../../internal/json.ts';
import type { DiffError, DocumentSide } from '../diff-error.ts';
import type { DiffOptions } from '../diff-options.ts';
import { detectContract } from '../source/contract-kind.ts';
import { withDirectReferences } from '../source/direct-references.ts';
import { parseDocument, placeOf, type SourceDocument } from '../source/parse-document.ts';
import { toProblem, type Problem } from '../source/problem.ts';
import type { EventModel } from './model.ts';
import { readModel } from './read/read-model.ts';
import { findHazard } from './validate/guard.ts';
import { createGrammarLoader, isVersion, versions, type Version } from './validate/specification.ts';
import { findViolations } from './validate/validate.ts';

/** A document that was read. */
export interface ParsedEvents {
  readonly document: SourceDocument;
  /** The content, with direct references. */
  readonly root: JsonObject;
  readonly version: Version;
  readonly model: EventModel;
  /** Where the document breaks its specification. Empty unless asked for by `invalid: 'compare'`. */
  readonly problems: readonly Problem[];
}

/**
 * Reads an AsyncAPI document: 2.0 to 2.6, 3.0 and 3.1.
 *
 * Refused is what breaks the published schema of its version or what its text demands besides, what leads out of the
 * document, and what would mislead `@asyncapi/parser`, which others may use.
 */
export async function parseEvents(
  source: string | Uint8Array,
  side: DocumentSide | undefined,
  options: Pick<DiffOptions, 'invalid' | 'limits' | 'perspective'> = {},
  grammarOf = createGrammarLoader(),
): Promise<Result<ParsedEvents, DiffError>> {
  const begun = parseDocument(source, options.limits)
    .mapErr((error) => toProblem(error))
    .andThen((document) =>
      begin(document).mapErr((problem) => ({ ...problem, ...placeOf(document, problem.pointer) })),
    );
  if (begun.isErr()) return err(refusal(side, [begun.error]));
  const { document, written, root, version } = begun.value;
  const violations = await findViolations(root, version, grammarOf, written);
  const problems = violations.map((violation): Problem => ({ ...violation, ...placeOf(document, violation.pointer) }));
  if (problems.length > 0 && options.invalid !== 'compare') return err(refusal(side, problems));
  return ok({
    document,
    root,
    version,
    problems,
    model: readModel(root, version, options.perspective ?? 'application'),
  });
}

interface Begun {
  readonly document: SourceDocument;
  readonly written: JsonObject;
  /** With direct references. */
  readonly root: JsonObject;
  readonly version: Version;
}

function begin(document: SourceDocument): Result<Begun, Problem> {
  const kind = detectContract(document);
  const root = document.value;
  if (kind?.contract_type !== 'event' || !isJsonObject(root)) {
    const message = 'The document is no AsyncAPI document: it names no version.';
    return err({ rule: 'not-asyncapi', message, pointer: '' });
  }
  const { version } = kind;
  if (!isVersion(version)) {
    const message = `AsyncAPI ${JSON.stringify(version.slice(0, 40))} is not read; ${versions.join(', ')} are.`;
    return err({ rule: 'unsupported-version', message, pointer: '/asyncapi' });
  }
  const direct = withDirectReferences(root, document.references);
  const hazard = findHazard(direct);
  return hazard === undefined ? ok({ document, written: root, root: direct, version }) : err(hazard);
}

function refusal(side: DocumentSide | undefined, problems: readonly Problem[]): DiffError {
  const message = problems[0]?.message ?? 'The document cannot be read.';
  return { kind: 'invalid_document', message, problems, ...(side === undefined ? {} : { side }) };
}
