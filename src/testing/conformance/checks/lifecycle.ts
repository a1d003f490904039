import assert from 'node:assert/strict';

import { call, valueOf, within } from '../assertions.ts';
import type { Check } from '../check.ts';
import { billing, changeTo, commitUpTo, readEvents } from '../samples.ts';

/** Opening, closing, upgrading. */
export const lifecycleChecks: readonly Check[] = [
  {
    id: 'concurrent-migration',
    title: 'four processes that open a new namespace at once all succeed, and so does a fifth that opens it again',
    requires: ['worker', 'shared-processes', 'durable'],
    run: async ({ newNamespace, connect, start }) => {
      const namespace = newNamespace();
      const workers = Array.from({ length: 4 }, () => start({ kind: 'open', namespace }));
      await Promise.all(workers.map(({ ready }) => ready));
      assert.deepEqual(await Promise.all(workers.map(({ ended }) => ended)), [0, 0, 0, 0]);
      await commitUpTo((await connect(namespace)).store, billing, 2);
      const again = await connect(namespace);
      assert.equal(valueOf(await again.store.load(billing, call)).revision, 2);
    },
  },
  {
    id: 'reopened-namespace',
    title: 'a namespace that is opened again has everything that was in it',
    requires: ['durable'],
    run: async ({ store, documents, outbox, connect }) => {
      await commitUpTo(store, billing, 3, 2);
      valueOf(await documents.put('sha256:1', Uint8Array.of(1, 2), call));
      const events = await readEvents(store);
      const lag = valueOf(await outbox.lag(call));
      await store.close();
      const again = await connect();
      const head = valueOf(await again.store.load(billing, { ...call, command_id: 'command-3' }));
      assert.deepEqual(head, { revision: 3, line: changeTo(billing, 3).line, command: changeTo(billing, 3).command });
      assert.deepEqual(await readEvents(again.store), events);
      assert.deepEqual(valueOf(await again.outbox.lag(call)), lag);
      assert.deepEqual(valueOf(await again.documents.get('sha256:1', call)), Uint8Array.of(1, 2));
    },
  },
  {
    id: 'newer-schema',
    title: 'a schema that a later release has written is refused',
    requires: ['writeNewerSchema'],
    run: async ({ harness, newNamespace, connect }) => {
      const namespace = newNamespace();
      const { store } = await connect(namespace);
      await commitUpTo(store, billing, 1);
      await store.close();
      await harness.writeNewerSchema?.(namespace);
      await assert.rejects(connect(namespace));
    },
  },
  {
    id: 'earlier-schemas',
    title: 'every schema that was released before is brought up to date with all its data',
    requires: ['earlierSchemas'],
    run: async ({ harness, newNamespace, connect }) => {
      for (const schema of harness.earlierSchemas ?? []) {
        const namespace = newNamespace();
        const lines = await schema.create(namespace);
        const { store } = await connect(namespace);
        for (const { revision, ...line } of lines) {
          const head = valueOf(await store.load(line, call));
          assert.equal(head.revision, revision, `a line of ${schema.version}`);
          const events = await readEvents(store, line);
          assert.equal(new Set(events.map((event) => event.revision)).size, revision);
        }
      }
    },
  },
  {
    id: 'calls-in-flight',
    title: 'closing waits for calls in flight and answers them',
    requires: [],
    run: async ({ store }) => {
      const lines = Array.from({ length: 20 }, (_, index) => ({ ...billing, integration_id: `line-${index}` }));
      const running = Promise.all(lines.map((line) => store.commit(line, 0, changeTo(line, 1), call)));
      await within(10_000, 'closing', store.close());
      for (const result of await within(1_000, 'the calls in flight', running)) valueOf(result);
    },
  },
  {
    id: 'namespaces',
    title: 'two namespaces never see each other',
    requires: [],
    run: async ({ store, documents, outbox, connect, newNamespace }) => {
      const other = await connect(newNamespace());
      await commitUpTo(store, billing, 2);
      valueOf(await documents.put('sha256:1', Uint8Array.of(1), call));
      assert.equal(valueOf(await other.store.load(billing, call)).revision, 0);
      assert.deepEqual(valueOf(await other.store.list({ limit: 10 }, call)).items, []);
      assert.deepEqual(await readEvents(other.store), []);
      assert.equal(valueOf(await other.documents.get('sha256:1', call)), null);
      assert.equal(valueOf(await other.outbox.claim(10, 1_000, call)).lease_token, null);
      await commitUpTo(other.store, billing, 1);
      assert.equal(valueOf(await store.load(billing, call)).revision, 2);
      assert.equal(valueOf(await outbox.lag(call)).undelivered, 2);
    },
  },
];
