import { describe, expect, it } from 'vitest';

import { findFalls, toRecord } from '../../bench/corpus/ratchet.ts';
import type { Column, Row } from '../../bench/corpus/section.ts';
import { renderTable } from '../../bench/corpus/table.ts';
import { quantile } from '../../bench/statistics.ts';

const columns: readonly Column[] = [
  { key: 'cases', title: 'cases' },
  { key: 'right', title: 'right', better: 'more' },
  { key: 'wrong', title: 'wrong', better: 'less' },
  { key: 'time', title: 'ms', digits: 1 },
];
const row = (right: number, wrong: number): Row => ({
  name: 'source',
  kind: 'source',
  figures: { cases: 10, right, wrong, time: 1.25 },
});

describe('the ratchet of the corpus', () => {
  const record = { source: { right: 8, wrong: 1 } };

  it('lets figures stay or get better, and does not look at times', () => {
    expect(findFalls(record, columns, [row(8, 1), row(9, 0)])).toEqual([]);
  });

  it('finds each figure that fell', () => {
    expect(findFalls(record, columns, [row(7, 2)])).toEqual([
      { row: 'source', column: 'right', best: 8, now: 7 },
      { row: 'source', column: 'wrong', best: 1, now: 2 },
    ]);
  });

  it('accepts what has no record yet, and records what counts', () => {
    expect(findFalls({}, columns, [row(0, 9)])).toEqual([]);
    expect(toRecord(columns, [row(8, 1)])).toEqual(record);
  });
});

describe('the table', () => {
  it('aligns figures and sets groups apart', () => {
    expect(renderTable(columns, [row(8, 1), { ...row(8, 1), name: 'all', kind: 'group' }]).split('\n')).toEqual([
      '        cases  right  wrong   ms',
      '------  -----  -----  -----  ---',
      'source     10      8      1  1.3',
      '------  -----  -----  -----  ---',
      'all        10      8      1  1.3',
    ]);
  });
});

describe('quantiles', () => {
  it('are values of the sample', () => {
    expect([0, 0.5, 0.99, 1].map((share) => quantile([3, 1, 2], share))).toEqual([1, 2, 3, 3]);
    expect(quantile([], 0.5)).toBe(0);
  });
});
