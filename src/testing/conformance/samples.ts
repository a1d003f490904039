import assert from 'node:assert/strict';

import type { ContractVersion, LineKey, StoredLine } from '../../core/line.ts';
import type { RecordedEvent } from '../../core/event.ts';
import type { Change, ContractStore, Page } from '../../ports/contract-store.ts';
import { call, valueOf } from './assertions.ts';
import { start } from './check.ts';

/** The line that most cases write to. */
export const billing: LineKey = { integration_id: 'billing', contract_type: 'openapi' };

/** Texts that careless storage changes, confuses or loses. */
export const peculiarTexts: readonly string[] = [
  '',
  ' ',
  'a ',
  '__proto__',
  'constructor',
  'toString',
  "Robert'); DROP TABLE lines;--",
  '%_\\"\'`',
  '\u00e9',
  'e\u0301',
  'I\u0307 \u0131',
  '\u{1F600}',
  '\uFFFD',
  '\uFEFFbom',
  'line\r\nbreak\u2028',
  '12345678901234567890',
  '1.10',
  '2026-03-01T08:00:00.123+05:30',
];

/** A version with everything in it that a version can have. */
export function version(contract_version: string, created_seq: number): ContractVersion {
  return {
    contract_version,
    status: created_seq === 1 ? 'active' : 'candidate',
    checksum: `sha256:${'0'.repeat(64)}`,
    document_stored: true,
    schema_ref: null,
    created_seq,
    created_at: '2026-03-01T08:00:00.123Z',
    created_by: 'ada',
    deprecation: null,
    retired_at: null,
  };
}

/** A line that has been created version by version, up to a revision. */
export function lineAt(key: LineKey, revision: number): StoredLine {
  return {
    ...key,
    revision,
    versions: Array.from({ length: revision }, (_, index) => version(`v${index + 1}`, index + 1)),
    active_version: 'v1',
    checks: [],
    check_seq: 0,
    activations: [],
    used_overrides: [],
  };
}

/** An event of a commit. */
export function created(key: LineKey, revision: number, position: number, event_id: string): RecordedEvent {
  return {
    type: 'platform.integration.contract.created',
    data: version(`v${revision}`, revision),
    event_id,
    schema_version: 1,
    ...key,
    revision,
    position,
    recorded_at: start,
    actor: { id: 'ada' },
    command_id: `command-${revision}`,
    request_id: `request-${revision}`,
    request_id_generated: false,
    traceparent: null,
    rollout_id: null,
  };
}

/** An event of a refusal, which belongs to no commit. */
export function denied(integration_id: string, event_id: string): RecordedEvent {
  return {
    ...created(billing, 0, 0, event_id),
    type: 'platform.integration.contract.access_denied',
    data: { action: 'activate', contract_version: null, permissions: [], reason: 'no grant' },
    integration_id,
    contract_type: null,
    revision: null,
  };
}

/** What a commit writes that leads to a revision: as many events as asked for, and the result of one command. */
export function changeTo(
  key: LineKey,
  revision: number,
  { command_id = `command-${revision}`, events = 1, prefix = `${key.integration_id}/${key.contract_type}` } = {},
): Change {
  return {
    line: lineAt(key, revision),
    events: Array.from({ length: events }, (_, position) =>
      created(key, revision, position, `${prefix}/${revision}/${position}`),
    ),
    command: { command_id, fingerprint: `fingerprint of ${command_id}`, result: { revision }, committed_at: start },
  };
}

/** A commit of two events to a line that does not grow, so that thousands of them cost the same. */
export function smallChange(key: LineKey, revision: number, command_id: string): Change {
  const line = { ...lineAt(key, 1), revision, check_seq: revision };
  return { ...changeTo(key, 1, { command_id }), line, events: changeTo(key, revision, { events: 2 }).events };
}

/** Commits revisions one after another, from the first. */
export async function commitUpTo(store: ContractStore, key: LineKey, revision: number, events = 1): Promise<void> {
  for (let next = 1; next <= revision; next += 1) {
    valueOf(await store.commit(key, next - 1, changeTo(key, next, { events }), call));
  }
}

/** All events that match, page by page. */
export async function readEvents(
  store: ContractStore,
  query: Omit<Parameters<ContractStore['events']>[0], 'cursor' | 'limit'> = {},
  limit = 50,
): Promise<readonly RecordedEvent[]> {
  return readPages(limit, async (page) => valueOf(await store.events({ ...query, ...page }, call)));
}

/** The items of all pages from a cursor on; pages that are longer than asked for, or lead in a circle, fail the check. */
export async function readPages<Item>(
  limit: number,
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
  from: string | null = null,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const cursors = new Set<string>();
  let cursor = from;
  do {
    const page: Page<Item> = await read({ limit, ...(cursor === null ? {} : { cursor }) });
    assert.ok(page.items.length <= limit, `A page of at most ${limit} items has ${page.items.length}.`);
    items.push(...page.items);
    cursor = page.next;
    if (cursor !== null) {
      assert.ok(!cursors.has(cursor), `The cursor ${cursor} leads back to itself.`);
      cursors.add(cursor);
    }
  } while (cursor !== null);
  return items;
}

/** The ids of events. */
export function idsOf(events: readonly RecordedEvent[]): readonly string[] {
  return events.map(({ event_id }) => event_id);
}
