import { runIsolated } from '../isolated.ts';
import type { Outcome } from '../isolated.ts';
import { quantile } from '../statistics.ts';
import { readCases } from './containment-case.ts';
import type { ContainmentCase, SourcedCase } from './containment-case.ts';
import type { ContainmentAnswer } from './containment-worker.ts';
import type { Column, Miss, Row, Section, SectionOptions, SectionReport } from './section.ts';

const columns: readonly Column[] = [
  { key: 'cases', title: 'cases' },
  { key: 'unsound', title: 'unsound', better: 'less' },
  { key: 'proved', title: 'proved', better: 'more' },
  { key: 'contained', title: 'of contained' },
  { key: 'witnessed', title: 'witnessed', better: 'more' },
  { key: 'notContained', title: 'of not contained' },
  { key: 'refused', title: 'wrongly refused', better: 'less' },
  { key: 'badWitness', title: 'bad witness', better: 'less' },
  { key: 'undecided', title: 'undecided', better: 'less' },
  { key: 'failed', title: 'failed', better: 'less' },
  { key: 'p50', title: 'p50 ms', digits: 2 },
  { key: 'p99', title: 'p99 ms', digits: 2 },
];

type Kind = 'unsound' | 'proved' | 'witnessed' | 'refused' | 'badWitness' | 'undecided' | 'failed';

interface Scored extends SourcedCase {
  readonly outcome: Outcome<ContainmentAnswer>;
  readonly kind: Kind;
}

const groups: readonly { readonly name: string; readonly holds: (source: string) => boolean }[] = [
  {
    name: 'registries and tools',
    holds: (source) =>
      !source.startsWith('containment-suite') && source !== 'stranger6667-jsonschema' && !source.endsWith('.disputed'),
  },
  { name: 'containment suite', holds: (source) => /^containment-suite\.[^.]+$/.test(source) },
  { name: 'normal forms', holds: (source) => source === 'stranger6667-jsonschema' },
  { name: 'disputed', holds: (source) => source.endsWith('.disputed') },
  { name: 'all', holds: () => true },
];

function kindOf(entry: ContainmentCase, outcome: Outcome<ContainmentAnswer>): Kind {
  if (outcome.kind !== 'answer') return 'failed';
  switch (outcome.answer.verdict) {
    case 'contained':
      return entry.subset ? 'proved' : 'unsound';
    case 'not_contained':
      if (outcome.answer.confirmed === 'no') return 'badWitness';
      return entry.subset ? 'refused' : 'witnessed';
    case 'undecided':
      return 'undecided';
    case 'threw':
    default:
      return 'failed';
  }
}

function toRow(name: string, kind: Row['kind'], scored: readonly Scored[]): Row {
  const count = (wanted: Kind): number => scored.filter(({ kind }) => kind === wanted).length;
  const times = scored.flatMap(({ outcome }) => (outcome.kind === 'answer' ? [outcome.answer.milliseconds] : []));
  const contained = scored.filter(({ entry }) => entry.subset).length;
  return {
    name,
    kind,
    figures: {
      cases: scored.length,
      contained,
      notContained: scored.length - contained,
      unsound: count('unsound'),
      proved: count('proved'),
      witnessed: count('witnessed'),
      refused: count('refused'),
      badWitness: count('badWitness'),
      undecided: count('undecided'),
      failed: count('failed'),
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
    },
  };
}

const said = (outcome: Outcome<ContainmentAnswer>): string => {
  if (outcome.kind !== 'answer') return outcome.kind;
  const { verdict, reason, witness } = outcome.answer;
  if (verdict === 'not_contained') return `not_contained by ${JSON.stringify(witness)}`;
  return reason === undefined ? verdict : `${verdict}: ${reason.split('\n', 1)[0]}`;
};

function toMiss({ source, entry, outcome, kind }: Scored): Miss {
  const id = `${source}/${entry.id}`;
  const expected = entry.subset ? 'contained' : `not contained by ${JSON.stringify(entry.witness)}`;
  return {
    id,
    kind,
    line: `${kind.padEnd(10)} ${id} [${entry.draft}]: ${said(outcome)}`,
    detail: `expected ${expected}\n${JSON.stringify(outcome, undefined, 2)}\n${JSON.stringify(entry, undefined, 2)}`,
  };
}

async function score(folder: string, { only, setAside }: SectionOptions): Promise<SectionReport> {
  const cases = readCases(folder).filter(({ source, entry }) => {
    const id = `${source}/${entry.id}`;
    return only === undefined ? !setAside.has(id) : id.includes(only);
  });
  const outcomes = await runIsolated<ContainmentAnswer>(
    new URL('./containment-worker.ts', import.meta.url),
    cases.map(({ entry }) => entry),
    20_000,
  );
  const scored = cases.map(({ source, entry }, index): Scored => {
    const outcome = outcomes[index] ?? { kind: 'crashed' };
    return { source, entry, outcome, kind: kindOf(entry, outcome) };
  });
  const sources = [...new Set(scored.map(({ source }) => source))];
  const right = new Set<Kind>(['proved', 'witnessed']);
  return {
    columns,
    rows: [
      ...sources.map((name) =>
        toRow(
          name,
          'source',
          scored.filter(({ source }) => source === name),
        ),
      ),
      ...groups.map(({ name, holds }) =>
        toRow(
          name,
          'group',
          scored.filter(({ source }) => holds(source)),
        ),
      ),
    ],
    misses: scored.filter(({ kind }) => only !== undefined || !right.has(kind)).map(toMiss),
  };
}

/** Pairs of JSON Schemas with known containment; the ids in `corpus-disagreements.json` are `source/id`. */
export const jsonSchemaSection: Section = { name: 'json-schema', folder: 'json-schema', score };
