import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { Command } from '../core/command.ts';
import type { Approval, Context, Integration, Lifecycle } from '../core/context.ts';
import { needsIntegration } from '../core/decide.ts';
import type { DependencyUnavailable, Refusal } from '../core/error.ts';
import { pairsToCompare } from '../core/evidence.ts';
import type { ContractLine } from '../core/line.ts';
import { rollbackTarget } from '../core/rollback.ts';
import type { Correlation } from './call-context.ts';
import { callPort, portFailureSchema, toUnavailable } from './call-port.ts';
import type { KnownComparisons } from './compare.ts';
import { comparePairs, rulesetDigest } from './compare.ts';
import type { Dependencies } from './dependencies.ts';
import { readClock } from './time-and-ids.ts';

const lifecycleSchema: z.ZodType<Lifecycle> = z.enum(['draft', 'active', 'paused', 'retired']);

const integrationSchema = z.object({ lifecycle: lifecycleSchema }).nullable();

const approvalsSchema: z.ZodType<readonly Approval[]> = z.array(
  z.object({
    approved_by: z.string(),
    approved_at: z.string(),
    checksum: z.string(),
  }),
);

/** Gathers everything that a decision is based on besides the line and the command, which is authorized already. */
export async function gatherFacts(
  deps: Dependencies,
  { actor, command_id }: Correlation,
  line: ContractLine,
  command: Command,
  known: KnownComparisons,
): Promise<Result<Context, Refusal>> {
  const integration = needsIntegration(line, command) ? await findIntegration(deps, line.integration_id) : ok(null);
  if (integration.isErr()) return err(integration.error);
  const approvals = await findApprovals(deps, line, command);
  if (approvals.isErr()) return err(approvals.error);
  const digest = rulesetDigest(deps, line.contract_type);
  if (digest.isErr()) return err(digest.error);
  const ruleset_digest = digest.value;
  const pairs = pairsToCompare(line, command, ruleset_digest);
  const comparisons = await comparePairs(deps, line, pairs, { ruleset_digest, known });
  if (comparisons.isErr()) return err(comparisons.error);
  return readClock(deps).map((now) => ({
    now,
    actor,
    command_id,
    authorization: { operation: true, override: 'override' in command },
    integration: integration.value,
    ruleset_digest,
    comparisons: comparisons.value,
    approvals: approvals.value,
    policy: deps.policy,
  }));
}

/** The integration as the catalog knows it, `null` if it does not. */
export async function findIntegration(
  deps: Dependencies,
  integration_id: string,
): Promise<Result<Integration | null, DependencyUnavailable>> {
  const dependency = 'integration_catalog';
  const found = await callPort({
    dependency,
    deadline_ms: deps.deadlines.port_ms,
    value: integrationSchema,
    error: portFailureSchema,
    call: (options) => deps.catalog.find(integration_id, options),
  });
  return found
    .map((entry) => (entry === null ? null : { integration_id, lifecycle: entry.lifecycle }))
    .mapErr(toUnavailable(dependency));
}

/** The approvals of what is to be activated; `[]` for any other command, and without a source. */
async function findApprovals(
  deps: Dependencies,
  line: ContractLine,
  command: Command,
): Promise<Result<readonly Approval[], DependencyUnavailable>> {
  const source = deps.approvals;
  if (source === undefined || (command.type !== 'activate' && command.type !== 'rollback')) return ok([]);
  const target = command.contract_version ?? rollbackTarget(line);
  if (target === undefined || !line.versions.has(target)) return ok([]);

  const dependency = 'approval_source';
  const { integration_id, contract_type } = line;
  const found = await callPort({
    dependency,
    deadline_ms: deps.deadlines.port_ms,
    value: approvalsSchema,
    error: portFailureSchema,
    call: (options) => source.find({ integration_id, contract_type }, target, options),
  });
  return found.mapErr(toUnavailable(dependency));
}
