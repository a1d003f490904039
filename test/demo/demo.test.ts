import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundleModule, type BundledModule } from '../adapters/bundle-module.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = join(root, 'examples', 'documents');
const limit = 120_000;
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'demo-test-'));
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

interface Played {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What it left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** Runs the demo on pipes instead of a terminal. */
function play(...input: readonly string[]): Promise<Played> {
  const temporary = mkdtempSync(join(home, 'tmp-'));
  const child = spawn(process.execPath, input, {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (parts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (parts.err += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve({ code, ...parts, left: readdirSync(temporary).filter((name) => !name.startsWith('tsx-')) });
    });
  });
}

function file(name: string, content: string): string {
  const path = join(home, name);
  writeFileSync(path, content);
  return path;
}

/** What must hold of every run: nothing but text that fits the terminal, and nothing left behind. */
function expectTidy({ out, left }: Played): void {
  expect(out).not.toMatch(/[^\P{C}\n]/u);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(88);
  expect(left).toEqual([]);
}

/** The steps of a run: the title, and the text below it. */
function steps(out: string): readonly string[] {
  return out.split(/^(?=\d+\. )/m).slice(1);
}

describe('npm run demo', () => {
  let played: Played;

  beforeAll(async () => {
    played = await play(join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'examples/demo/main.ts');
  }, limit);

  it('succeeds, says nothing on stderr and leaves nothing behind', () => {
    expect(played).toMatchObject({ code: 0, err: '' });
    expectTidy(played);
  });

  it('refuses v2 for lack of a check, then for what the check found, and activates v3', () => {
    const [first, unchecked, checked, corrected] = steps(played.out);
    expect(first).toMatch(/activate v1 .*active, nothing was active before/);
    expect(unchecked).toMatch(
      /activate v2 +REFUSED: integration_contract_activation_blocked,\s+missing_compatibility_check/,
    );
    expect(unchecked).toContain('Remedy: Run a compatibility check');
    expect(checked).toMatch(/check v1 → v2 +incompatible: \d+ breaking changes/);
    expect(checked).toMatch(/1\. request-property-became-required \(request\)/);
    expect(checked).toMatch(/at \/components\/schemas\/NewPayment, line \d+, in the candidate\s+line \d+/);
    expect(checked).toContain('for example {"amount":1,"card_token":"","currency":"aaa"}');
    expect(checked).toMatch(/activate v2 +REFUSED: integration_contract_incompatible/);
    expect(corrected).toMatch(/check v1 → v3 +compatible: no breaking change/);
    expect(corrected).toMatch(/activate v3 +active, "v1" is superseded/);
  });

  it('lists the versions, and the audit trail with the request_id of each call', () => {
    const review = steps(played.out)[4] ?? '';
    expect(review).toMatch(/v1 +superseded[^]*v2 +candidate[^]*v3 +active/);
    const trail = [...review.matchAll(/^ +(\d+) +(openapi-\d\d) +…([a-z_]+)/gm)].map(([, ...cells]) => cells.join(' '));
    expect(trail).toEqual([
      '1 openapi-01 created',
      '2 openapi-02 activated',
      '3 openapi-03 created',
      '3 openapi-04 activation_blocked',
      '4 openapi-05 compatibility_evaluated',
      '4 openapi-06 activation_blocked',
      '5 openapi-07 created',
      '6 openapi-08 compatibility_evaluated',
      '7 openapi-09 superseded',
      '7 openapi-09 activated',
    ]);
  });

  it('plans the way back gate by gate, is refused, and goes back by an override', () => {
    const [, , , , , plan = '', override] = steps(played.out);
    expect([...plan.matchAll(/^ +(pass|BLOCK) ([a-z-]+)/gm)].map(([, ...cells]) => cells.join(' '))).toEqual([
      'pass integration-active',
      'pass target-not-retired',
      'pass stated-baseline',
      'pass compatibility-check-present',
      'pass compatibility-check-fresh',
      'BLOCK compatible',
    ]);
    expect(plan).toMatch(/BLOCK compatible: breaking_changes\s+"v1" has \d+ breaking changes?[^]*Remedy: /);
    expect(plan).toMatch(/^ +rollback +REFUSED: integration_contract_incompatible/m);
    expect(override).toMatch(/^ +rollback +active, "v3" is superseded, on check \d+ and override\s+"INC-4711"/m);
    expect(override).toMatch(/…override_used/);
  });

  it('refuses the events that became decimal strings', () => {
    expect(steps(played.out)[7]).toMatch(/check v1 → v2 +incompatible[^]*activate v2 +REFUSED/);
  });
});

describe.concurrent('npm run demo with documents', () => {
  const api = (version: string) => join(documents, 'payments-api', `${version}.yaml`);
  const events = (version: string) => join(documents, 'payment-events', `${version}.yaml`);

  let bundle: BundledModule;
  const demo = (...paths: readonly string[]): Promise<Played> => play(bundle.path, ...paths);

  beforeAll(async () => {
    bundle = await bundleModule(new URL('../../examples/demo/main.ts', import.meta.url), { compares: true });
  }, limit);

  afterAll(() => bundle.dispose());

  it.each([
    ['a compatible API', api('v1'), api('v3'), 'compatible'],
    ['an API that breaks', api('v1'), api('v2'), 'incompatible'],
    ['the same events', events('v1'), events('v1'), 'compatible'],
    ['events that break', events('v1'), events('v2'), 'incompatible'],
  ])('rolls out %s', { timeout: limit }, async (_, baseline, candidate, verdict) => {
    const played = await demo(baseline, candidate);
    expect(played).toMatchObject({ code: 0, err: '' });
    expectTidy(played);
    expect(played.out).toMatch(new RegExp(`check v1 → v2 +${verdict}: `));
    expect(played.out).toMatch(/activate v2 +REFUSED: integration_contract_activation_blocked/);
    if (verdict === 'compatible') {
      expect(played.out).toMatch(/activate v2 +active, "v1" is superseded/);
      expect(played.out).toMatch(/plan rollback +"v2" → "v1": /);
    } else {
      expect(played.out).toMatch(/activate v2 +REFUSED: integration_contract_incompatible/);
      expect(played.out).toMatch(/1\. [a-z-]+/);
      expect(played.out).not.toContain('plan rollback');
    }
  });

  it('names the first few of many findings, and how many more there are', { timeout: limit }, async () => {
    const before = file('many.json', openapi(pathsOf(120)));
    const after = file('few.json', openapi(pathsOf(1)));
    const played = await demo(before, after);
    expect(played).toMatchObject({ code: 0, err: '' });
    expectTidy(played);
    expect(played.out).toMatch(/incompatible: 119 breaking changes/);
    expect(played.out).toMatch(/… and 114 more breaking changes\./);
  });

  it('copes with documents of 12 MB', { timeout: limit }, async () => {
    const text = 'Lorem ipsum dolor sit amet. '.repeat(18_000);
    const large = openapi(pathsOf(24, text));
    expect(large.length).toBeGreaterThan(12_000_000);
    const played = await demo(file('large-1.json', large), file('large-2.json', openapi(pathsOf(25, text))));
    expect(played).toMatchObject({ code: 0, err: '' });
    expectTidy(played);
    expect(played.out).toMatch(/activate v2 +active/);
  });

  it.each([
    ['one document only', () => [api('v1')], /Two documents are needed, not 1\.[^]*Usage: npm run demo/],
    ['three documents', () => [api('v1'), api('v1'), api('v1')], /Two documents are needed, not 3\./],
    [
      'a path without a file',
      () => [api('v1'), join(home, 'none.yaml')],
      /none\.yaml cannot be read: there is no such file\./,
    ],
    ['a folder', () => [home, api('v1')], /cannot be read: it is a directory\./],
    ['two kinds', () => [api('v1'), events('v1')], /only two of a kind are compared\./],
    [
      'something else',
      () => [api('v1'), file('other.json', '{"name":"x"}')],
      /other\.json is neither an OpenAPI nor an AsyncAPI document/,
    ],
    ['an empty file', () => [file('empty.yaml', ''), api('v1')], /empty\.yaml is neither/],
    [
      'broken JSON',
      () => [api('v1'), file('broken.json', '{"openapi":"3.0.3",')],
      /broken\.json was refused; see above\./,
    ],
    [
      'a document that says too little',
      () => [file('bare.yaml', 'openapi: 3.0.3\n'), api('v1')],
      /bare\.yaml was refused; see above\./,
    ],
  ])('fails with a clear message on %s', { timeout: limit }, async (_, paths, message) => {
    const played = await demo(...paths());
    expect(played.code).toBe(1);
    expect(played.err).toMatch(message);
    expect(played.err).not.toMatch(/^\s+at /m);
    expectTidy(played);
  });
});

function openapi(paths: object): string {
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Generated', version: '1' }, paths });
}

function pathsOf(count: number, description = 'Fine'): object {
  const operation = { responses: { '200': { description } } };
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`/things-${index}`, { get: operation }]));
}
