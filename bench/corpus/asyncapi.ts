import { readFileSync } from 'node:fs';

import type { DiffReport, Finding } from '../../src/core/report.ts';
import { diffAsyncApi } from '../../src/diff/asyncapi/diff-asyncapi.ts';
import type { Column, Miss, Row, Section, SectionOptions, SectionReport } from './section.ts';

type Expected = Pick<Finding, 'rule' | 'level' | 'direction'>;

interface AsyncApiCase {
  readonly id: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly verdict: 'breaking' | 'compatible';
  /** Whether `findings` names every breaking and every warning finding. */
  readonly complete: boolean;
  readonly findings: readonly Expected[];
}

const columns: readonly Column[] = [
  { key: 'cases', title: 'cases' },
  { key: 'right', title: 'right', better: 'more' },
  { key: 'missed', title: 'missed breaks', better: 'less' },
  { key: 'refused', title: 'wrongly blocked', better: 'less' },
  { key: 'unread', title: 'unread', better: 'less' },
  { key: 'named', title: 'findings as expected', better: 'more' },
];

interface Scored {
  readonly entry: AsyncApiCase;
  readonly kind: 'right' | 'missed' | 'refused' | 'unread';
  /** Expected findings that are not there, and others that are. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

async function scoreCase(folder: string, entry: AsyncApiCase): Promise<Scored> {
  const [baseline = '', candidate = ''] = [entry.baseline, entry.candidate].map((path) =>
    readFileSync(`${folder}/${path}`, 'utf8'),
  );
  const result = await diffAsyncApi(baseline, candidate);
  if (result.isErr()) return { entry, kind: 'unread', missing: [result.error.message], extra: [] };
  const { findings } = result.value;
  const rest = findings.map(keyOf);
  const missing = entry.findings.map(keyOf).filter((key) => {
    const index = rest.indexOf(key);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  });
  const extra = entry.complete ? rest.filter((key) => !key.startsWith('info ')) : [];
  return { entry, kind: kindOf(entry, result.value), missing, extra };
}

function keyOf({ rule, level, direction }: Expected): string {
  return `${level} ${rule} ${direction}`;
}

function kindOf({ verdict }: AsyncApiCase, { compatibility }: DiffReport): Scored['kind'] {
  if ((verdict === 'compatible') === (compatibility === 'compatible')) return 'right';
  return verdict === 'breaking' ? 'missed' : 'refused';
}

function isNamed({ missing, extra }: Scored): boolean {
  return missing.length === 0 && extra.length === 0;
}

/** `v2`, `v3`, `x` (one against the other) and `fixture`. */
function groupOf({ entry }: Scored): string {
  return entry.id.slice(0, entry.id.indexOf('-'));
}

function toRow(name: string, kind: Row['kind'], scored: readonly Scored[]): Row {
  const count = (holds: (each: Scored) => boolean): number => scored.filter(holds).length;
  return {
    name,
    kind,
    figures: {
      cases: scored.length,
      right: count((each) => each.kind === 'right'),
      missed: count((each) => each.kind === 'missed'),
      refused: count((each) => each.kind === 'refused'),
      unread: count((each) => each.kind === 'unread'),
      named: count(isNamed),
    },
  };
}

function toMiss({ entry, kind, missing, extra }: Scored): Miss {
  const shown = kind === 'right' ? 'named' : kind;
  return {
    id: entry.id,
    kind: shown,
    line: `${shown.padEnd(10)} ${entry.id}: without ${missing.join(', ') || 'nothing'}, with ${extra.join(', ') || 'nothing'}`,
    detail: JSON.stringify({ entry, missing, extra }, undefined, 2),
  };
}

async function score(folder: string, { only, setAside }: SectionOptions): Promise<SectionReport> {
  const cases: readonly AsyncApiCase[] = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8'));
  const scored: Scored[] = [];
  for (const entry of cases) {
    if (only === undefined ? setAside.has(entry.id) : !entry.id.includes(only)) continue;
    scored.push(await scoreCase(folder, entry));
  }
  const groups = [...new Set(scored.map(groupOf))];
  return {
    columns,
    rows: [
      ...groups.map((name) =>
        toRow(
          name,
          'source',
          scored.filter((each) => groupOf(each) === name),
        ),
      ),
      toRow('all', 'group', scored),
    ],
    misses: scored.filter((each) => only !== undefined || each.kind !== 'right' || !isNamed(each)).map(toMiss),
  };
}

/** Pairs of AsyncAPI documents with verdict and findings. */
export const asyncApiSection: Section = { name: 'asyncapi', folder: 'asyncapi', score };
