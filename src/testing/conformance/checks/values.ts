import assert from 'node:assert/strict';

import type { StoredLine } from '../../../core/line.ts';
import type { Change } from '../../../ports/contract-store.ts';
import { call, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { billing, changeTo, created, peculiarTexts, readEvents, version } from '../samples.ts';

/** What is stored comes back as it was, and nothing else does. */
export const valueChecks: readonly Check[] = [
  {
    id: 'unwritten-line',
    title: 'loading a line never written gives revision 0 and creates nothing',
    requires: [],
    run: async ({ store, outbox }) => {
      assert.deepEqual(valueOf(await store.load(billing, { ...call, command_id: 'command-1' })), {
        revision: 0,
        line: null,
        command: null,
      });
      assert.deepEqual(valueOf(await store.list({ limit: 10 }, call)), { items: [], next: null });
      assert.deepEqual(valueOf(await store.events({ limit: 10 }, call)), { items: [], next: null });
      assert.deepEqual(valueOf(await outbox.lag(call)), { undelivered: 0, parked: 0, oldest: null });
    },
  },
  {
    id: 'deep-equal',
    title: 'a commit comes back deep-equal: line, command and events',
    requires: [],
    run: async ({ store }) => {
      const change = peculiarChange();
      valueOf(await store.commit(billing, 0, change, call));
      const head = valueOf(await store.load(billing, { ...call, command_id: change.command.command_id }));
      assert.deepStrictEqual(head, { revision: 1, line: change.line, command: change.command });
      assert.deepStrictEqual(await readEvents(store), change.events);
      const summary = { ...billing, revision: 1 };
      assert.deepStrictEqual(valueOf(await store.list({ limit: 10 }, call)).items, [summary]);
    },
  },
  {
    id: 'distinct-ids',
    title: 'ids that differ only in case, space or Unicode form are different ids',
    requires: [],
    run: async ({ store }) => {
      const ids = [
        'Billing',
        'billing',
        'billing ',
        ' billing',
        '\u00e9',
        'e\u0301',
        '\u{1F600}',
        '\u{1F601}',
        'constructor',
      ];
      for (const integration_id of ids) {
        const key = { integration_id, contract_type: 'event' } as const;
        valueOf(await store.commit(key, 0, changeTo(key, 1, { command_id: integration_id }), call));
      }
      for (const integration_id of ids) {
        const key = { integration_id, contract_type: 'event' } as const;
        const head = valueOf(await store.load(key, { ...call, command_id: integration_id }));
        assert.equal(head.line?.integration_id, integration_id);
        assert.equal(head.command?.command_id, integration_id);
        assert.equal(valueOf(await store.load(key, { ...call, command_id: `${integration_id} ` })).command, null);
        assert.equal((await readEvents(store, { integration_id })).length, 1);
        assert.equal(valueOf(await store.load({ ...key, contract_type: 'openapi' }, call)).revision, 0);
      }
    },
  },
  {
    id: 'unusual-ids',
    title: 'ids that are not Unicode text, or hold a NUL, come back as they are or are refused',
    requires: [],
    run: async ({ store }) => {
      const ids = ['a\0b', 'a\0c', 'a', '\ud800', '\udc00', '\ufffd'];
      const accepted: string[] = [];
      for (const integration_id of ids) {
        const key = { integration_id, contract_type: 'openapi' } as const;
        const committed = await store.commit(key, 0, changeTo(key, 1), call);
        if (committed.isOk()) accepted.push(integration_id);
        const loaded = await store.load(key, call);
        assert.equal(loaded.isOk(), committed.isOk());
        if (loaded.isOk()) assert.equal(loaded.value.line?.integration_id, integration_id);
      }
      const listed = valueOf(await store.list({ limit: 100 }, call)).items.map(({ integration_id }) => integration_id);
      assert.deepEqual([...listed].sort(), accepted.sort());
    },
  },
  {
    id: 'nothing-shared',
    title: 'nothing is shared with the caller, neither what was given nor what was returned',
    requires: [],
    run: async ({ store, documents, outbox }) => {
      const change = structuredClone(changeTo(billing, 1)) as Change & { line: { versions: unknown[] } };
      const untouched = structuredClone(change);
      const bytes = Uint8Array.of(1, 2, 3);
      valueOf(await documents.put('sha256:1', bytes, call));
      valueOf(await store.commit(billing, 0, change, call));
      bytes.fill(9);
      change.line.versions.length = 0;
      Object.assign(change.events[0] ?? {}, { request_id: 'changed' });
      Object.assign(change.command, { result: 'changed' });
      for (let round = 0; round < 2; round += 1) {
        const head = valueOf(await store.load(billing, { ...call, command_id: 'command-1' }));
        const events = await readEvents(store);
        const stored = valueOf(await documents.get('sha256:1', call));
        assert.deepStrictEqual(head, { revision: 1, line: untouched.line, command: untouched.command });
        assert.deepStrictEqual(events, untouched.events);
        assert.deepEqual([...(stored ?? [])], [1, 2, 3]);
        Object.assign(head.line ?? {}, { versions: [] });
        Object.assign(head.command ?? {}, { result: 'changed' });
        Object.assign(events[0] ?? {}, { request_id: 'changed' });
        stored?.fill(9);
      }
      const claimed = valueOf(await outbox.claim(10, 1_000, call));
      assert.deepStrictEqual(claimed.events, untouched.events);
    },
  },
  {
    id: 'document-bytes',
    title: 'documents come back byte for byte, and the first under a checksum stays',
    requires: [],
    run: async ({ documents }) => {
      const whole = Uint8Array.from({ length: 1_024 }, (_, index) => index % 256);
      // A view into a larger buffer: what lies around it must not be stored.
      const view = whole.subarray(200, 300);
      valueOf(await documents.put('sha256:view', view, call));
      valueOf(await documents.put('sha256:view', view, call));
      valueOf(await documents.put('sha256:view', Uint8Array.of(1), call));
      valueOf(await documents.put('sha256:empty', new Uint8Array(0), call));
      valueOf(
        await documents.put(
          'sha256:text',
          new TextEncoder().encode('\uFEFF{"v": 1.10,\r\n"a": 12345678901234567890}'),
          call,
        ),
      );
      assert.deepEqual(valueOf(await documents.get('sha256:view', call)), Uint8Array.from(view));
      assert.deepEqual(valueOf(await documents.get('sha256:empty', call)), new Uint8Array(0));
      const text = valueOf(await documents.get('sha256:text', call));
      assert.equal(
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(text ?? undefined),
        '\uFEFF{"v": 1.10,\r\n"a": 12345678901234567890}',
      );
      assert.equal(valueOf(await documents.get('SHA256:view', call)), null);
    },
  },
];

/** A change with peculiar texts as values and as keys, wherever the types leave room for them. */
function peculiarChange(): Change {
  // `fromEntries` makes `__proto__` a member like any other, as JSON.parse does.
  const members = Object.fromEntries(peculiarTexts.map((text) => [text, { [text]: [text, null, 0.1, 2 ** 53, true] }]));
  const versions = peculiarTexts.map((text, index) => version(text === '' ? 'v1' : text, index + 1));
  const line: StoredLine = { ...changeTo(billing, 1).line, versions, used_overrides: peculiarTexts };
  const event = { ...created(billing, 1, 0, 'event \u{1F600}'), actor: { id: '\ud800 \0', type: '' } };
  return {
    line,
    events: [event, { ...event, event_id: '__proto__', position: 1, rollout_id: 'toString' }],
    command: { command_id: '__proto__', fingerprint: '\0', result: members, committed_at: '2026-03-01T08:00:00.123Z' },
  };
}
