import type { SqliteHandle, SqliteInteger } from './handle.ts';

/**
 * The steps from an empty database to the present schema; a released step never changes.
 *
 * Ids are TEXT, compared by their bytes; lines, commands and events are JSON text, so that nothing depends on how a driver
 * converts values. An event waits for delivery as long as it has a row in the outbox.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE contract_rollout_lines (
    integration_id TEXT NOT NULL,
    contract_type TEXT NOT NULL,
    revision INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (integration_id, contract_type)
  ) STRICT;

  CREATE TABLE contract_rollout_commands (
    integration_id TEXT NOT NULL,
    contract_type TEXT NOT NULL,
    command_id TEXT NOT NULL,
    record TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    PRIMARY KEY (integration_id, contract_type, command_id)
  ) STRICT;
  CREATE INDEX contract_rollout_commands_by_age ON contract_rollout_commands (stored_at);

  CREATE TABLE contract_rollout_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    integration_id TEXT NOT NULL,
    contract_type TEXT,
    type TEXT NOT NULL,
    request_id TEXT NOT NULL,
    rollout_id TEXT,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX contract_rollout_events_by_integration ON contract_rollout_events (integration_id, seq);
  CREATE INDEX contract_rollout_events_by_request ON contract_rollout_events (request_id, seq);
  CREATE INDEX contract_rollout_events_by_rollout ON contract_rollout_events (rollout_id, seq)
    WHERE rollout_id IS NOT NULL;

  CREATE TABLE contract_rollout_outbox (
    seq INTEGER PRIMARY KEY REFERENCES contract_rollout_events (seq),
    line TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    claimed_after INTEGER,
    acks_at_failure INTEGER,
    error TEXT,
    parked_at TEXT,
    lease_token TEXT,
    lease_until INTEGER
  ) STRICT;
  CREATE INDEX contract_rollout_outbox_by_line ON contract_rollout_outbox (line, seq);
  CREATE INDEX contract_rollout_outbox_failed ON contract_rollout_outbox (line) WHERE failures > 0;
  CREATE INDEX contract_rollout_outbox_leased ON contract_rollout_outbox (line) WHERE lease_token IS NOT NULL;

  CREATE TABLE contract_rollout_documents (
    checksum TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE contract_rollout_counters (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT;
  INSERT INTO contract_rollout_counters (name, value) VALUES ('acks', 0);
  `,
  // The active version beside its line; and since when events and documents are there, as far as it is known.
  `
  ALTER TABLE contract_rollout_lines ADD COLUMN active TEXT;
  UPDATE contract_rollout_lines SET active = (
    SELECT version.value FROM json_each(line, '$.versions') AS version
    WHERE json_extract(version.value, '$.contract_version') = json_extract(line, '$.active_version'));

  ALTER TABLE contract_rollout_events ADD COLUMN stored_at INTEGER NOT NULL DEFAULT 0;
  UPDATE contract_rollout_events SET stored_at = 1000 * CAST(strftime('%s', 'now') AS INTEGER);
  CREATE INDEX contract_rollout_events_by_age ON contract_rollout_events (stored_at);

  ALTER TABLE contract_rollout_documents ADD COLUMN stored_at INTEGER NOT NULL DEFAULT 0;
  UPDATE contract_rollout_documents SET stored_at = 1000 * CAST(strftime('%s', 'now') AS INTEGER);
  `,
];

/** Brings the schema up to date in one transaction; safe when several processes do it at once. */
export function migrate(handle: SqliteHandle): void {
  handle.exec('BEGIN IMMEDIATE');
  try {
    handle.exec('CREATE TABLE IF NOT EXISTS contract_rollout_schema (version INTEGER NOT NULL) STRICT');
    const row = handle.prepare('SELECT max(version) AS version FROM contract_rollout_schema').get();
    const version = Number((row as { readonly version: SqliteInteger | null }).version ?? 0);
    if (version > steps.length) {
      throw new Error(
        `The database has schema version ${version} of contract-rollout, this release knows ${steps.length}: ` +
          `it was written by a newer release. Update the package.`,
      );
    }
    for (const [index, step] of steps.entries()) {
      if (index < version) continue;
      handle.exec(step);
      handle.prepare('INSERT INTO contract_rollout_schema (version) VALUES (?)').run(index + 1);
    }
    handle.exec('COMMIT');
  } catch (error) {
    tryRollback(handle);
    throw error;
  }
}

function tryRollback(handle: SqliteHandle): void {
  try {
    handle.exec('ROLLBACK');
  } catch {
    // SQLite rolled back by itself; the first error is the one to tell.
  }
}
