import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { assertNever } from '../internal/assert-never.ts';
import { activationEvents, propose } from './activation.ts';
import type { Activate, Check, Command, Create, Deprecate, Retire, Rollback } from './command.ts';
import { parseCommand } from './command.ts';
import type { Context } from './context.ts';
import { countDeclared, countMismatch } from './declaration.ts';
import type { Refusal } from './error.ts';
import {
  activationBlocked,
  conflict,
  dependencyUnavailable,
  forbidden,
  integrationRetired,
  invalidPayload,
  notFound,
  unsupportedContractType,
} from './error.ts';
import type { ContractEvent } from './event.ts';
import { compatibilityEvaluated, computedCheck, declaredCheck, findComparison } from './evidence.ts';
import { firstBlocker } from './gates/policy.ts';
import { importHistory } from './import.ts';
import type { ContractLine } from './line.ts';
import { versionLimit } from './line.ts';
import { overridePermission, permissionsFor } from './permission.ts';

/** What a command comes to: its events in order, `[]` where the line is already as asked, or the first refusal. */
export type Decision = Result<readonly ContractEvent[], Refusal>;

/**
 * Decides what a command changes. Pure and total: the same line, command and context always give the same answer, and
 * nothing throws, whatever the command looks like.
 *
 * @returns events in order, `[]` if the line is already as asked, or the first refusal
 */
export function decide(line: ContractLine, command: Command, context: Context): Decision {
  const parsed = parseCommand(command);
  return parsed.isErr() ? err(parsed.error) : decideParsed(line, parsed.value, context);
}

/** Decides a command that `parseCommand` gave: the use cases parse before they ask anybody, and once is enough. */
export function decideParsed(line: ContractLine, command: Command, context: Context): Decision {
  const refusal = refuseAccess(line, command, context);
  if (refusal !== undefined) return err(refusal);
  switch (command.type) {
    case 'create':
      return create(line, command, context);
    case 'check':
      return check(line, command, context);
    case 'activate':
    case 'rollback':
      return activate(line, command, context);
    case 'retire':
      return retire(line, command, context);
    case 'deprecate':
      return deprecate(line, command, context);
    case 'import':
      return importHistory(line, command, context);
    default:
      return assertNever(command);
  }
}

/** The guards that every command shares: payload, authorization, an integration to speak of. */
export function guard(line: ContractLine, command: Command, context: Context): Result<Command, Refusal> {
  return parseCommand(command).andThen((parsed): Result<Command, Refusal> => {
    const refusal = refuseAccess(line, parsed, context);
    return refusal === undefined ? ok(parsed) : err(refusal);
  });
}

function refuseAccess(line: ContractLine, command: Command, context: Context): Refusal | undefined {
  if (context.authorization.operation !== true) return forbidden('permission_denied', permissionsFor(command.type));
  if ('override' in command && context.authorization.override !== true) {
    return forbidden('override_denied', [overridePermission]);
  }
  const missing = context.integration === null && needsIntegration(line, command);
  return missing ? notFound('integration_missing') : undefined;
}

/** Whether a command asks the catalog. On a line with a history some commands need not: the integration existed. */
export function needsIntegration(line: Pick<ContractLine, 'revision'>, command: Command): boolean {
  const asks = command.type === 'create' || command.type === 'activate' || command.type === 'rollback';
  return asks || command.type === 'import' || line.revision === 0;
}

function create(line: ContractLine, command: Create, context: Context): Decision {
  if (context.integration?.lifecycle === 'retired') return err(integrationRetired());
  const { contract_version, checksum, document_stored, schema_ref = null } = command;
  const existing = line.versions.get(contract_version);
  if (existing !== undefined) {
    return existing.checksum === checksum
      ? ok([])
      : err(
          conflict(
            'version_exists',
            `Version "${contract_version}" exists with other content; a version never changes.`,
            contract_version,
          ),
        );
  }
  if (line.versions.size >= versionLimit) {
    return err(invalidPayload('too_many_versions', `The line holds ${versionLimit} versions, the most it can.`));
  }
  return ok([
    {
      type: 'platform.integration.contract.created',
      data: {
        contract_version,
        status: 'candidate',
        checksum,
        document_stored,
        schema_ref,
        created_seq: line.versions.size + 1,
        created_at: context.now,
        created_by: context.actor.id,
        deprecation: null,
        retired_at: null,
      },
    },
  ]);
}

function check(line: ContractLine, command: Check, context: Context): Decision {
  const baseline = line.versions.get(command.baseline_version);
  if (baseline === undefined) return err(notFound('baseline_missing', command.baseline_version));
  const candidate = line.versions.get(command.candidate_version);
  if (candidate === undefined) return err(notFound('candidate_missing', command.candidate_version));
  if (baseline === candidate) {
    return err(
      invalidPayload('same_version', 'A version is not compared with itself.', [
        { pointer: '/candidate_version', message: 'must differ from baseline_version' },
      ]),
    );
  }
  const declared = countDeclared(command.declared);
  if (declared.isErr()) return err(declared.error);

  if (baseline.document_stored && candidate.document_stored) {
    const comparison = findComparison(context, command.baseline_version, command.candidate_version);
    if (context.ruleset_digest === null) return err(unsupportedContractType(line.contract_type));
    if (comparison === undefined) return err(dependencyUnavailable('contract_differ', 'failed'));
    const computed = comparison.breaking_change_count;
    if (declared.value !== undefined && declared.value !== computed) {
      return err(countMismatch(declared.value, computed, 'the comparison of the documents'));
    }
    return ok([compatibilityEvaluated(line, computedCheck(line, comparison, context), context)]);
  }
  if (declared.value === undefined) {
    return err(
      invalidPayload(
        'declared_evidence_missing',
        'The documents are not stored, so the check needs breaking_change_count or a diff_summary that can be counted.',
        [{ pointer: '/breaking_change_count', message: 'is required where the documents are not stored' }],
      ),
    );
  }
  return ok([compatibilityEvaluated(line, declaredCheck(line, command, declared.value, context), context)]);
}

function activate(line: ContractLine, command: Activate | Rollback, context: Context): Decision {
  return propose(line, command, context).andThen((proposal): Decision => {
    if (proposal.gateContext === undefined) return ok([]);
    const blocker = firstBlocker(context.policy, proposal.gateContext);
    return blocker === undefined ? ok(activationEvents(proposal, context)) : err(blocker);
  });
}

function retire(line: ContractLine, { contract_version }: Retire, context: Context): Decision {
  const target = line.versions.get(contract_version);
  if (target === undefined) return err(notFound('target_missing', contract_version));
  if (target.status === 'retired') return ok([]);
  if (target.status === 'active') {
    return err(
      activationBlocked('active_version_not_retirable', 'retirable', `"${contract_version}" is the active version.`, {
        contract_version,
        remedy: 'Activate another version first.',
      }),
    );
  }
  return ok([
    {
      type: 'platform.integration.contract.retired',
      data: { contract_version, retired_at: context.now, retired_by: context.actor.id },
    },
  ]);
}

function deprecate(line: ContractLine, command: Deprecate, context: Context): Decision {
  const { contract_version, deprecated_at = context.now, sunset_at = null, successor = null } = command;
  const target = line.versions.get(contract_version);
  if (target === undefined) return err(notFound('target_missing', contract_version));
  if (target.status === 'retired') {
    return err(conflict('version_retired', `"${contract_version}" is retired already.`, contract_version));
  }
  if (successor !== null && (successor === contract_version || !line.versions.has(successor))) {
    return err(
      invalidPayload('invalid_field', '/successor: must name another version of the line.', [
        { pointer: '/successor', message: 'must name another version of the line' },
      ]),
    );
  }
  if (sunset_at !== null && Date.parse(sunset_at) < Date.parse(deprecated_at)) {
    return err(
      invalidPayload('sunset_before_deprecation', 'The sunset is before the deprecation.', [
        { pointer: '/sunset_at', message: `must not be before ${deprecated_at}` },
      ]),
    );
  }
  const { deprecation } = target;
  const announced = { deprecated_at: toUtc(deprecated_at), sunset_at: sunset_at && toUtc(sunset_at), successor };
  // Without a date of its own, a repetition keeps the date of the first announcement.
  const repeats =
    deprecation !== null &&
    (command.deprecated_at === undefined || deprecation.deprecated_at === announced.deprecated_at) &&
    deprecation.sunset_at === announced.sunset_at &&
    deprecation.successor === successor;
  if (repeats) return ok([]);
  return ok([
    {
      type: 'platform.integration.contract.deprecated',
      data: { contract_version, ...announced, deprecated_by: context.actor.id },
    },
  ]);
}

function toUtc(moment: string): string {
  return new Date(moment).toISOString();
}
