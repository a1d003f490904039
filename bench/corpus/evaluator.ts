import { metaschema } from '../../src/diff/schema/compile/metaschemas.ts';
import { evaluate } from '../../src/diff/schema/evaluate/index.ts';
import type { Evaluation } from '../../src/diff/schema/evaluate/index.ts';
import { formatsOf, readCases, toQuestion } from './containment-case.ts';
import type { ContainmentCase, SourcedCase } from './containment-case.ts';
import type { Column, Miss, Row, Section, SectionOptions, SectionReport } from './section.ts';

const columns: readonly Column[] = [
  { key: 'witnesses', title: 'witnesses' },
  { key: 'confirmed', title: 'confirmed', better: 'more' },
  { key: 'unknown', title: 'unknown', better: 'less' },
  { key: 'contradicted', title: 'contradicted', better: 'less' },
];

type Kind = 'confirmed' | 'unknown' | 'contradicted';

interface Judged extends SourcedCase {
  readonly kind: Kind;
  readonly sub: Evaluation;
  readonly sup: Evaluation;
}

function judge({ source, entry }: SourcedCase): Judged {
  const question = toQuestion(entry);
  const voice = (schema: unknown): Evaluation =>
    evaluate(schema, entry.witness, { ...question.options, formats: formatsOf(entry), lookup: metaschema });
  const [sub, sup] = [voice(question.sub), voice(question.sup)];
  const isContradicted = sub.verdict === 'invalid' || sup.verdict === 'valid';
  const isConfirmed = sub.verdict === 'valid' && sup.verdict === 'invalid';
  const kind = isContradicted ? 'contradicted' : isConfirmed ? 'confirmed' : 'unknown';
  return { source, entry, kind, sub, sup };
}

function toRow(name: string, kind: Row['kind'], judged: readonly Judged[]): Row {
  const count = (wanted: Kind): number => judged.filter(({ kind }) => kind === wanted).length;
  return {
    name,
    kind,
    figures: {
      witnesses: judged.length,
      confirmed: count('confirmed'),
      unknown: count('unknown'),
      contradicted: count('contradicted'),
    },
  };
}

const toMiss = ({ source, entry, kind, sub, sup }: Judged): Miss => ({
  id: `${source}/${entry.id}`,
  kind,
  line: `${kind} ${source}/${entry.id} [${entry.draft}]: sub ${JSON.stringify(sub)}, sup ${JSON.stringify(sup)}`,
  detail: JSON.stringify(entry, undefined, 2),
});

const hasWitness = (entry: ContainmentCase): boolean => !entry.subset && 'witness' in entry;

async function score(folder: string, { only }: SectionOptions): Promise<SectionReport> {
  const judged = readCases(folder)
    .filter(({ source, entry }) => hasWitness(entry) && `${source}/${entry.id}`.includes(only ?? ''))
    .map(judge);
  const sources = [...new Set(judged.map(({ source }) => source))];
  const rowOf = (name: string): Row =>
    toRow(
      name,
      'source',
      judged.filter(({ source }) => source === name),
    );
  return {
    columns,
    rows: [...sources.map(rowOf), toRow('all', 'group', judged)],
    misses: judged.filter(({ kind }) => only !== undefined || kind !== 'confirmed').map(toMiss),
  };
}

/** The reference evaluator's word on every witness of the containment corpus. */
export const evaluatorSection: Section = { name: 'evaluator', folder: 'json-schema', score };
