import type { Column, Row } from './section.ts';

/** Best figures so far: section → row → column key → value. */
export type BestScores = Record<string, Record<string, Record<string, number>>>;

export interface Fall {
  readonly row: string;
  readonly column: string;
  readonly best: number;
  readonly now: number;
}

/** Finds every figure that is worse than the best one on record; a row without a record cannot fall. */
export function findFalls(
  best: Readonly<Record<string, Record<string, number>>>,
  columns: readonly Column[],
  rows: readonly Row[],
): readonly Fall[] {
  return rows.flatMap((row) =>
    columns.flatMap((column) => {
      const record = best[row.name]?.[column.key];
      const now = row.figures[column.key] ?? 0;
      if (column.better === undefined || record === undefined) return [];
      const fell = column.better === 'more' ? now < record : now > record;
      return fell ? [{ row: row.name, column: column.title, best: record, now }] : [];
    }),
  );
}

/** The figures of a run that belong into the record. */
export function toRecord(columns: readonly Column[], rows: readonly Row[]): Record<string, Record<string, number>> {
  return Object.fromEntries(
    rows.map((row) => [
      row.name,
      Object.fromEntries(
        columns.flatMap((column) =>
          column.better === undefined ? [] : [[column.key, row.figures[column.key] ?? 0] as const],
        ),
      ),
    ]),
  );
}
