import assert from 'node:assert/strict';

import { call, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { billing, changeTo, commitUpTo, created, denied, idsOf, readEvents, readPages } from '../samples.ts';

/** Lists are in order, and paging neither skips nor repeats. */
export const pageChecks: readonly Check[] = [
  {
    id: 'line-pages',
    title: 'lines are listed in the order of their code points, page by page, and by integration',
    requires: [],
    run: async ({ store }) => {
      // U+FF5E sorts before U+1F600 by code point and behind its surrogates.
      const ids = ['a', 'Z', '\u{1F600}', '\uFF5E', 'aa', '\u00e9', '\uD7FF', ' a'];
      for (const integration_id of ids) {
        for (const contract_type of ['openapi', 'event'] as const) {
          const key = { integration_id, contract_type };
          valueOf(await store.commit(key, 0, changeTo(key, 1), call));
        }
      }
      const key = { integration_id: 'a', contract_type: 'event' } as const;
      valueOf(await store.commit(key, 1, changeTo(key, 2), call));
      const inOrder = [' a', 'Z', 'a', 'aa', '\u00e9', '\uD7FF', '\uFF5E', '\u{1F600}'];
      const expected = inOrder.flatMap((integration_id) =>
        ['event', 'openapi'].map((contract_type) => ({
          integration_id,
          contract_type,
          revision: integration_id === 'a' && contract_type === 'event' ? 2 : 1,
        })),
      );
      const listed = await readPages(3, async (page) => valueOf(await store.list(page, call)));
      assert.deepStrictEqual(listed, expected);
      const ofOne = expected.filter(({ integration_id }) => integration_id === 'a');
      for (const limit of [1, 2, 10]) {
        const read = async (page: { readonly limit: number; readonly cursor?: string }) =>
          valueOf(await store.list({ integration_id: 'a', ...page }, call));
        assert.deepStrictEqual(await readPages(limit, read), ofOne);
      }
    },
  },
  {
    id: 'event-filters',
    title: 'events are found by every filter, alone and together',
    requires: [],
    run: async ({ store }) => {
      const other = { integration_id: 'orders', contract_type: 'event' } as const;
      await commitUpTo(store, billing, 2);
      await commitUpTo(store, other, 2);
      const marked = [
        { ...created(billing, 3, 0, 'marked-1'), request_id: 'shared', rollout_id: 'rollout' },
        { ...created(billing, 3, 1, 'marked-2'), request_id: 'shared' },
      ];
      valueOf(await store.commit(billing, 2, { ...changeTo(billing, 3), events: marked }, call));
      const refusal = { ...denied('billing', 'refused'), rollout_id: 'rollout' };
      valueOf(await store.record([refusal], call));
      assert.equal((await readEvents(store)).length, 7);
      assert.equal((await readEvents(store, { integration_id: 'billing' })).length, 5);
      assert.equal((await readEvents(store, { contract_type: 'event' })).length, 2);
      assert.equal((await readEvents(store, { request_id: 'shared' })).length, 2);
      assert.deepEqual(idsOf(await readEvents(store, { rollout_id: 'rollout' })), ['marked-1', 'refused']);
      assert.equal((await readEvents(store, { types: [] })).length, 0);
      assert.equal((await readEvents(store, { types: ['platform.integration.contract.retired'] })).length, 0);
      assert.deepEqual(idsOf(await readEvents(store, { types: [refusal.type] })), ['refused']);
      const both = ['platform.integration.contract.created', refusal.type] as const;
      assert.equal((await readEvents(store, { types: both })).length, 7);
      assert.equal((await readEvents(store, { types: both.toReversed() })).length, 7);
      const all = {
        integration_id: 'billing',
        contract_type: 'openapi',
        request_id: 'shared',
        types: ['platform.integration.contract.created'],
      } as const;
      assert.deepEqual(idsOf(await readEvents(store, all)), ['marked-1', 'marked-2']);
      assert.equal((await readEvents(store, { ...all, integration_id: 'orders' })).length, 0);
    },
  },
  {
    id: 'event-pages',
    title: 'pages of events neither skip nor repeat while commits go on',
    requires: [],
    run: async ({ store }) => {
      const lines = ['a', 'b', 'c'].map((integration_id) => ({ integration_id, contract_type: 'openapi' }) as const);
      const seen: string[] = [];
      let cursor: string | null = null;
      for (let revision = 1; revision <= 12; revision += 1) {
        for (const line of lines) {
          valueOf(await store.commit(line, revision - 1, changeTo(line, revision, { events: 2 }), call));
        }
        const page: { items: readonly { event_id: string }[]; next: string | null } = valueOf(
          await store.events({ limit: 5, ...(cursor === null ? {} : { cursor }) }, call),
        );
        seen.push(...page.items.map(({ event_id }) => event_id));
        cursor = page.next;
        assert.notEqual(cursor, null);
      }
      seen.push(...idsOf(await readPages(5, async (page) => valueOf(await store.events(page, call)), cursor)));
      assert.deepEqual(seen, idsOf(await readEvents(store, {}, 1_000)));
      assert.equal(new Set(seen).size, 72);
    },
  },
  {
    id: 'cursors',
    title: 'a cursor that is none, or of another kind of list, is refused',
    requires: [],
    run: async ({ store }) => {
      await commitUpTo(store, billing, 2);
      await commitUpTo(store, { ...billing, contract_type: 'event' }, 2);
      const ofEvents = valueOf(await store.events({ limit: 1 }, call)).next ?? '';
      const ofLines = valueOf(await store.list({ limit: 1 }, call)).next ?? '';
      for (const cursor of ['', 'nonsense', ofLines]) {
        const refused = await store.events({ limit: 1, cursor }, call);
        assert.deepEqual(refused.isErr() ? refused.error : null, { kind: 'invalid_cursor' });
      }
      for (const cursor of ['', 'nonsense', ofEvents]) {
        const refused = await store.list({ limit: 1, cursor }, call);
        assert.deepEqual(refused.isErr() ? refused.error : null, { kind: 'invalid_cursor' });
      }
    },
  },
];
