import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  exports: Record<string, unknown>;
};
const entries = Object.keys(manifest.exports)
  .filter((entry) => entry !== './package.json')
  .map((entry) => entry.replace('.', 'contract-rollout'));

// Inside the project, so that the packed copy finds its dependencies where npm would put them: further up.
const folder = join(root, 'node_modules', '.cache');
let home: string;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  home = mkdtempSync(join(folder, 'packed-'));
  const built = join(home, 'dist');
  const run = (command: string, ...input: string[]) =>
    execFileSync(command, input, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  // Without declarations, which nothing here reads and which take most of the time of a build.
  run('npx', 'tsup', '--silent', '--no-dts', '--out-dir', built);
  // Packed from a copy, so that a build in the working tree is left alone.
  for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']) run('cp', join(root, file), home);
  run('npm', 'pack', '--ignore-scripts', '--pack-destination', home, home);
  const target = join(home, 'user', 'node_modules', 'contract-rollout');
  mkdirSync(target, { recursive: true });
  run('tar', 'xzf', join(home, `contract-rollout-${manifest.version}.tgz`), '--strip-components=1', '-C', target);
}, 180_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function node(file: string, source: string): string {
  const path = join(home, 'user', file);
  writeFileSync(path, source);
  return execFileSync(process.execPath, [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the packed package', () => {
  it.each(entries)('%s is imported as a module and required, with the same names', (entry) => {
    const imported = node('import.mjs', `console.log(Object.keys(await import('${entry}')).sort().join(' '))`);
    const required = node('require.cjs', `console.log(Object.keys(require('${entry}')).sort().join(' '))`);
    expect(imported.trim()).not.toBe('');
    expect(required).toBe(imported);
  });

  it('carries out a rollout from either side', () => {
    const source = `
      const store = createMemoryStore();
      const rollout = createRollout({
        store,
        documents: store.documents,
        catalog: createMemoryCatalog({ integrations: { payments: 'active' } }),
        authorizer: createStaticAuthorizer({ grants: { ann: ['platform.member_admin.operate'] } }),
      });
      const call = { actor: { id: 'ann' } };
      const document = { openapi: '3.0.3', info: { title: 'Payments', version: '1' }, paths: {} };
      const version = { integration_id: 'payments', contract_type: 'openapi', contract_version: 'v1' };
      (async () => {
        await rollout.createVersion({ ...version, document }, call);
        const activated = await rollout.activate(version, call);
        console.log(activated.isOk() ? activated.value.active_version : activated.error);
      })();`;
    const names = '{ createMemoryCatalog, createMemoryStore, createRollout, createStaticAuthorizer }';
    expect(node('esm.mjs', `import ${names} from 'contract-rollout';${source}`)).toBe('v1\n');
    expect(node('cjs.cjs', `const ${names} = require('contract-rollout');${source}`)).toBe('v1\n');
  });

  it('brings the command that examines an adapter', () => {
    writeFileSync(
      join(home, 'user', 'harness.mjs'),
      `import { createMemoryStore } from 'contract-rollout';
       export const harness = {
         name: 'packed',
         capabilities: { durable: false, connections: false, processes: 'none' },
         open: async (_, settings) => {
           const store = createMemoryStore(settings);
           return { store, documents: store.documents, outbox: store.outbox };
         },
         destroy: async () => undefined,
       };`,
    );
    const target = join(home, 'user', 'node_modules', 'contract-rollout');
    const { bin } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as { bin: Record<string, string> };
    const command = join(target, bin['contract-rollout-conformance'] ?? '');
    const output = execFileSync(process.execPath, [command, 'harness.mjs', '--only', 'next-revision'], {
      cwd: join(home, 'user'),
      encoding: 'utf8',
    });
    expect(output).toContain('packed: 1 passed, 0 failed, 0 skipped');
  });

  it('finds its worker from either side, and ends with an idle pool', { timeout: 120_000 }, () => {
    const source = `
      const taking = (schema) => JSON.stringify({
        openapi: '3.0.3',
        info: { title: 'Payments', version: '1' },
        paths: { '/': { post: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } } },
      });
      const baseline = taking({ type: 'number' });
      const task = { contract_type: 'openapi', baseline, candidate: taking({ type: 'integer' }) };
      createDiffPool().diff(task).then((report) => console.log(report.isOk() ? report.value.findings[0].witness : report.error));`;
    expect(node('esm-pool.mjs', `import { createDiffPool } from 'contract-rollout';${source}`)).toBe('0.5\n');
    expect(node('cjs-pool.cjs', `const { createDiffPool } = require('contract-rollout');${source}`)).toBe('0.5\n');
  });

  it('holds what a user needs and nothing else', () => {
    const listed = execFileSync('tar', ['tzf', join(home, `contract-rollout-${manifest.version}.tgz`)], {
      encoding: 'utf8',
    });
    const files = listed
      .trim()
      .split('\n')
      .filter((file) => !file.startsWith('package/dist/'));
    expect(files.toSorted()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'].map((file) => `package/${file}`),
    );
  });

  it('is loaded by its root entry without any of the heavy packages', () => {
    const loaded = node(
      'weight.cjs',
      `require('contract-rollout');
       const heavy = ['@asyncapi', 'openapi-diff', 'hono', 'libsql', 'piscina', 'ajv'];
       console.log(Object.keys(require.cache).filter((file) => heavy.some((name) => file.includes('/node_modules/' + name))).length);`,
    );
    expect(loaded).toBe('0\n');
  });
});
