import type { SqlDialect } from '../../../src/adapters/kysely/index.ts';
import { serveConformance } from '../../../src/testing/conformance/worker.ts';
import { connectTo } from './databases.ts';
import { openNamespace, placeOf } from './harness.ts';

const { DIALECT, URL = '', SCHEMA = '' } = process.env;

await serveConformance(async (namespace, settings) => {
  const database = { dialect: DIALECT as SqlDialect, url: URL };
  const store = await openNamespace(connectTo(database, 2), placeOf(database, SCHEMA, namespace), settings);
  return { store, documents: store.documents, outbox: store.outbox };
});
