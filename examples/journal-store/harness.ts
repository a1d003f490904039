import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Harness } from 'contract-rollout/testing';

import { openJournalStore } from './journal-store.ts';

const folder = (process.env['JOURNALS'] ??= mkdtempSync(join(tmpdir(), 'journals-')));
const fileOf = (namespace: string): string => join(folder, `${namespace}.jsonl`);

/** What the conformance checks need to know of the journal store. */
export const harness: Harness = {
  name: 'the journal store',
  capabilities: { durable: true, connections: false, processes: 'none' },
  open: (namespace, settings) => openJournalStore({ file: fileOf(namespace), ...settings }),
  destroy: async (namespace) => rmSync(fileOf(namespace), { force: true }),
  worker: { module: new URL('./worker.ts', import.meta.url), execArgv: ['--import', 'tsx'] },
};
