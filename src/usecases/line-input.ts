import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import { integrationIdSchema, parsePayload } from '../core/command.ts';
import type { InvalidPayload, Refusal } from '../core/error.ts';
import { invalidPayload, notFound } from '../core/error.ts';
import type { ContractType, LineKey } from '../core/line.ts';
import { contractTypeSchema, contractTypes } from '../core/line.ts';
import type { LineSummary, Page } from '../ports/contract-store.ts';
import type { Dependencies } from './dependencies.ts';
import { findIntegration } from './facts.ts';
import { askStore } from './store.ts';

/** Which line a call is about. */
export interface LineInput {
  readonly integration_id: string;
  /** May be left out where the integration has one line. */
  readonly contract_type?: ContractType | undefined;
}

const lineInputSchema: z.ZodType<LineInput> = z.object({
  integration_id: integrationIdSchema,
  contract_type: contractTypeSchema.optional(),
});

const linesSchema: z.ZodType<Page<LineSummary>> = z.object({
  items: z.array(
    z.object({ integration_id: z.string(), contract_type: contractTypeSchema, revision: z.int().positive() }),
  ),
  next: z.string().nullable(),
});

/** Reads which line is meant, before anything is asked of anybody. */
export function parseLineInput(input: unknown): Result<LineInput, InvalidPayload> {
  return parsePayload(lineInputSchema, input);
}

/** Finds the contract type that the caller left out. */
export async function resolveLine(
  deps: Dependencies,
  { integration_id, contract_type }: LineInput,
): Promise<Result<LineKey, Refusal>> {
  if (contract_type !== undefined) return ok({ integration_id, contract_type });
  const lines = await askStore(deps, {
    value: linesSchema,
    call: (options) => deps.store.list({ integration_id, limit: contractTypes.length }, options),
  });
  if (lines.isErr()) return err(lines.error);
  const own = lines.value.items.filter((line) => line.integration_id === integration_id);
  const [only, other] = own;
  if (only !== undefined && other === undefined) return ok({ integration_id, contract_type: only.contract_type });
  if (only === undefined) {
    const integration = await findIntegration(deps, integration_id);
    if (integration.isErr()) return err(integration.error);
    if (integration.value === null) return err(notFound('integration_missing'));
  }
  const why = only === undefined ? 'has no contract line yet' : 'has several contract lines';
  return err(
    invalidPayload('contract_type_required', `The integration ${why}, so contract_type must say which one is meant.`, [
      { pointer: '/contract_type', message: `must be one of ${contractTypes.join(', ')}` },
    ]),
  );
}
