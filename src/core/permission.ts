import type { Command } from './command.ts';

/** What the runbook asks for to operate a rollout. */
export const operatePermission = 'platform.member_admin.operate';
/** What reading needs; whoever may operate may read. */
export const viewPermission = 'platform.member_admin.view';
/** What activating an incompatible version needs besides. */
export const overridePermission = 'platform.integration_contract.override';
/** What taking over an existing history needs. */
export const importPermission = 'platform.integration_contract.import';

/** The permissions this package asks for. */
export type Permission =
  | typeof operatePermission
  | typeof viewPermission
  | typeof overridePermission
  | typeof importPermission;

/** The permissions of which any one suffices for a command. */
export function permissionsFor(command: Command['type']): readonly Permission[] {
  return command === 'import' ? [importPermission] : [operatePermission];
}

/** The permissions of which any one suffices for reading. */
export const readPermissions: readonly Permission[] = [viewPermission, operatePermission];
