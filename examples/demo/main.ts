import { readDocument } from './documents.ts';
import { createPaper } from './paper.ts';
import { ownDocuments } from './own-documents.ts';
import { payments } from './payments.ts';
import { withStage } from './stage.ts';

const usage = `Usage: npm run demo
       npm run demo -- BASELINE CANDIDATE

Without arguments, a rollout of the documents in examples/documents. With the paths of two OpenAPI or two AsyncAPI
documents (JSON or YAML), the same calls on these: the first is in force, the second is to replace it.`;

async function main(paths: readonly string[]): Promise<void> {
  const paper = createPaper(process.stdout, process.env);
  const [baseline, candidate] = paths;
  if (baseline === undefined) return withStage((rollout) => payments(rollout, paper));
  if (candidate === undefined || paths.length > 2) {
    throw new Error(`Two documents are needed, not ${paths.length}.\n\n${usage}`);
  }
  const documents = { baseline: readDocument(baseline), candidate: readDocument(candidate) };
  return withStage((rollout) => ownDocuments(rollout, paper, documents));
}

const paths = process.argv.slice(2);
if (paths.includes('--help') || paths.includes('-h')) {
  console.log(usage);
} else {
  try {
    await main(paths);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
