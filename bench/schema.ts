import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readCases } from './corpus/containment-case.ts';
import type { SourcedCase } from './corpus/containment-case.ts';
import type { Column, Row } from './corpus/section.ts';
import { renderTable } from './corpus/table.ts';
import { runIsolated } from './isolated.ts';
import { largeSchema } from './large.ts';
import type { Shape } from './large.ts';
import type { Outcome } from './isolated.ts';
import type { PeerAnswer, PeerName, PeerTask } from './peers/worker.ts';
import { quantile } from './statistics.ts';
import { createComparer } from '../src/diff/schema/index.ts';

const peers: readonly PeerName[] = [
  'contract-rollout',
  'json-schema-diff',
  'json-schema-diff-validator',
  'json-schema-compare',
];

const columns: readonly Column[] = [
  { key: 'cases', title: 'cases' },
  { key: 'right', title: 'right %', digits: 1 },
  { key: 'unsound', title: 'unsound' },
  { key: 'proved', title: 'proved %', digits: 1 },
  { key: 'unsure', title: 'unsure or failed' },
  { key: 'p50', title: 'p50 ms', digits: 2 },
  { key: 'p99', title: 'p99 ms', digits: 2 },
  { key: 'p50Ratio', title: 'p50 / ours', digits: 1 },
  { key: 'p99Ratio', title: 'p99 / ours', digits: 1 },
];

interface Measured extends SourcedCase {
  readonly outcome: Outcome<PeerAnswer>;
}

const timesOf = (measured: readonly Measured[]): readonly number[] =>
  measured.flatMap(({ outcome }) => (outcome.kind === 'answer' ? [outcome.answer.milliseconds] : []));

function toRow(name: string, measured: readonly Measured[], ours: readonly Measured[]): Row {
  const verdictOf = ({ outcome }: Measured): string => (outcome.kind === 'answer' ? outcome.answer.verdict : 'unsure');
  const contained = measured.filter(({ entry }) => entry.subset);
  const proved = contained.filter((each) => verdictOf(each) === 'contained').length;
  const others = measured.filter(({ entry }) => !entry.subset);
  const refused = others.filter((each) => verdictOf(each) === 'not_contained').length;
  const [p50, p99] = [quantile(timesOf(measured), 0.5), quantile(timesOf(measured), 0.99)];
  return {
    name,
    kind: 'source',
    figures: {
      cases: measured.length,
      right: (100 * (proved + refused)) / measured.length,
      unsound: others.filter((each) => verdictOf(each) === 'contained').length,
      proved: (100 * proved) / contained.length,
      unsure: measured.filter((each) => verdictOf(each) === 'unsure').length,
      p50,
      p99,
      p50Ratio: p50 / quantile(timesOf(ours), 0.5),
      p99Ratio: p99 / quantile(timesOf(ours), 0.99),
    },
  };
}

async function measure(peer: PeerName, cases: readonly SourcedCase[]): Promise<readonly Measured[]> {
  const tasks = cases.map(({ entry }): PeerTask => ({ peer, entry }));
  const outcomes = await runIsolated<PeerAnswer>(new URL('./peers/worker.ts', import.meta.url), tasks, 5000);
  return cases.map((each, index) => ({ ...each, outcome: outcomes[index] ?? { kind: 'crashed' } }));
}

const isRegistryOrTool = ({ source }: SourcedCase): boolean =>
  !source.startsWith('containment-suite') && source !== 'stranger6667-jsonschema';

const largeColumns: readonly Column[] = [
  { key: 'parse', title: 'JSON.parse ms', digits: 1 },
  { key: 'looser', title: 'with 3 looser ms', digits: 1 },
  { key: 'looserRatio', title: '/ parse', digits: 1 },
  { key: 'stricter', title: 'with 3 stricter ms', digits: 1 },
  { key: 'stricterRatio', title: '/ parse', digits: 1 },
];

/** The processor time that work takes, in ms: the median of several runs. */
function processorTime(work: () => unknown): number {
  const runs = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return quantile(runs, 0.5);
}

function largeRow(shape: Shape): Row {
  const count = 5_000;
  const text = JSON.stringify(largeSchema(shape, count));
  const looser = largeSchema(
    shape,
    count,
    [17, 1_204, 4_400].map((kind) => [kind, 1] as const),
  );
  const base: unknown = JSON.parse(text);
  const compare = (sub: unknown, sup: unknown): void => {
    const comparer = createComparer();
    comparer.compare(comparer.read(sub).at(''), comparer.read(sup).at(''));
  };
  const parse = processorTime(() => JSON.parse(text));
  const [loose, strict] = [processorTime(() => compare(base, looser)), processorTime(() => compare(looser, base))];
  const figures = { parse, looser: loose, looserRatio: loose / parse, stricter: strict, stricterRatio: strict / parse };
  return { name: shape, kind: 'source', figures };
}

/** A schema of 5 000 definitions against itself with three edits, beside parsing its text once. */
function benchLarge(): void {
  const rows = (['groups', 'tree', 'chain'] as const).map(largeRow);
  console.log(`\n5 000 definitions and three edits\n\n${renderTable(largeColumns, rows)}`);
}

/** Containment beside other tools, on the corpus: right, unsound, proved, and time. */
export async function benchSchema(
  folder = fileURLToPath(new URL('../../shared/corpus/json-schema', import.meta.url)),
): Promise<void> {
  benchLarge();
  if (!existsSync(folder)) {
    console.log(`schema containment: skipped, no folder ${folder}`);
    return;
  }
  const cases = readCases(folder).filter(({ source }) => !source.endsWith('.disputed'));
  const measured = new Map<PeerName, readonly Measured[]>();
  for (const peer of peers) measured.set(peer, await measure(peer, cases));
  const sections = [
    ['registries and tools', isRegistryOrTool],
    ['all', () => true],
  ] as const;
  for (const [title, holds] of sections) {
    const ours = measured.get('contract-rollout')?.filter(holds) ?? [];
    const rows = [...measured].map(([peer, all]) => toRow(peer, all.filter(holds), ours));
    console.log(`\nschema containment, ${title}\n\n${renderTable(columns, rows)}`);
  }
}
