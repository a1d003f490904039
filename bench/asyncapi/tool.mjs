// Plain JavaScript, so that no loader of TypeScript is measured. Sends, in ms, how long the process took to start, the
// tool to load and the first comparison of two files to answer; the processor time of the latter two, in all threads; and
// the least processor time of the comparisons that follow.
import { readFileSync } from 'node:fs';

const [, , tool, baseline, candidate] = process.argv;
const texts = [baseline, candidate].map((path) => readFileSync(path, 'utf8'));

/** How each tool is started; what it gives compares the two texts. */
const tools = {
  'contract-rollout': async () => {
    const { diffAsyncApi } = await import('contract-rollout/diff');
    return () => diffAsyncApi(...texts);
  },
  'js-yaml alone': async () => {
    const { load } = await import('js-yaml');
    return () => texts.map((text) => load(text));
  },
  '@asyncapi/parser alone': async () => {
    const parse = await parser();
    return () => Promise.all(texts.map(parse));
  },
  // As its users have it: it compares what the parser gives.
  '@asyncapi/diff': async () => {
    const { diff } = (await import('@asyncapi/diff')).default;
    const parse = await parser();
    return async () => {
      const [one, other] = await Promise.all(texts.map(parse));
      return diff(one.json(), other.json());
    };
  },
};

async function parser() {
  const { Parser } = await import('@asyncapi/parser');
  const built = new Parser();
  return async (text) => (await built.parse(text)).document;
}

function processorTime(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

const used = process.cpuUsage();
const start = performance.now();
const compare = await tools[tool]();
const loaded = performance.now();
await compare();
const answered = performance.now();
const cold = processorTime(used);
let warm = Number.POSITIVE_INFINITY;
for (let round = 0; round < 20; round++) {
  const before = process.cpuUsage();
  await compare();
  warm = Math.min(warm, processorTime(before));
}
process.send({ start, load: loaded - start, first: answered - loaded, cold, warm });
