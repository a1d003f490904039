import type { Occurring } from '../../findings.ts';
import type { Payload } from '../model.ts';
import { schemaRule, type SchemaPrefix } from '../rules/schemas.ts';
import { sameContent, type Context } from './context.ts';
import { comparePayloadSchemas, dialectOf } from './payloads.ts';

interface Around {
  readonly at: Occurring;
  /** Of the candidate's message. */
  readonly contentType: string | undefined;
}

/** Compares two schemas of one language, by whatever reads that language. */
export function comparePayload(
  context: Context,
  prefix: SchemaPrefix,
  [baseline, candidate]: readonly [Payload, Payload],
  { at }: Around,
): void {
  if (baseline.format.language === 'json-schema') {
    const dialects = [dialectOf(baseline.format), dialectOf(candidate.format)] as const;
    comparePayloadSchemas(context, prefix, [baseline, candidate], at, dialects);
    return;
  }
  if (!sameContent(context, baseline, candidate)) reportUndecided(context, prefix, [baseline, candidate], at);
}

/** Schemas in a language that nothing here reads are equal or undecided. */
export function reportUndecided(
  { findings }: Context,
  prefix: SchemaPrefix,
  [baseline, candidate]: readonly [Payload, Payload],
  at: Occurring,
  reason = 'nothing here compares schemas of this format',
): void {
  const rule = schemaRule(prefix, 'undecided', at.direction === 'receive' ? 'receive' : 'send');
  if (rule === undefined) return;
  findings.add(rule, at, {
    baseline: baseline.pointer,
    candidate: candidate.pointer,
    message: 'The schema changed in a way that could not be judged.',
    undecided: reason,
    values: [baseline.value, candidate.value],
  });
}
