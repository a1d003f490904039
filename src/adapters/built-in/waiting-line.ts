/** How waiting for a turn ended. */
export type Turn = 'taken' | 'full' | 'aborted';

/** Lets as many in as there is room for; the others wait in the order in which they came, up to a limit. */
export interface WaitingLine {
  /** Whoever took a turn has to leave. */
  enter(signal: AbortSignal): Promise<Turn>;
  leave(): void;
}

export function createWaitingLine(room: number, limit: number): WaitingLine {
  let inside = 0;
  const waiting = new Set<() => void>();
  return {
    enter: async (signal) => {
      if (signal.aborted) return 'aborted';
      if (inside < room) {
        inside += 1;
        return 'taken';
      }
      if (waiting.size >= limit) return 'full';
      return new Promise((resolve) => {
        const settle = (turn: Turn): void => {
          waiting.delete(take);
          signal.removeEventListener('abort', abort);
          resolve(turn);
        };
        const take = (): void => settle('taken');
        const abort = (): void => settle('aborted');
        waiting.add(take);
        signal.addEventListener('abort', abort);
      });
    },
    leave: () => {
      // The room of whoever leaves goes to the next in line, so that nobody slips in between.
      const [next] = waiting;
      if (next === undefined) inside -= 1;
      else next();
    },
  };
}
