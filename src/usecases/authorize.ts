import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { Refusal } from '../core/error.ts';
import { forbidden } from '../core/error.ts';
import type { ContractType } from '../core/line.ts';
import type { Permission } from '../core/permission.ts';
import type { Action, AuthorizationDecision } from '../ports/authorizer.ts';
import type { Correlation } from './call-context.ts';
import { callPort, portFailureSchema, toUnavailable } from './call-port.ts';
import type { Dependencies } from './dependencies.ts';
import { recordAccessDenied } from './record.ts';

/** What is to be authorized. */
export interface AuthorizationQuestion {
  readonly action: Action;
  readonly permissions: readonly Permission[];
  readonly integration_id: string;
  readonly contract_type: ContractType | undefined;
  readonly contract_version: string | undefined;
}

const decisionSchema: z.ZodType<AuthorizationDecision> = z.union([
  z.object({ allow: z.literal(true) }),
  z.object({ allow: z.literal(false), reason: z.string().optional() }),
]);

/** Asks the authorizer. A denial is audited; that the audit of a denial fails does not turn it into anything else. */
export async function authorize(
  deps: Dependencies,
  correlation: Correlation,
  question: AuthorizationQuestion,
): Promise<Result<void, Refusal>> {
  const { action, permissions, integration_id, contract_type, contract_version } = question;
  const answer = await callPort({
    dependency: 'authorizer',
    deadline_ms: deps.deadlines.port_ms,
    value: decisionSchema,
    error: portFailureSchema,
    call: (options) =>
      deps.authorizer.authorize(
        {
          actor: correlation.actor,
          action,
          permissions,
          resource: {
            type: 'integration_contract',
            id: integration_id,
            ...(contract_type === undefined ? {} : { contract_type }),
            ...(contract_version === undefined ? {} : { contract_version }),
          },
        },
        options,
      ),
  });
  if (answer.isErr()) return err(toUnavailable('authorizer')(answer.error));
  if (answer.value.allow === true) return ok(undefined);

  const refusal = forbidden(action === 'override' ? 'override_denied' : 'permission_denied', permissions);
  await recordAccessDenied(deps, correlation, question, refusal.reason);
  return err(refusal);
}
