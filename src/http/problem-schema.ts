import * as z from 'zod';

import { findingSchema } from '../core/report.ts';
import { statuses } from './problem.ts';
import { reasons } from './reasons.ts';

const standard = {
  type: z.string().meta({ format: 'uri-reference', description: 'Names the error code.' }),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What happened, for people.' }),
  instance: z.string().meta({ format: 'uri-reference', description: 'The path of the request.' }),
  request_id: z.string(),
};

const issueSchema = z.object({
  pointer: z.string().meta({ description: 'JSON Pointer into the input, or into the document where `line` is given.' }),
  message: z.string(),
  rule: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  limit: z.object({ name: z.string(), value: z.number() }).optional(),
});

/** A refusal as RFC 9457 has it. */
export const problemSchema = z.object({
  ...standard,
  error_code: z.enum(Object.keys(statuses)),
  reason: z.enum(reasons.map(([reason]) => reason)).meta({ description: 'Says more within the error code.' }),
  retryable: z.boolean().meta({ description: 'Whether the same request can succeed later by itself.' }),
  remedy: z.string().meta({ description: 'What would make the request succeed, for people.' }),
  issues: z.array(issueSchema).optional(),
  gate: z.string().optional().meta({ description: 'The gate that is closed; a plan shows all of them.' }),
  contract_version: z.string().optional(),
  baseline_version: z.string().nullable().optional(),
  candidate_version: z.string().optional(),
  check_seq: z.int().optional(),
  breaking_change_count: z.int().optional(),
  findings: z.array(findingSchema).optional(),
  report_checksum: z.string().nullable().optional(),
  permissions: z.array(z.string()).optional().meta({ description: 'Any one of these would have sufficed.' }),
  expected_revision: z.int().optional(),
  revision: z.int().optional(),
  command_id: z.string().optional(),
  dependency: z.string().optional(),
  outcome: z
    .enum(['nothing_changed', 'unknown'])
    .optional()
    .meta({ description: '`unknown` where the answer of a commit was lost; repeating with the same key is safe.' }),
  allow: z.array(z.string()).optional(),
});

/** What is answered where this package has a mistake. */
export const unexpectedProblemSchema = z.object(standard);
