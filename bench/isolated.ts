import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** What became of one task: its answer, or how the process that worked on it ended. */
export type Outcome<A> = { readonly kind: 'answer'; readonly answer: A } | { readonly kind: 'hung' | 'crashed' };

interface Message<A> {
  readonly index: number;
  readonly answer: A;
}

/**
 * Runs tasks one after the other in a child process that is replaced when a task hangs or kills it, so that one bad
 * case costs one line of the table and not the run.
 *
 * @param script a module that calls `serve`
 * @param patience ms without an answer after which the child is given up
 */
export async function runIsolated<A>(
  script: URL,
  tasks: readonly unknown[],
  patience: number,
): Promise<readonly Outcome<A>[]> {
  const outcomes: Outcome<A>[] = [];
  while (outcomes.length < tasks.length) {
    const ending = await runUntilEnd(fork(script), tasks, outcomes, patience);
    if (outcomes.length < tasks.length) outcomes.push({ kind: ending });
  }
  return outcomes;
}

function runUntilEnd<A>(
  child: ChildProcess,
  tasks: readonly unknown[],
  outcomes: Outcome<A>[],
  patience: number,
): Promise<'hung' | 'crashed'> {
  return new Promise((resolve) => {
    let ending: 'hung' | 'crashed' = 'crashed';
    let timer: NodeJS.Timeout | undefined;
    const next = (): void => {
      clearTimeout(timer);
      if (outcomes.length === tasks.length) {
        child.disconnect();
        return;
      }
      timer = setTimeout(() => {
        ending = 'hung';
        child.kill('SIGKILL');
      }, patience);
      child.send({ index: outcomes.length, task: tasks[outcomes.length] });
    };
    child.on('message', (message: Message<A>) => {
      outcomes.push({ kind: 'answer', answer: message.answer });
      next();
    });
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(ending);
    });
    next();
  });
}

/** The child's side: answers each task it is sent, in order. */
export function serve(work: (task: never) => unknown): void {
  const answer = async ({ index, task }: { index: number; task: never }): Promise<void> => {
    process.send?.({ index, answer: await work(task) });
  };
  process.on('message', (message: { index: number; task: never }) => void answer(message));
}
