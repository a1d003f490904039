import type { SqlDialect } from './dialect.ts';

/** A change of the schema. A released step never changes; each of its statements can be repeated. */
export interface Step {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/**
 * Ids are compared by their bytes: on PostgreSQL by the collation C, on MySQL and MariaDB as binary strings, because
 * utf8mb4_bin ignores spaces at the end. Lines, commands and events are JSON in ASCII, times are milliseconds in UTC, so
 * that nothing depends on how a server or a driver converts values.
 *
 * `events.id` is given when an event is written, `events.seq` once its commit can be seen. An event waits for delivery as
 * long as it has a row in `outbox`; `queues` has what is known of the delivery of a line.
 */
const postgres: readonly Step[] = [
  {
    up: [
      `CREATE TABLE IF NOT EXISTS {lines} (
        integration_id text COLLATE "C" NOT NULL,
        contract_type text COLLATE "C" NOT NULL,
        revision bigint NOT NULL,
        active text NULL,
        line text NOT NULL,
        PRIMARY KEY (integration_id, contract_type)
      )`,
      `CREATE TABLE IF NOT EXISTS {commands} (
        integration_id text COLLATE "C" NOT NULL,
        contract_type text COLLATE "C" NOT NULL,
        command_id text COLLATE "C" NOT NULL,
        record text NOT NULL,
        stored_at bigint NOT NULL,
        PRIMARY KEY (integration_id, contract_type, command_id)
      )`,
      'CREATE INDEX IF NOT EXISTS [commands_by_age] ON {commands} (stored_at)',
      `CREATE TABLE IF NOT EXISTS {events} (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        seq bigint NULL UNIQUE,
        event_id text COLLATE "C" NOT NULL UNIQUE,
        integration_id text COLLATE "C" NOT NULL,
        contract_type text COLLATE "C" NULL,
        type text COLLATE "C" NOT NULL,
        request_id text COLLATE "C" NOT NULL,
        rollout_id text COLLATE "C" NULL,
        event text NOT NULL,
        stored_at bigint NOT NULL
      )`,
      'CREATE INDEX IF NOT EXISTS [events_by_integration] ON {events} (integration_id, seq)',
      'CREATE INDEX IF NOT EXISTS [events_by_request] ON {events} (request_id, seq)',
      'CREATE INDEX IF NOT EXISTS [events_by_rollout] ON {events} (rollout_id, seq) WHERE rollout_id IS NOT NULL',
      'CREATE INDEX IF NOT EXISTS [events_by_age] ON {events} (stored_at)',
      `CREATE TABLE IF NOT EXISTS {outbox} (
        id bigint PRIMARY KEY REFERENCES {events} (id),
        line text COLLATE "C" NOT NULL,
        failures int NOT NULL DEFAULT 0,
        acks_at_failure bigint NULL,
        error text NULL,
        parked_at text NULL,
        lease_token text COLLATE "C" NULL
      )`,
      'CREATE INDEX IF NOT EXISTS [outbox_by_line] ON {outbox} (line, id)',
      'CREATE INDEX IF NOT EXISTS [outbox_parked] ON {outbox} (id) WHERE parked_at IS NOT NULL',
      `CREATE TABLE IF NOT EXISTS {queues} (
        line text COLLATE "C" PRIMARY KEY,
        lease_token text COLLATE "C" NULL,
        lease_until bigint NULL,
        place bigint NULL,
        tries int NOT NULL DEFAULT 0,
        parked smallint NOT NULL DEFAULT 0,
        acks bigint NOT NULL DEFAULT 0
      )`,
      'CREATE INDEX IF NOT EXISTS [queues_leased] ON {queues} (lease_token) WHERE lease_token IS NOT NULL',
      'CREATE INDEX IF NOT EXISTS [queues_troubled] ON {queues} (place, tries) WHERE place IS NOT NULL',
      `CREATE TABLE IF NOT EXISTS {documents} (
        checksum text COLLATE "C" PRIMARY KEY,
        bytes bytea NOT NULL,
        stored_at bigint NOT NULL
      )`,
      'CREATE TABLE IF NOT EXISTS {counters} (name text COLLATE "C" PRIMARY KEY, value bigint NOT NULL)',
      "INSERT INTO {counters} (name, value) VALUES ('events', 0) ON CONFLICT DO NOTHING",
    ],
    down: ['DROP TABLE IF EXISTS {counters}, {documents}, {queues}, {outbox}, {events}, {commands}, {lines}'],
  },
];

const table = 'ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

const mysql: readonly Step[] = [
  {
    up: [
      `CREATE TABLE IF NOT EXISTS {lines} (
        integration_id varbinary(512) NOT NULL,
        contract_type varbinary(16) NOT NULL,
        revision bigint NOT NULL,
        active longtext NULL,
        line longtext NOT NULL,
        PRIMARY KEY (integration_id, contract_type)
      ) ${table}`,
      `CREATE TABLE IF NOT EXISTS {commands} (
        integration_id varbinary(512) NOT NULL,
        contract_type varbinary(16) NOT NULL,
        command_id varbinary(512) NOT NULL,
        record longtext NOT NULL,
        stored_at bigint NOT NULL,
        PRIMARY KEY (integration_id, contract_type, command_id),
        KEY by_age (stored_at)
      ) ${table}`,
      `CREATE TABLE IF NOT EXISTS {events} (
        id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
        seq bigint NULL,
        event_id varbinary(512) NOT NULL,
        integration_id varbinary(512) NOT NULL,
        contract_type varbinary(16) NULL,
        type varbinary(128) NOT NULL,
        request_id varbinary(512) NOT NULL,
        rollout_id varbinary(512) NULL,
        event longtext NOT NULL,
        stored_at bigint NOT NULL,
        UNIQUE KEY by_seq (seq),
        UNIQUE KEY by_event_id (event_id),
        KEY by_integration (integration_id, seq),
        KEY by_request (request_id, seq),
        KEY by_rollout (rollout_id, seq),
        KEY by_age (stored_at)
      ) ${table}`,
      `CREATE TABLE IF NOT EXISTS {outbox} (
        id bigint NOT NULL PRIMARY KEY,
        line varbinary(544) NOT NULL,
        failures int NOT NULL DEFAULT 0,
        acks_at_failure bigint NULL,
        error longtext NULL,
        parked_at varchar(32) NULL,
        lease_token varbinary(64) NULL,
        KEY by_line (line, id),
        KEY by_parking (parked_at),
        FOREIGN KEY (id) REFERENCES {events} (id)
      ) ${table}`,
      `CREATE TABLE IF NOT EXISTS {queues} (
        line varbinary(544) NOT NULL PRIMARY KEY,
        lease_token varbinary(64) NULL,
        lease_until bigint NULL,
        place bigint NULL,
        tries int NOT NULL DEFAULT 0,
        parked smallint NOT NULL DEFAULT 0,
        acks bigint NOT NULL DEFAULT 0,
        KEY by_lease (lease_token),
        KEY by_place (place, tries)
      ) ${table}`,
      `CREATE TABLE IF NOT EXISTS {documents} (
        checksum varbinary(512) NOT NULL PRIMARY KEY,
        bytes longblob NOT NULL,
        stored_at bigint NOT NULL
      ) ${table}`,
      `CREATE TABLE IF NOT EXISTS {counters} (name varbinary(64) NOT NULL PRIMARY KEY, value bigint NOT NULL) ${table}`,
      "INSERT IGNORE INTO {counters} (name, value) VALUES ('events', 0)",
    ],
    down: ['DROP TABLE IF EXISTS {counters}, {documents}, {queues}, {outbox}, {events}, {commands}, {lines}'],
  },
];

/** The steps from an empty database to the present schema. */
export const stepsOf: Readonly<Record<SqlDialect, readonly Step[]>> = { postgres, mysql };
