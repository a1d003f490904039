import type { LineKey } from './line.ts';

/** What a plan token stands for. */
export interface PlanBinding extends LineKey {
  readonly revision: number;
  readonly operation: 'activate' | 'rollback';
  readonly contract_version: string;
}

/** Names the revision and target of a plan in one opaque string, URL-safe. */
export function createPlanToken(
  { integration_id, contract_type, revision }: LineKey & { readonly revision: number },
  operation: PlanBinding['operation'],
  contract_version: string,
): string {
  const bytes = new TextEncoder().encode(
    JSON.stringify([integration_id, contract_type, revision, operation, contract_version]),
  );
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Whether a token was made for this line, operation and target; gives its revision, or `undefined`. */
export function readPlanToken(token: string, expected: Omit<PlanBinding, 'revision'>): number | undefined {
  try {
    const bytes = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    const parts: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!Array.isArray(parts) || parts.length !== 5) return undefined;
    const [integration_id, contract_type, revision, operation, contract_version] = parts as readonly unknown[];
    const matches =
      integration_id === expected.integration_id &&
      contract_type === expected.contract_type &&
      operation === expected.operation &&
      contract_version === expected.contract_version;
    return matches && typeof revision === 'number' && Number.isSafeInteger(revision) ? revision : undefined;
  } catch {
    return undefined;
  }
}
