/** A part of the chaos runs: something goes wrong time and again, and what was promised is compared with what is there. */
export interface Part<Size extends string = string> {
  /** One line for the usage. */
  readonly about: string;
  /** What can be set, with its default. */
  readonly sizes: Readonly<Record<Size, readonly [usual: number, about: string]>>;
  /** Bugs that can be put in, each of which must be found. */
  readonly bugs: Readonly<Record<string, string>>;
  /** Which database servers it can run on; each run starts one of its own. Default: it needs none. */
  readonly databases?: readonly ServerName[];
  run(settings: Settings<Size>): Promise<Outcome>;
}

/** A database server that a run can start for itself. */
export type ServerName = 'postgres' | 'mariadb';

/** How to run a part. */
export interface Settings<Size extends string = string> {
  readonly sizes: Readonly<Record<Size, number>>;
  readonly seed: number;
  /** One of the part's bugs. */
  readonly bug?: string | undefined;
  readonly database?: ServerName | undefined;
  /** Takes lines that tell how far it is. */
  readonly say: (line: string) => void;
}

/** What came of a run. */
export interface Outcome {
  /** What was promised and is not so. */
  readonly violations: readonly string[];
  readonly figures: Readonly<Record<string, unknown>>;
}
