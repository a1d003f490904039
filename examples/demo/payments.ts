import { readFileSync } from 'node:fs';

import type { Rollout } from 'contract-rollout';

import type { Paper } from './paper.ts';
import { createOperator } from './operator.ts';

/** Rolls out three versions of a payments API and of its events: the second breaks its clients, the third does not. */
export async function payments(rollout: Rollout, paper: Paper): Promise<void> {
  paper.say(
    'Two contract lines of the integration "payments": its API and its events, from examples/documents. The store is a ' +
      'SQLite file in a temporary folder. Beside every call stands its answer, with its request_id in parentheses.',
  );
  await paymentsApi(rollout, paper);
  await paymentEvents(rollout, paper);
}

async function paymentsApi(rollout: Rollout, paper: Paper): Promise<void> {
  const runbook = createOperator(rollout, paper, 'openapi');
  const [v1, v2, v3] = versionsOf('payments-api');

  paper.step('Payments API: the first version has nothing to be compared with');
  await runbook.create('v1', v1);
  await runbook.activate('v1');

  paper.step('v2 adds receipts; nobody has checked it');
  await runbook.create('v2', v2);
  await runbook.activate('v2');

  paper.step('The check finds what else happened in v2');
  await runbook.check('v1', 'v2');
  await runbook.activate('v2');

  paper.step('v3 adds the receipts only');
  await runbook.create('v3', v3);
  await runbook.check('v1', 'v3');
  await runbook.activate('v3');

  paper.step('What is in force, and how that came about');
  await runbook.list();
  await runbook.audit();

  paper.step('Receipts are wrong in production: back to v1?');
  const plan = await runbook.planRollback();
  await runbook.rollback();

  if (plan?.override_binding) {
    paper.step('Clients that read receipts will fail; the incident lead takes responsibility, once and for this pair');
    await runbook.overrideRollback({
      ...plan.override_binding,
      override_id: 'INC-4711',
      justification: 'Receipt numbers repeat; no client depends on them yet.',
    });
    await runbook.list();
    await runbook.audit();
  }
}

async function paymentEvents(rollout: Rollout, paper: Paper): Promise<void> {
  const runbook = createOperator(rollout, paper, 'event');
  const [v1, v2, v3] = versionsOf('payment-events');

  paper.step('Payment events, a line of their own: in v2 amounts become decimal strings');
  await runbook.create('v1', v1);
  await runbook.activate('v1');
  await runbook.create('v2', v2);
  await runbook.check('v1', 'v2');
  await runbook.activate('v2');

  paper.step('v3 adds an event and an optional member');
  await runbook.create('v3', v3);
  await runbook.check('v1', 'v3');
  await runbook.activate('v3');
}

function versionsOf(name: string): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const read = (version: string) => readFileSync(new URL(`../documents/${name}/${version}.yaml`, import.meta.url));
  return [read('v1'), read('v2'), read('v3')];
}
