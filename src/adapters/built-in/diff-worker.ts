import { perform, type Task } from './task.ts';

/** What a thread answers, as JSON: the value, the engine's own error, or how the engine failed. */
export type Answer =
  | { readonly value: unknown }
  | { readonly error: unknown }
  | { readonly failure: { readonly message: string; readonly stack?: string } };

/** The thread's side of a pool. */
export async function answer(task: Task): Promise<string> {
  return JSON.stringify(await toAnswer(task));
}

async function toAnswer(task: Task): Promise<Answer> {
  try {
    const result = await perform(task);
    return result.isOk() ? { value: result.value } : { error: result.error };
  } catch (cause) {
    const { message, stack } = cause instanceof Error ? cause : new Error(String(cause));
    return { failure: { message, ...(stack === undefined ? {} : { stack }) } };
  }
}
