import { readFileSync } from 'node:fs';

import type { DiffReport, Finding } from '../../src/core/report.ts';
import { diffOpenApi } from '../../src/diff/openapi/diff-openapi.ts';
import { confirmWitness } from './openapi-witness.ts';
import type { Column, Miss, Row, Section, SectionOptions, SectionReport } from './section.ts';

/** A pair of documents with a verdict; the fields that only one file of the corpus has are optional. */
interface OpenApiCase {
  readonly id: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly verdict: 'breaking' | 'compatible';
  readonly asOf?: string;
  readonly contested?: string;
  readonly position?: 'request' | 'response' | 'document';
  readonly witness?: unknown;
  readonly schemaInvalid?: readonly string[];
  readonly why?: string;
}

const columns: readonly Column[] = [
  { key: 'cases', title: 'cases' },
  { key: 'right', title: 'right', better: 'more' },
  { key: 'missed', title: 'missed breaks', better: 'less' },
  { key: 'refused', title: 'wrongly blocked', better: 'less' },
  { key: 'undecided', title: 'of these undecided', better: 'less' },
  { key: 'unread', title: 'unread', better: 'less' },
  { key: 'witnessed', title: 'witnessed', better: 'more' },
  { key: 'wanted', title: 'of witnesses' },
  { key: 'badWitness', title: 'bad witness', better: 'less' },
];

type Kind = 'right' | 'missed' | 'refused' | 'unread';

interface Scored {
  readonly source: string;
  readonly entry: OpenApiCase;
  readonly kind: Kind;
  readonly findings: readonly Finding[];
  readonly witness: 'confirmed' | 'contradicted' | 'absent' | 'not wanted';
  readonly said: string;
}

const files: readonly { readonly name: string; readonly holds: (entry: OpenApiCase) => boolean }[] = [
  { name: 'semantic-cases', holds: ({ contested }) => contested === undefined },
  { name: 'semantic-cases.contested', holds: ({ contested }) => contested !== undefined },
  { name: 'cases', holds: () => true },
  { name: 'cases-executed', holds: () => true },
  { name: 'cases-options', holds: () => true },
];

/** Sources that inform and are not part of the ratchet's total: options are not ours, contested verdicts are open. */
const informing = new Set(['semantic-cases.contested', 'cases-options']);

/** The day on which the corpus was made. */
const today = '2026-08-08';

async function scoreCase(folder: string, source: string, entry: OpenApiCase): Promise<Scored> {
  const [baseline, candidate] = [entry.baseline, entry.candidate].map((path) => readFileSync(`${folder}/${path}`));
  const result = await diffOpenApi(baseline ?? '', candidate ?? '', {
    now: `${entry.asOf ?? today}T00:00:00Z`,
    invalid: entry.schemaInvalid === undefined ? 'refuse' : 'compare',
  });
  if (result.isErr()) {
    const said = result.error.message;
    return { source, entry, kind: 'unread', findings: [], witness: 'not wanted', said };
  }
  const { findings } = result.value;
  return {
    source,
    entry,
    kind: kindOf(entry, result.value),
    findings,
    witness: 'witness' in entry ? witnessOf(entry, findings, String(baseline), String(candidate)) : 'not wanted',
    said: findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`).join('\n') || 'nothing',
  };
}

function kindOf({ verdict }: OpenApiCase, { compatibility }: DiffReport): Kind {
  if ((verdict === 'compatible') === (compatibility === 'compatible')) return 'right';
  return verdict === 'breaking' ? 'missed' : 'refused';
}

/** Whether a breaking finding has a witness, and an independent evaluator agrees with each of them. */
function witnessOf(
  entry: OpenApiCase,
  findings: readonly Finding[],
  baseline: string,
  candidate: string,
): Scored['witness'] {
  const witnesses = findings.flatMap((finding) =>
    finding.level === 'breaking' && 'witness' in finding ? [finding.witness] : [],
  );
  if (witnesses.length === 0) return 'absent';
  const position = entry.position === 'response' ? 'response' : 'request';
  const confirmed = witnesses.every((witness) => confirmWitness({ baseline, candidate, position, witness }));
  return confirmed ? 'confirmed' : 'contradicted';
}

function toRow(name: string, kind: Row['kind'], scored: readonly Scored[]): Row {
  const count = (holds: (each: Scored) => boolean): number => scored.filter(holds).length;
  const ofKind = (wanted: Kind): number => count((each) => each.kind === wanted);
  return {
    name,
    kind,
    figures: {
      cases: scored.length,
      right: ofKind('right'),
      missed: ofKind('missed'),
      refused: ofKind('refused'),
      undecided: count(({ kind, findings }) => kind === 'refused' && findings.some(isUndecided)),
      unread: ofKind('unread'),
      wanted: count(({ witness }) => witness !== 'not wanted'),
      witnessed: count(({ witness }) => witness === 'confirmed'),
      badWitness: count(({ witness }) => witness === 'contradicted'),
    },
  };
}

function isUndecided({ undecided }: Finding): boolean {
  return undecided !== undefined;
}

function toMiss({ source, entry, kind, said, witness }: Scored): Miss {
  const shown = kind === 'right' && witness !== 'not wanted' ? `witness ${witness}` : kind;
  return {
    id: entry.id,
    kind: kind === 'right' ? 'badWitness' : kind,
    line: `${shown.padEnd(10)} ${source}/${entry.id}: ${said.split('\n', 1)[0]}`,
    detail: `${JSON.stringify(entry, undefined, 2)}\n${said}`,
  };
}

async function score(folder: string, { only, setAside }: SectionOptions): Promise<SectionReport> {
  const scored: Scored[] = [];
  for (const { name, holds } of files) {
    const [file = name] = name.split('.');
    const cases: readonly OpenApiCase[] = JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8'));
    for (const entry of cases.filter(holds)) {
      if (only === undefined ? setAside.has(entry.id) : !entry.id.includes(only)) continue;
      scored.push(await scoreCase(folder, name, entry));
    }
  }
  const counted = scored.filter(({ source }) => !informing.has(source));
  const isMiss = ({ kind, witness }: Scored): boolean =>
    kind !== 'right' || witness === 'contradicted' || witness === 'absent';
  return {
    columns,
    rows: [
      ...files.map(({ name }) =>
        toRow(
          name,
          'source',
          scored.filter(({ source }) => source === name),
        ),
      ),
      toRow('all', 'group', counted),
    ],
    misses: (only === undefined ? counted.filter(isMiss) : scored).map(toMiss),
  };
}

/** Pairs of OpenAPI documents with known verdicts; the ids in `corpus-disagreements.json` are the cases' own. */
export const openApiSection: Section = { name: 'openapi', folder: 'openapi-rules', score };
