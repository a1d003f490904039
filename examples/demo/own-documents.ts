import type { Rollout } from 'contract-rollout';

import type { SourceDocument } from './documents.ts';
import type { Paper } from './paper.ts';
import { createOperator } from './operator.ts';

/** The two documents of a rollout. */
export interface DocumentPair {
  readonly baseline: SourceDocument;
  readonly candidate: SourceDocument;
}

/**
 * Rolls out a candidate over a baseline, whatever comes of it.
 *
 * @throws Error if the documents are no pair, or one of them is refused: then there is nothing to roll out
 */
export async function ownDocuments(
  rollout: Rollout,
  paper: Paper,
  { baseline, candidate }: DocumentPair,
): Promise<void> {
  const { contract_type } = baseline;
  if (contract_type !== candidate.contract_type) {
    const names = { openapi: 'an OpenAPI document', event: 'an AsyncAPI document' };
    throw new Error(
      `${baseline.path} is ${names[contract_type]} and ${candidate.path} is ${names[candidate.contract_type]}; only two of a kind are compared.`,
    );
  }
  const runbook = createOperator(rollout, paper, contract_type);
  const needed = <Output>(output: Output | undefined, what: string): Output => {
    if (output === undefined) throw new Error(`${what}; see above.`);
    return output;
  };

  paper.step(`v1 is ${baseline.path}`);
  needed(await runbook.create('v1', baseline.bytes), `${baseline.path} was refused`);
  needed(await runbook.activate('v1'), 'v1 could not be activated');

  paper.step(`v2 is ${candidate.path}; nobody has checked it`);
  needed(await runbook.create('v2', candidate.bytes), `${candidate.path} was refused`);
  await runbook.activate('v2');

  paper.step('The check decides');
  needed(await runbook.check('v1', 'v2'), 'The documents could not be compared');
  const activated = await runbook.activate('v2');

  paper.step('What is in force, and how that came about');
  await runbook.list();
  await runbook.audit();

  if (activated !== undefined) {
    paper.step('And back again?');
    const plan = await runbook.planRollback();
    if (plan?.allowed === true) await runbook.rollback();
  }
}
