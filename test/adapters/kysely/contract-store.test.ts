import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe } from 'vitest';

import { createKyselyStore } from '../../../src/adapters/kysely/index.ts';
import { createFixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import { registerCases } from '../register-cases.ts';
import { commandRetentionMs, failureLimit, start, valueOf } from '../store-suite/subject.ts';
import { storeCases } from '../store-suite.ts';
import { breakable } from './breakable-dialect.ts';
import type { Namespace } from './databases.ts';
import { connectTo, createNamespace, dialectOf, databases } from './databases.ts';

for (const database of databases) {
  describe.skipIf(database.url === '')(`on ${database.name}`, () => {
    let namespace: Namespace;
    let subjects = 0;
    beforeAll(async () => {
      namespace = await createNamespace(database);
    });
    afterAll(() => namespace.dispose());

    registerCases('the Kysely store', storeCases, async () => {
      subjects += 1;
      const clock = createFixedClock(start);
      const { dialect, faults } = breakable(dialectOf(database));
      const dbs = [new Kysely<unknown>({ dialect })];
      const open = (db: Kysely<unknown>) =>
        createKyselyStore({
          db,
          dialect: database.dialect,
          schema: namespace.schema,
          tablePrefix: `s${subjects}_`,
          clock,
          commandRetentionMs,
          failureLimit,
        });
      const store = open(dbs[0] as Kysely<unknown>);
      valueOf(await store.migrate());
      return {
        subject: {
          store,
          documents: store.documents,
          outbox: store.outbox,
          clock,
          faults,
          connect: () => {
            const db = connectTo(database);
            dbs.push(db);
            const other = open(db);
            return { store: other, documents: other.documents, outbox: other.outbox };
          },
        },
        dispose: async () => {
          await Promise.all(dbs.map((db) => db.destroy()));
        },
      };
    });
  });
}
