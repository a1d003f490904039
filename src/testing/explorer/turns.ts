/** Waits until it is the caller's turn; a text says what is to be done then. */
export type Turn = (what: string) => Promise<void>;

/** Clients that take turns: one works at a time, and chance says who is next. */
export interface Turns {
  /** Adds a client; it begins when it is its turn. */
  add(name: string, work: (turn: Turn) => Promise<void>): void;
  /** Lets them work until all have ended. */
  run(): Promise<void>;
  /** Whose turn it was and what they did, in order. */
  readonly trace: readonly string[];
}

interface Waiting {
  readonly label: string;
  readonly begin: () => void;
}

/**
 * Creates turns that chance deals. A client works until it asks for its next turn or ends; nobody else does meanwhile,
 * whatever it waits for by itself, so that the same chance gives the same run.
 */
export function createTurns(random: () => number): Turns {
  const waiting: Waiting[] = [];
  const trace: string[] = [];
  let working = 0;
  let finish: (() => void) | undefined;
  let fail: ((cause: unknown) => void) | undefined;

  function next(): void {
    if (working > 0 || finish === undefined) return;
    const [chosen] = waiting.splice(Math.floor(random() * waiting.length), 1);
    if (chosen === undefined) {
      finish();
      return;
    }
    working = 1;
    trace.push(chosen.label);
    chosen.begin();
  }

  function turnOf(name: string): Turn {
    return (what) =>
      new Promise((resolve) => {
        working = 0;
        waiting.push({ label: `${name}: ${what}`, begin: resolve });
        next();
      });
  }

  async function begin(name: string, work: (turn: Turn) => Promise<void>): Promise<void> {
    try {
      await work(turnOf(name));
    } catch (cause) {
      fail?.(cause);
    }
    working = 0;
    next();
  }

  return {
    trace,
    add: (name, work) => {
      waiting.push({ label: `${name}: begins`, begin: () => void begin(name, work) });
    },
    run: () =>
      new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
        next();
      }),
  };
}
