import type { ContractType } from '../../core/line.ts';

/** A text for a line that no other line has; for events whose type is unknown, one for the integration. */
export function keyOfLine(line: {
  readonly integration_id: string;
  readonly contract_type: ContractType | null;
}): string {
  return JSON.stringify([line.integration_id, line.contract_type]);
}
