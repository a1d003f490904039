import { benchAsyncApi } from './asyncapi.ts';
import { benchEventLoop } from './event-loop.ts';
import { benchOpenApi } from './openapi.ts';
import { benchOverhead } from './overhead.ts';
import { benchPostgres } from './postgres.ts';
import { benchSchema } from './schema.ts';

const parts: Readonly<Record<string, () => Promise<void>>> = {
  overhead: benchOverhead,
  postgres: benchPostgres,
  schema: benchSchema,
  'event-loop': benchEventLoop,
  asyncapi: benchAsyncApi,
  openapi: benchOpenApi,
};

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await run();
}
