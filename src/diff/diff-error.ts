import type { Problem } from './source/problem.ts';

/** Why two documents have no verdict. */
export type DiffError = {
  readonly kind: 'invalid_document';
  /** Absent where a document is looked at alone. */
  readonly side?: DocumentSide;
  readonly message: string;
  readonly problems: readonly Problem[];
};

export type DocumentSide = 'baseline' | 'candidate';
