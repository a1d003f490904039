import type { ContractType } from '../../core/line.ts';
import type { DiffOptions } from '../../diff/diff-options.ts';
import { engines } from './engines.ts';

/** Two documents to be compared. */
export interface DiffTask {
  readonly contract_type: ContractType;
  readonly baseline: string | Uint8Array;
  readonly candidate: string | Uint8Array;
  /** Default: those of `diffOpenApi` and `diffAsyncApi`. */
  readonly options?: DiffOptions;
}

/** A document to be looked at. */
export interface ValidateTask {
  readonly contract_type: ContractType;
  readonly document: string | Uint8Array;
  /** Of these, `limits` and `invalid` matter. */
  readonly options?: DiffOptions;
}

/** What a thread is asked. */
export type Task = DiffTask | ValidateTask;

/** Does what a task asks. */
export function perform(task: Task) {
  const engine = engines[task.contract_type];
  const { options = {} } = task;
  return 'document' in task
    ? engine.validate(task.document, options)
    : engine.diff(task.baseline, task.candidate, options);
}
