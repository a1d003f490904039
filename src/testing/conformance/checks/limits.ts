import assert from 'node:assert/strict';

import type { LineKey } from '../../../core/line.ts';
import { checksumOf } from '../../../internal/checksum.ts';
import { call, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { billing, changeTo, created, denied, readEvents } from '../samples.ts';
import { ann, createScene, payments } from '../scene.ts';

/** What is long, large or far away in time is kept whole, or refused. */
export const limitChecks: readonly Check[] = [
  {
    id: 'long-ids',
    title: 'ids of 128 characters come back whole, and longer ones whole or not at all',
    requires: [],
    run: async ({ store }) => {
      for (const [length, unit] of [
        [128, 'x'],
        [128, '\u{1F600}'],
        [129, 'x'],
        [256, 'x'],
        [2_000, '\u00e9'],
      ] as const) {
        const start = unit.repeat(length - 1);
        for (const integration_id of [`${start}a`, `${start}b`]) {
          const key: LineKey = { integration_id, contract_type: 'event' };
          const change = changeTo(key, 1, {
            command_id: integration_id,
            prefix: `${length}${unit}-${integration_id.at(-1)}`,
          });
          const committed = await store.commit(key, 0, change, call);
          if (length <= 128) assert.ok(committed.isOk(), `an id of ${length} characters is refused`);
          const loaded = await store.load(key, { ...call, command_id: integration_id });
          if (committed.isErr()) {
            assert.equal(committed.error.kind, 'unavailable');
            assert.ok(loaded.isErr() || loaded.value.revision === 0);
            continue;
          }
          const head = valueOf(loaded);
          assert.deepEqual(
            [head.revision, head.line?.integration_id, head.command?.command_id],
            [1, integration_id, integration_id],
          );
          assert.deepEqual(await readEvents(store, { integration_id }), change.events);
        }
      }
    },
  },
  {
    id: 'timestamps',
    title: 'times keep their milliseconds, whatever the time zone of the process',
    requires: [],
    run: async ({ store, outbox, clock }) => {
      const zone = process.env['TZ'];
      try {
        for (const [index, TZ] of ['UTC', 'Pacific/Apia', 'America/St_Johns'].entries()) {
          process.env['TZ'] = TZ;
          // In the hour that many zones skip or repeat.
          for (const [step, recorded_at] of ['2026-03-29T02:30:00.001Z', '0099-12-31T23:59:59.999Z'].entries()) {
            const key: LineKey = { integration_id: `line-${index}-${step}`, contract_type: 'openapi' };
            const event = { ...created(key, 1, 0, `event-${index}-${step}`), recorded_at };
            const change = changeTo(key, 1);
            const command = { ...change.command, committed_at: recorded_at };
            valueOf(await store.commit(key, 0, { ...change, events: [event], command }, call));
            const head = valueOf(await store.load(key, { ...call, command_id: command.command_id }));
            assert.equal(head.command?.committed_at, recorded_at);
            assert.deepEqual(await readEvents(store, { integration_id: key.integration_id }), [event]);
          }
          assert.equal(valueOf(await outbox.lag(call)).oldest, '2026-03-29T02:30:00.001Z');
          clock.advance(1);
        }
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    },
  },
  {
    id: 'document-size',
    title: 'a document is kept whole or refused, and one over the limit is refused before anything is written',
    requires: [],
    run: async (subject) => {
      const { store, documents, effort } = subject;
      const bytes = new Uint8Array((effort === 'full' ? 32 : 5) * mebibyte).fill(0x78);
      const checksum = await checksumOf(bytes);
      const put = await documents.put(checksum, bytes, call);
      const kept = valueOf(await documents.get(checksum, call));
      if (put.isOk()) assert.ok(kept !== null && Buffer.compare(kept, bytes) === 0);
      else assert.equal(kept, null);

      const { rollout } = createScene(subject, { differs: {} });
      const document = `{"openapi": "3.0.3", "x": "${'x'.repeat(32 * mebibyte)}"}`;
      const refused = await rollout.createVersion({ ...payments, contract_version: 'v1', document }, ann);
      assert.equal(refused.isErr() && refused.error.error_code, 'integration_contract_invalid_payload');
      const none = valueOf(await documents.get(await checksumOf(new TextEncoder().encode(document)), call));
      assert.equal(none, null);
      assert.equal(valueOf(await store.load(payments, call)).revision, 0);
    },
  },
  {
    id: 'many-events',
    title: 'a commit of many events, and a page of many, are whole',
    requires: [],
    run: async ({ store }) => {
      const change = changeTo(billing, 1, { events: 250 });
      valueOf(await store.commit(billing, 0, change, call));
      valueOf(
        await store.record(
          Array.from({ length: 100 }, (_, index) => denied('billing', `d${index}`)),
          call,
        ),
      );
      const events = await readEvents(store, {}, 1_000);
      assert.deepEqual(events.slice(0, 250), change.events);
      assert.equal(events.length, 350);
      assert.deepEqual(await readEvents(store, {}, 7), events);
    },
  },
];

const mebibyte = 1024 * 1024;
