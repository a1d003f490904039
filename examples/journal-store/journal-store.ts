import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync } from 'node:fs';

import type { Result } from 'neverthrow';
import { err } from 'neverthrow';

import type { CallOptions, Clock, ContractStore, DocumentStore, Outbox, StoreUnavailable } from 'contract-rollout';
import { createMemoryStore } from 'contract-rollout';

/** Where the journal is, and how the store behaves. */
export interface JournalStoreOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly commandRetentionMs?: number;
  readonly failureLimit?: number;
}

/** A call that changed something, and when; what is bytes is base64. */
interface Entry {
  readonly at: number;
  readonly method: string;
  readonly input: readonly unknown[];
}

type Call = (options: CallOptions) => Promise<Result<unknown, unknown>>;

/**
 * A store that keeps everything in memory, and in a journal what leads to it: each call that changes something is a line of
 * JSON, synchronised before it is acknowledged. Opening carries the lines out again, at their times. For one process.
 */
export async function openJournalStore({ file, clock, ...settings }: JournalStoreOptions) {
  let now = 0;
  const memory = createMemoryStore({ ...settings, clock: { now: () => now } });

  function callOf({ method, input }: Entry): Call {
    // Every method of the three ports has a name of its own.
    const port = [memory, memory.outbox, memory.documents].find((each) => method in each) ?? memory;
    const sound = method === 'put' ? [input[0], Buffer.from(String(input[1]), 'base64')] : input;
    return (options) => (Reflect.get(port, method) as (...all: unknown[]) => ReturnType<Call>)(...sound, options);
  }

  // A line without its end was never acknowledged.
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = written.slice(0, written.lastIndexOf('\n') + 1);
  if (whole.length < written.length) truncateSync(file, Buffer.byteLength(whole));
  for (const line of whole.split('\n').filter(Boolean)) {
    const entry = JSON.parse(line) as Entry;
    now = entry.at;
    (await callOf(entry)({ signal: new AbortController().signal }))._unsafeUnwrap();
  }

  const journal = openSync(file, 'a');
  let queue: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  let failure: unknown;

  /** Calls run one after the other, so that nobody sees what is not in the journal yet. */
  function run(options: CallOptions, method: string, input: readonly unknown[], changes: boolean): Promise<never> {
    const running =
      closing === undefined ? queue.then(work) : Promise.resolve(unavailable(new Error('The store is closed.')));
    queue = running;
    return running as Promise<never>;

    async function work(): Promise<Result<unknown, unknown>> {
      if (failure !== undefined) return unavailable(failure);
      if (options.signal.aborted) return unavailable(options.signal.reason);
      now = clock.now();
      try {
        const line = JSON.stringify({ at: now, method, input } satisfies Entry);
        const result = await callOf({ at: now, method, input })(options);
        const idle =
          method === 'claim' && result.isOk() && (result.value as { lease_token: unknown }).lease_token === null;
        if (changes && result.isOk() && !idle) append(`${line}\n`);
        return result;
      } catch (cause) {
        return unavailable(cause, failure === undefined ? 'nothing_changed' : 'unknown');
      }
    }
  }

  function append(line: string): void {
    try {
      appendFileSync(journal, line);
      fsyncSync(journal);
    } catch (cause) {
      // Memory is ahead of the journal now; only opening it again shows what counts.
      failure = cause;
      throw cause;
    }
  }

  const store: ContractStore = {
    load: (line, options) => run(options, 'load', [line], false),
    commit: (line, expected_revision, change, options) =>
      run(options, 'commit', [line, expected_revision, change], true),
    record: (events, options) => run(options, 'record', [events], true),
    list: (query, options) => run(options, 'list', [query], false),
    events: (query, options) => run(options, 'events', [query], false),
    close: () => (closing ??= queue.then(() => closeSync(journal))),
  };
  const documents: DocumentStore = {
    put: (checksum, bytes, options) => run(options, 'put', [checksum, Buffer.from(bytes).toString('base64')], true),
    get: (checksum, options) => run(options, 'get', [checksum], false),
  };
  const outbox: Outbox = {
    claim: (limit, lease_ms, options) => run(options, 'claim', [limit, lease_ms], true),
    ack: (lease_token, options) => run(options, 'ack', [lease_token], true),
    release: (lease_token, error, options) => run(options, 'release', [lease_token, error], true),
    parked: (options) => run(options, 'parked', [], false),
    unpark: (event_id, options) => run(options, 'unpark', [event_id], true),
    lag: (options) => run(options, 'lag', [], false),
  };
  return { store, documents, outbox };
}

function unavailable(cause: unknown, outcome: StoreUnavailable['outcome'] = 'nothing_changed') {
  return err({ kind: 'unavailable', outcome, cause } satisfies StoreUnavailable);
}
