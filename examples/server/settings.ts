import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import * as z from 'zod';

import type { Lifecycle } from 'contract-rollout';

/** How the server is set up. */
export interface Settings {
  readonly port: number;
  /** An absolute path. */
  readonly dataDir: string;
  /** The integrations there are; `undefined` where every id is one, and active. */
  readonly integrations: ReadonlyMap<string, Lifecycle> | undefined;
}

/** Something that whoever starts the server can put right. */
export class SetupProblem extends Error {}

/** Reads the settings from environment variables: `PORT`, `DATA_DIR`, `INTEGRATIONS`. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { PORT: port = '8080', DATA_DIR: dataDir = './data', INTEGRATIONS: integrations } = environment;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new SetupProblem(`PORT must be a number from 0 to 65535 (0 takes a free port), not "${port}".`);
  }
  if (dataDir === '') throw new SetupProblem('DATA_DIR must name a directory, or be left out for ./data.');
  return {
    port: Number(port),
    dataDir: resolve(dataDir),
    integrations: integrations === undefined ? undefined : readIntegrations(integrations),
  };
}

const integrationsSchema = z.record(z.string().min(1), z.enum(['draft', 'active', 'paused', 'retired']));

function readIntegrations(file: string): ReadonlyMap<string, Lifecycle> {
  const expected = 'It must be a JSON object of ids and lifecycles: { "payments": "active", "ledger": "draft" }';
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SetupProblem(`INTEGRATIONS: "${file}" cannot be read: ${messageOf(error)}. ${expected}.`);
  }
  const parsed = integrationsSchema.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
    throw new SetupProblem(`INTEGRATIONS: "${file}" is not understood (${problems.join('; ')}). ${expected}.`);
  }
  return new Map(Object.entries(parsed.data));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
