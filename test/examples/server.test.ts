import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { large } from '../adapters/built-in/documents.ts';
import { bundleModule, type BundledModule } from '../adapters/bundle-module.ts';
import { startServer } from '../../examples/server/server.ts';
import { readSettings, SetupProblem } from '../../examples/server/settings.ts';
import { startExample } from './process.ts';
import { createSender, steps, versionOf } from './runbook.ts';

const timeout = 120_000;
let folder: string;
let bundle: BundledModule;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contract-rollout-server-'));
  // It is started time and again.
  bundle = await bundleModule(new URL('../../examples/server/main.ts', import.meta.url), { compares: true });
}, timeout);

afterAll(() => {
  bundle.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string>>) {
  const example = startExample('server', { PORT: '0', ...environment }, [bundle.path]);
  const origin = await example.wrote(/on (http:\/\/127\.0\.0\.1:\d+)/);
  return { ...example, origin, send: createSender(origin) };
}

describe('npm start', () => {
  it('says at once that it believes whoever calls', { timeout }, async () => {
    const server = await start({ DATA_DIR: join(folder, 'notice') });
    await server.wrote(/(For trying out only)[^]*x-permissions/);
    const denied = await fetch(`${server.origin}/platform/integrations/payments/contracts`);
    expect(denied.status).toBe(401);
    const powerless = await fetch(`${server.origin}/platform/integrations/payments/contracts`, {
      headers: { 'x-actor': 'vic' },
    });
    expect(powerless.status).toBe(403);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('goes on with the runbook after a kill at any step', { timeout: 4 * timeout }, async () => {
    const environment = { DATA_DIR: join(folder, 'killed') };
    let server = await start(environment);
    for (const [index, step] of steps.entries()) {
      expect([step.name, await step.run(server.send)]).toEqual([step.name, step.expected]);
      if (index % 3 !== 2) continue;
      server.kill('SIGKILL');
      expect(await server.ended).toBe('SIGKILL');
      server = await start(environment);
    }
    const events = await server.send('GET', '/events?types=platform.integration.contract.activated');
    expect(events.body['items']).toHaveLength(2);
    server.kill('SIGINT');
    expect(await server.ended).toBe(0);
  });

  it('ends the requests that it is answering before it stops', { timeout }, async () => {
    const environment = { DATA_DIR: join(folder, 'graceful') };
    const server = await start(environment);
    const body = JSON.stringify(versionOf('v1'));
    const half = Math.floor(body.length / 2);
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const head = [
      'POST /platform/integrations/payments/contracts HTTP/1.1',
      'host: localhost',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      'x-actor: ann',
      'x-permissions: platform.member_admin.operate',
      '',
      body.slice(0, half),
    ].join('\r\n');
    await new Promise((resolve) => socket.write(head, resolve));
    // The request is under way once another connection's is answered.
    await server.send('GET', '?contract_type=openapi');
    server.kill('SIGTERM');
    await server.wrote(/(Stopping)/);
    socket.write(body.slice(half));
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(await server.ended).toBe(0);
    expect(server.output()).toContain('Stopped.');

    const again = await start(environment);
    expect(await again.send('GET', '/v1')).toMatchObject({ status: 200, body: { status: 'candidate' } });
    again.kill('SIGTERM');
    await again.ended;
  });

  it('answers others while it compares documents of 20 MB', { timeout: 2 * timeout }, async () => {
    const server = await start({ DATA_DIR: join(folder, 'busy') });
    const text = 'Lorem ipsum dolor sit amet. '.repeat(10_000);
    const documents = { v1: large(38, 20, text), v2: large(37, 20, `${text}!`), s1: large(2, 9), s2: large(1, 9) };
    expect(documents.v1.length + documents.v2.length).toBeGreaterThan(20_000_000);
    for (const [contract_version, document] of Object.entries(documents)) {
      const created = await server.send('POST', '', { contract_type: 'openapi', contract_version, document });
      expect(created.status).toBe(201);
    }
    const compare = (baseline_version: string, candidate_version: string) =>
      server.send('POST', '/compatibility-check', { baseline_version, candidate_version });
    // Whatever is loaded by the first comparison is loaded then.
    await compare('s1', 's2');

    let compared = false;
    const check = compare('v1', 'v2').finally(() => (compared = true));
    let answered = 0;
    while (!compared) {
      const listed = await server.send('GET', '?contract_type=openapi');
      expect(listed.status).toBe(200);
      if (!compared) answered += 1;
    }
    expect(await check).toMatchObject({ status: 200, body: { result: 'incompatible', breaking_change_count: 1 } });
    // A server that compares in the thread that answers gives a handful: before, between and after.
    expect(answered).toBeGreaterThan(20);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('knows only the integrations of a file, if there is one', { timeout }, async () => {
    const file = join(folder, 'integrations.json');
    writeFileSync(file, '{ "payments": "paused" }');
    const server = await start({ DATA_DIR: join(folder, 'integrations'), INTEGRATIONS: file });
    await server.send('POST', '', versionOf('v1'));
    expect((await server.send('POST', '/v1/activate')).body).toMatchObject({ reason: 'integration_not_active' });
    const elsewhere = await fetch(`${server.origin}/platform/integrations/ledger/contracts`, {
      headers: { 'x-actor': 'ann', 'x-permissions': 'platform.member_admin.view' },
    });
    expect(await elsewhere.json()).toMatchObject({ reason: 'integration_missing' });
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});

describe('npm start, set up wrongly,', () => {
  const data = (): string => join(folder, 'wrong');

  it('ends with the reason, and with nothing else', { timeout }, async () => {
    const example = startExample('server', { PORT: 'http', DATA_DIR: data() });
    expect(await example.ended).toBe(1);
    expect(example.output()).toBe('PORT must be a number from 0 to 65535 (0 takes a free port), not "http".\n');
  });

  it.each(['70000', '-1', '80.5', ' 80', ''])('says so: PORT=%j', (port) => {
    expect(() => readSettings({ PORT: port })).toThrow(SetupProblem);
    expect(() => readSettings({ PORT: port })).toThrow(/^PORT must be a number from 0 to 65535/);
  });

  it('says so: a port in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await expect(startServer({ port, dataDir: data(), integrations: undefined })).rejects.toThrow(
      new SetupProblem(`PORT: ${port} is in use; choose another one.`),
    );
    other.close();
  });

  it('says so: a DATA_DIR where nothing can be kept', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const settings = { port: 0, dataDir: join(file, 'data'), integrations: undefined };
    await expect(startServer(settings)).rejects.toThrow(SetupProblem);
    await expect(startServer(settings)).rejects.toThrow(/^DATA_DIR: nothing can be kept in ".+a-file\/data": ENOTDIR/);
    expect(() => readSettings({ DATA_DIR: '' })).toThrow(/^DATA_DIR must name a directory/);
  });

  it('says so: a DATA_DIR with something else in it', async () => {
    const dataDir = mkdtempSync(join(folder, 'foreign-'));
    const text = 'This is no database, but it is long enough to look like one. '.repeat(99);
    writeFileSync(join(dataDir, 'contracts.sqlite'), text);
    const started = startServer({ port: 0, dataDir, integrations: undefined });
    await expect(started).rejects.toThrow(/^DATA_DIR: nothing can be kept in /);
  });

  it.each([
    ['no file', undefined, /cannot be read: ENOENT/],
    ['no JSON', '{', /cannot be read: .*JSON/],
    ['no object', '["payments"]', /is not understood \(the file: /],
    ['no lifecycle', '{ "payments": "live" }', /is not understood \(payments: /],
  ])('says so: INTEGRATIONS with %s', (name, content, message) => {
    const file = join(folder, `${name}.json`);
    if (content !== undefined) writeFileSync(file, content);
    expect(() => readSettings({ INTEGRATIONS: file })).toThrow(SetupProblem);
    expect(() => readSettings({ INTEGRATIONS: file })).toThrow(message);
    expect(() => readSettings({ INTEGRATIONS: file })).toThrow(/{ "payments": "active", "ledger": "draft" }\.$/);
  });
});
