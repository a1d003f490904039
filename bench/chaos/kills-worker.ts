import { serveConformance } from '../../src/testing/conformance/worker.ts';
import type { SqlDialect } from '../../src/adapters/kysely/index.ts';
import { connectTo } from '../../test/adapters/kysely/databases.ts';
import { openNamespace, placeOf } from '../../test/adapters/kysely/harness.ts';
import { spoilWorker } from '../../test/testing/conformance/broken-workers.ts';

const { DIALECT, URL = '', SCHEMA = '', FAULT } = process.env;

await serveConformance(async (namespace, settings) => {
  const database = { dialect: DIALECT as SqlDialect, url: URL };
  const store = await openNamespace(connectTo(database, 2), placeOf(database, SCHEMA, namespace), settings);
  return spoilWorker(FAULT, { store, documents: store.documents, outbox: store.outbox });
});
