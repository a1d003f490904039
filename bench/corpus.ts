import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { asyncApiSection } from './corpus/asyncapi.ts';
import { evaluatorSection } from './corpus/evaluator.ts';
import { jsonSchemaSection } from './corpus/json-schema.ts';
import { openApiSection } from './corpus/openapi.ts';
import { realPairsSection } from './corpus/real-pairs.ts';
import { findFalls, toRecord } from './corpus/ratchet.ts';
import type { BestScores } from './corpus/ratchet.ts';
import type { Disagreement, Section, SectionReport } from './corpus/section.ts';
import { renderTable } from './corpus/table.ts';

const sections: readonly Section[] = [
  evaluatorSection,
  jsonSchemaSection,
  openApiSection,
  realPairsSection,
  asyncApiSection,
];

const usage = `usage: npm run corpus -- [options]
  --section NAME   only this section
  --verbose        list every case that was not answered as expected
  --kind KEY       with --verbose: only misses of this column
  --case TEXT      score only the cases whose id contains TEXT and print them in full
  --update         write the figures of this run as the new best scores
  --root FOLDER    the corpora (default: ../shared/corpus)`;

const { values: options } = parseArgs({
  options: {
    section: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    kind: { type: 'string' },
    case: { type: 'string' },
    update: { type: 'boolean', default: false },
    root: { type: 'string', default: fileURLToPath(new URL('../../shared/corpus', import.meta.url)) },
    help: { type: 'boolean', default: false },
  },
});

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const bestPath = at('./corpus-best.json');
const best: BestScores = existsSync(bestPath) ? JSON.parse(readFileSync(bestPath, 'utf8')) : {};
const disagreements: Record<string, readonly Disagreement[]> = JSON.parse(
  readFileSync(at('./corpus-disagreements.json'), 'utf8'),
);

function printMisses(report: SectionReport): void {
  const detailed = options.case !== undefined;
  if (!options.verbose && !detailed) return;
  const misses = report.misses.filter((miss) => options.kind === undefined || miss.kind === options.kind);
  for (const miss of misses) console.log(detailed ? `\n${miss.line}\n${miss.detail}` : miss.line);
  console.log();
}

function printDisagreements(known: readonly Disagreement[]): void {
  if (known.length === 0) return;
  console.log(`\n${known.length} cases are set aside: we believe that their expected answer is wrong.`);
  for (const { id, argument } of known) console.log(`  ${id}: ${argument}`);
}

/** Scores one section; the answer is the process's exit code. */
async function run(section: Section): Promise<number> {
  const folder = `${options.root}/${section.folder}`;
  if (!existsSync(folder)) {
    console.log(`${section.name}: skipped, no folder ${folder}`);
    return 0;
  }
  const known = disagreements[section.name] ?? [];
  const report = await section.score(folder, {
    setAside: new Set(known.map(({ id }) => id)),
    ...(options.case === undefined ? {} : { only: options.case }),
  });
  printMisses(report);
  console.log(`${section.name}\n\n${renderTable(report.columns, report.rows)}`);
  if (options.case !== undefined) return 0;
  printDisagreements(known);

  const falls = findFalls(best[section.name] ?? {}, report.columns, report.rows);
  for (const fall of falls) console.log(`fell: ${fall.row}, ${fall.column}: ${fall.best} → ${fall.now}`);
  if (options.update) {
    best[section.name] = toRecord(report.columns, report.rows);
    writeFileSync(bestPath, `${JSON.stringify(best, undefined, 2)}\n`);
    return 0;
  }
  return falls.length === 0 ? 0 : 1;
}

if (options.help) {
  console.log(usage);
} else {
  let code = 0;
  for (const section of sections) {
    if (options.section === undefined || options.section === section.name) code = Math.max(code, await run(section));
  }
  process.exitCode = code;
}
