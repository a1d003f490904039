import { readFileSync } from 'node:fs';

import type { Finding } from '../../src/core/report.ts';
import { diffOpenApi } from '../../src/diff/openapi/diff-openapi.ts';
import { openApiRules } from '../../src/diff/openapi/rules/catalogue.ts';
import type { Column, Miss, Row, Section, SectionOptions, SectionReport } from './section.ts';

interface RealPair {
  readonly id: string;
  readonly format: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly bytes: number;
}

/** Larger pairs, both documents together, are left to the benches: these here take a quarter of a minute. */
const mostBytes = 2_300_000;

const columns: readonly Column[] = [
  { key: 'pairs', title: 'pairs' },
  { key: 'unread', title: 'unread', better: 'less' },
  { key: 'breaking', title: 'breaking' },
  { key: 'ofSchemas', title: 'of schemas' },
  { key: 'undecided', title: 'undecided', better: 'less' },
  { key: 'unshown', title: 'without witness', better: 'less' },
];

const schemaRules = new Set(openApiRules.filter(({ area }) => area === 'schemas').map(({ id }) => id));

type Figures = Readonly<Record<string, number>>;

async function scorePair(folder: string, { baseline, candidate }: RealPair): Promise<readonly Finding[] | string> {
  const [before, after] = [baseline, candidate].map((path) => readFileSync(`${folder}/${path}`));
  const result = await diffOpenApi(before ?? '', after ?? '');
  return result.isErr() ? result.error.message : result.value.findings.filter(({ level }) => level === 'breaking');
}

function figuresOf(findings: readonly Finding[] | string): Figures {
  if (typeof findings === 'string') return { pairs: 1, unread: 1, breaking: 0, ofSchemas: 0, undecided: 0, unshown: 0 };
  const ofSchemas = findings.filter(({ rule }) => schemaRules.has(rule));
  return {
    pairs: 1,
    unread: 0,
    breaking: findings.length,
    ofSchemas: ofSchemas.length,
    undecided: findings.filter(isUndecided).length,
    unshown: ofSchemas.filter((finding) => !isUndecided(finding) && !('witness' in finding)).length,
  };
}

function isUndecided({ undecided }: Finding): boolean {
  return undecided !== undefined;
}

function sumOf(rows: readonly Row[]): Figures {
  return Object.fromEntries(
    columns.map(({ key }) => [key, rows.reduce((sum, { figures }) => sum + (figures[key] ?? 0), 0)]),
  );
}

async function score(folder: string, { only = '' }: SectionOptions): Promise<SectionReport> {
  const pairs: readonly RealPair[] = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'));
  const rows: Row[] = [];
  const misses: Miss[] = [];
  for (const pair of pairs) {
    if (pair.format.startsWith('asyncapi') || pair.bytes > mostBytes || !pair.id.includes(only)) continue;
    const findings = await scorePair(folder, pair);
    rows.push({ name: pair.id, kind: 'source', figures: figuresOf(findings) });
    if (typeof findings === 'string') {
      misses.push({ id: pair.id, kind: 'unread', line: `unread ${pair.id}`, detail: findings });
      continue;
    }
    for (const { rule, message, undecided, fingerprint } of findings.filter(isUndecided)) {
      const line = `undecided ${pair.id} ${rule}: ${message} (${undecided ?? ''})`;
      misses.push({ id: pair.id, kind: 'undecided', line, detail: fingerprint });
    }
  }
  return { columns, rows: [...rows, { name: 'all', kind: 'group', figures: sumOf(rows) }], misses };
}

/** Published documents and later versions of them, without known verdicts: whether each pair gets one, and how sure. */
export const realPairsSection: Section = { name: 'real-pairs', folder: 'real-pairs', score };
