// Compares two OpenAPI documents with one tool and reports the processor time of the first and of later calls, and of
// reading both texts in the same process.
import { readFileSync } from 'node:fs';

const [tool, rounds, ...files] = process.argv.slice(2);
const [baseline, candidate] = files.map((file) => readFileSync(file, 'utf8'));
const isJson = baseline.trimStart().startsWith('{') && candidate.trimStart().startsWith('{');

const tools = {
  'contract-rollout': async () => {
    const { diffOpenApi } = await import('contract-rollout/diff');
    return async () => {
      const { findings, breaking_change_count } = (await diffOpenApi(baseline, candidate))._unsafeUnwrap();
      const undecided = findings.filter((finding) => finding.undecided !== undefined).length;
      return { findings: findings.length, breaking: breaking_change_count, undecided };
    };
  },
  'openapi-diff': async () => {
    const { default: openApiDiff } = await import('openapi-diff');
    const { load } = await import('js-yaml');
    const format = /["']?swagger["']?\s*:/u.test(baseline) ? 'swagger2' : 'openapi3';
    const specOf = (text, location) => ({
      content: isJson ? text : JSON.stringify(load(text, { json: true })),
      location,
      format,
    });
    return async () => {
      const found = await openApiDiff.diffSpecs({
        sourceSpec: specOf(baseline, 'baseline'),
        destinationSpec: specOf(candidate, 'candidate'),
      });
      const breaking = found.breakingDifferences?.length ?? 0;
      const others = found.nonBreakingDifferences.length + found.unclassifiedDifferences.length;
      return { findings: breaking + others, breaking };
    };
  },
};

async function timed(work) {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}

const read = isJson ? JSON.parse : (await import('js-yaml')).load;
const compare = await tools[tool]();
const first = await timed(compare);
let later = first.ms;
for (let round = 1; round < Number(rounds); round++) later = Math.min(later, (await timed(compare)).ms);
// Held while the other is read, as a comparison holds both.
let floor = Infinity;
for (let round = 0; round < 3; round++) {
  const { ms } = await timed(() => [read(baseline), read(candidate)]);
  floor = Math.min(floor, ms);
}
process.send({ first: first.ms, later, floor, resident: process.resourceUsage().maxRSS / 1024, ...first.result });
