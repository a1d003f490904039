import assert from 'node:assert/strict';

import { call, errorOf, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { readEvents } from '../samples.ts';
import { ann, create, createMeeting, createScene, payments, vary } from '../scene.ts';
import { documentOf } from '../../operations-differ.ts';

const once = { ...ann, command_id: 'once' };
const v1 = { ...payments, contract_version: 'v1', document: documentOf('pay') };

/** A rollout on the store carries a command out once, however often it is asked to. */
export const idempotencyChecks: readonly Check[] = [
  {
    id: 'repeated-command',
    title: 'the same command again gives the first result, and adds no revision and no event',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      const first = valueOf(await scene.rollout.createVersion(v1, once));
      await create(scene.rollout, 'v2', 'pay', 'void');
      // Another process, which knows nothing of the first call.
      const again = valueOf(await vary(scene, {}).createVersion(v1, once));
      assert.deepStrictEqual(again, first);
      assert.equal(valueOf(await subject.store.load(payments, call)).revision, 2);
      assert.equal((await readEvents(subject.store)).length, 2);
    },
  },
  {
    id: 'other-payload',
    title: 'the same command id with another payload is refused, and writes nothing',
    requires: [],
    run: async (subject) => {
      const { rollout } = createScene(subject);
      valueOf(await rollout.createVersion(v1, once));
      const refused = errorOf(await rollout.createVersion({ ...v1, document: documentOf('refund') }, once));
      assert.equal(refused.error_code, 'integration_contract_idempotency_mismatch');
      assert.equal(valueOf(await subject.store.load(payments, call)).revision, 1);
      assert.equal((await readEvents(subject.store)).length, 1);
    },
  },
  {
    id: 'concurrent-command',
    title: 'one command asked for many times at once happens once, and everybody gets its result',
    requires: [],
    run: async (subject) => {
      const scene = createScene({ ...subject, store: createMeeting(8)(subject.store) });
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => vary(scene, {}).createVersion(v1, { ...once, request_id: 'asked' })),
      );
      const [first] = answers.map(valueOf);
      assert.equal(first?.changed, true);
      for (const answer of answers) assert.deepStrictEqual(valueOf(answer), first);
      assert.equal(valueOf(await subject.store.load(payments, call)).revision, 1);
      assert.equal((await readEvents(subject.store)).length, 1);
    },
  },
];
