import type { Result } from 'neverthrow';
import { err } from 'neverthrow';

import type { Refusal } from '../core/error.ts';
import type { ContractLine } from '../core/line.ts';
import { readPermissions } from '../core/permission.ts';
import { authorize } from './authorize.ts';
import type { Correlation } from './call-context.ts';
import type { Dependencies } from './dependencies.ts';
import type { LineInput } from './line-input.ts';
import { resolveLine } from './line-input.ts';
import { loadLine } from './store.ts';

/** Authorizes a call that changes nothing, and only then finds out which line is meant and loads it. */
export async function openLine(
  deps: Dependencies,
  correlation: Correlation,
  input: LineInput,
  { action, contract_version }: { readonly action: 'read' | 'plan'; readonly contract_version: string | undefined },
): Promise<Result<ContractLine, Refusal>> {
  const { integration_id, contract_type } = input;
  const allowed = await authorize(deps, correlation, {
    action,
    permissions: readPermissions,
    integration_id,
    contract_type,
    contract_version,
  });
  if (allowed.isErr()) return err(allowed.error);
  const key = await resolveLine(deps, input);
  if (key.isErr()) return err(key.error);
  const loaded = await loadLine(deps, key.value);
  return loaded.map(({ line }) => line);
}
