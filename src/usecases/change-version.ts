import type { ImportedActivation, ImportedVersion } from '../core/command.ts';
import type { Execution } from './execute.ts';
import type { LineInput } from './line-input.ts';
import { commandResult, versionResult } from './outputs.ts';
import type { ImportResult, VersionResult } from './results.ts';
import { importResultSchema, versionResultSchema } from './results.ts';

/** A version to take out of use for good. */
export interface RetireInput extends LineInput {
  readonly contract_version: string;
}

/** A version whose end is announced. */
export interface DeprecateInput extends LineInput {
  readonly contract_version: string;
  /** RFC 3339; default: now. */
  readonly deprecated_at?: string | undefined;
  /** RFC 3339; not before `deprecated_at`. */
  readonly sunset_at?: string | undefined;
  /** The version to move to. */
  readonly successor?: string | undefined;
}

/** A history that was kept elsewhere. */
export interface ImportHistoryInput extends LineInput {
  /** In order of creation, with the statuses they have. */
  readonly versions: readonly ImportedVersion[];
  /** In order of activation; the last one names the active version. */
  readonly activations: readonly ImportedActivation[];
}

/** Prepares a retirement. */
export function retire(input: RetireInput): Execution<VersionResult> {
  const { contract_version } = input;
  return {
    input,
    command: { type: 'retire', contract_version },
    output: versionResultSchema,
    toOutput: versionResult(contract_version),
  };
}

/** Prepares a deprecation. */
export function deprecate(input: DeprecateInput): Execution<VersionResult> {
  const { contract_version, deprecated_at, sunset_at, successor } = input;
  return {
    input,
    command: {
      type: 'deprecate',
      contract_version,
      ...(deprecated_at === undefined ? {} : { deprecated_at }),
      ...(sunset_at === undefined ? {} : { sunset_at }),
      ...(successor === undefined ? {} : { successor }),
    },
    output: versionResultSchema,
    toOutput: versionResult(contract_version),
  };
}

/** Prepares an import. */
export function importHistory(input: ImportHistoryInput): Execution<ImportResult> {
  const { versions, activations } = input;
  return {
    input,
    command: { type: 'import', versions, activations },
    output: importResultSchema,
    toOutput: (line, outcome) => ({
      ...commandResult(line, outcome),
      versions: line.versions.size,
      activations: line.activations.length,
    }),
  };
}
