import * as z from 'zod';

import { contractVersionNameSchema, momentSchema, overrideSchema } from '../core/command.ts';
import { diffSummarySchema } from '../core/declaration.ts';
import { contractEventTypes, recordedEventSchema } from '../core/event.ts';
import {
  activationSchema,
  compatibilityCheckSchema,
  contractTypeSchema,
  contractVersionSchema,
  justificationSchema,
} from '../core/line.ts';
import { findingSchema } from '../core/report.ts';
import type { CreateVersionInput } from '../usecases/create-version.ts';
import {
  activationResultSchema,
  checkResultSchema,
  lineStateSchema,
  versionResultSchema,
} from '../usecases/results.ts';
import { problemSchema, unexpectedProblemSchema } from './problem-schema.ts';

const line = {
  contract_type: contractTypeSchema
    .optional()
    .meta({ description: 'May be left out where the integration has one contract line.' }),
};

const versionName = (description: string) => contractVersionNameSchema.meta({ description, maxLength: 64 });

const activation = {
  ...line,
  baseline_version: versionName('Refused unless it is the active version.').optional(),
  override: overrideSchema
    .optional()
    .meta({ description: 'Takes responsibility for an incompatible pair, once; needs its own permission.' }),
};

const plan_token = z
  .string()
  .max(2048)
  .optional()
  .meta({ description: 'From a plan: refused with `plan_outdated` if the line has moved since.' });

export const createBodySchema = z.strictObject({
  ...line,
  contract_version: versionName('Opaque, case-sensitive; never sorted.'),
  // Its form is the use case's to judge; a copy made here would cost as much as the document is long.
  document: z
    .custom<CreateVersionInput['document']>()
    .optional()
    .meta({
      type: ['object', 'string'],
      description: 'The document: a JSON object, or a string that holds JSON or YAML and is kept as it is.',
    }),
  schema_ref: z
    .string()
    .max(2048)
    .optional()
    .meta({ description: 'Where the document lives, instead of the document; needs schema_checksum.' }),
  schema_checksum: z
    .string()
    .optional()
    .meta({ description: '`sha256:` and 64 hexadecimal digits of the document’s bytes.' }),
});

export const checkBodySchema = z.strictObject({
  ...line,
  baseline_version: versionName('The version to compare with.'),
  candidate_version: versionName('The version to judge.'),
  diff_summary: diffSummarySchema.optional().meta({
    description:
      'A list of breaking changes, `{ breaking_changes: [] }`, `{ breaking_change_count }`, or text beside breaking_change_count.',
  }),
  breaking_change_count: z.int().nonnegative().optional().meta({
    description: 'Must agree with the comparison where the documents are stored; is the evidence where they are not.',
  }),
});

export const activateBodySchema = z.strictObject({ ...activation, plan_token });

export const planBodySchema = z.strictObject(activation);

const target = versionName(
  'Default: the version that was active before the current one was first activated.',
).optional();

export const rollbackBodySchema = z.strictObject({ ...activation, contract_version: target, plan_token });

export const rollbackPlanBodySchema = z.strictObject({ ...activation, contract_version: target });

export const retireBodySchema = z.strictObject(line);

export const deprecateBodySchema = z.strictObject({
  ...line,
  deprecated_at: momentSchema.optional().meta({ description: 'Default: now.' }),
  sunset_at: momentSchema.optional().meta({ description: 'Not before deprecated_at.' }),
  successor: versionName('The version to move to.').optional(),
});

const page = {
  ...line,
  limit: z.int().min(1).max(200).optional().meta({ default: 50, description: 'The most items of the page.' }),
  cursor: z.string().max(2048).optional().meta({ description: '`next` of the page before.' }),
};

export const lineQuerySchema = z.strictObject(line);

export const listQuerySchema = z.strictObject({
  ...page,
  status: z.enum(['candidate', 'active', 'superseded', 'retired']).optional(),
});

export const checksQuerySchema = z.strictObject({
  ...page,
  baseline_version: versionName('Only checks with this baseline.').optional(),
  candidate_version: versionName('Only checks of this candidate.').optional(),
});

export const eventsQuerySchema = z.strictObject({
  ...page,
  types: z.array(z.enum(contractEventTypes)).optional().meta({ description: 'Only these; may be given repeatedly.' }),
  request_id: z.string().max(128).optional(),
  rollout_id: z.string().max(128).optional(),
});

const nextSchema = z.string().nullable().meta({ description: 'Cursor of the next page; null at the end.' });

const rollbackTarget = {
  rollback_target: z
    .string()
    .nullable()
    .meta({ description: 'Default target of a rollback; null where there is none.' }),
};

export const versionPageSchema = z.intersection(
  lineStateSchema,
  z.object({ ...rollbackTarget, items: z.array(contractVersionSchema), next: nextSchema }),
);

export const versionDetailsSchema = z.intersection(
  z.intersection(lineStateSchema, contractVersionSchema),
  z.object(rollbackTarget),
);

export const checkPageSchema = z.object({ items: z.array(compatibilityCheckSchema), next: nextSchema });

export const eventPageSchema = z.object({ items: z.array(recordedEventSchema), next: nextSchema });

const gateReportSchema = z.object({
  gate: z.string(),
  outcome: z.enum(['pass', 'block']),
  error_code: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  remedy: z.string().optional(),
});

export const planResultSchema = z.intersection(
  lineStateSchema,
  z.object({
    operation: z.enum(['activate', 'rollback']),
    contract_version: z.string(),
    baseline_version: z.string().nullable(),
    allowed: z.boolean(),
    changed: z.boolean(),
    gates: z
      .array(gateReportSchema)
      .meta({ description: 'In the order of evaluation; the first that blocks refuses.' }),
    events: z.array(z.looseObject({ type: z.enum(contractEventTypes) })),
    rollback_ready: z.boolean().nullable(),
    override_binding: z.object({ baseline_checksum: z.string(), candidate_checksum: z.string() }).nullable(),
    plan_token: z.string(),
    request_id: z.string(),
  }),
);

/** The schemas that the OpenAPI document names, by their names there. */
export const components: Readonly<Record<string, z.ZodType>> = {
  CreateVersion: createBodySchema,
  CheckCompatibility: checkBodySchema,
  Activate: activateBodySchema,
  Plan: planBodySchema,
  Rollback: rollbackBodySchema,
  PlanRollback: rollbackPlanBodySchema,
  Retire: retireBodySchema,
  Deprecate: deprecateBodySchema,
  Override: overrideSchema,
  ContractVersion: contractVersionSchema,
  CompatibilityCheck: compatibilityCheckSchema,
  Activation: activationSchema,
  Justification: justificationSchema,
  Finding: findingSchema,
  LineState: lineStateSchema,
  RecordedEvent: recordedEventSchema,
  VersionResult: versionResultSchema,
  CheckResult: checkResultSchema,
  ActivationResult: activationResultSchema,
  PlanResult: planResultSchema,
  VersionDetails: versionDetailsSchema,
  VersionPage: versionPageSchema,
  CheckPage: checkPageSchema,
  EventPage: eventPageSchema,
  Problem: problemSchema,
  UnexpectedProblem: unexpectedProblemSchema,
};
