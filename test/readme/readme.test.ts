import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findExamples } from './blocks.ts';
import type { Server } from './server.ts';
import { startServer } from './server.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = findExamples(readFileSync(join(root, 'README.md'), 'utf8'));
const programs = examples.filter((example) => example.kind === 'program');
const commands = examples.filter((example) => example.kind === 'commands');
const requests = examples.filter((example) => example.kind === 'requests');
const files = examples.filter((example) => example.kind === 'file');
const limit = 120_000;

// Inside the project, so that the programs find the package and its dependencies.
const folder = join(root, 'data');
let home: string;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  home = mkdtempSync(join(folder, 'readme-'));
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function answerFile(line: number): string {
  return join(home, `line-${line}.json`);
}

function fileOf(line: number): string {
  return join(home, `line-${line}.ts`);
}

describe('the README', () => {
  it('has something of every kind, and begins with a program of at most 25 lines', () => {
    for (const kind of [programs, files, commands, requests]) expect(kind).not.toEqual([]);
    expect(programs[0]?.block.code.split('\n').length).toBeLessThanOrEqual(25);
  });
});

describe('the programs in the README', () => {
  beforeAll(() => {
    for (const { block } of programs) writeFileSync(fileOf(block.line), `${block.code}\nexport {};\n`);
  });

  it.each(programs)(
    'at line $block.line prints what stands beside it',
    { timeout: limit },
    async ({ block, prints }) => {
      const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
      const { stdout, stderr } = await run(process.execPath, [tsx, fileOf(block.line)], {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', PORT: '0' },
        timeout: limit / 2,
      });
      expect({ stdout, stderr }).toEqual({ stdout: prints, stderr: '' });
    },
  );

  it('pass the type checker', { timeout: limit }, () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram(
      programs.map(({ block }) => fileOf(block.line)),
      options,
    );
    const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => ({
      file: file?.fileName,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
    expect(problems).toEqual([]);
  });
});

describe('the files shown in the README', () => {
  it.each(files)('$path is as shown', ({ path, block }) => {
    expect(`${block.code}\n`).toBe(readFileSync(join(root, path), 'utf8'));
  });

  it.each(files.filter(({ path }) => path.endsWith('/main.ts')))(
    '$path serves the runbook',
    { timeout: limit },
    async ({ path }) => {
      const server = await startServer(root, join(home, 'mounted'), path);
      try {
        const response = await fetch(`${server.origin}/platform/integrations/payments/contracts`);
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error_code: 'integration_contract_forbidden' });
      } finally {
        await server.stop();
      }
    },
  );
});

describe('the commands in the README', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;
  const scripts = Object.keys(manifest['scripts'] ?? {});
  const installable = [
    'contract-rollout',
    'neverthrow',
    'libsql',
    'better-sqlite3',
    'better-sqlite3@12',
    'kysely',
    'pg',
    'mysql2',
  ];

  it.each(commands.flatMap((example) => example.commands))('%s', (command) => {
    for (const part of command.split('&&').map((text) => text.trim())) {
      const [npm, verb = '', ...words] = part.split(/ +/);
      if (npm === 'npx') {
        expect(Object.keys(manifest['bin'] ?? {})).toContain(verb);
        continue;
      }
      expect(npm).toBe('npm');
      if (verb === 'install') expect(installable).toEqual(expect.arrayContaining(words));
      else if (verb === 'run') expect(scripts).toContain(words[0]);
      else expect(['ci', ...scripts.filter((name) => name === 'test' || name === 'start')]).toContain(verb);
    }
  });
});

describe('the requests in the README', () => {
  let server: Server | undefined;

  beforeAll(async () => {
    server = await startServer(root, join(home, 'server'));
    // One shell for all, as the reader has: what one block defines the next ones use.
    const blocks = requests.map(({ block }) => `{\n${block.code}\n} > '${answerFile(block.line)}'\n`);
    const script = blocks.join('').replaceAll('http://127.0.0.1:8080', server.origin);
    await run('bash', ['-euc', script], { cwd: root });
  }, limit);

  afterAll(async () => {
    await server?.stop();
  });

  it.each(requests)('at line $block.line are answered as shown', ({ block, answer }) => {
    const received = readFileSync(answerFile(block.line), 'utf8');
    expect(normalise(received === '' ? undefined : JSON.parse(received))).toEqual(normalise(answer));
  });

  it('leave no complaint of the server', () => {
    expect(server?.complaints()).toBe('');
  });
});

/** Ids and times of their own run replaced by words; and what changes with every rule of the catalogue. */
function normalise(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id')
      .replace(/^(openapi@\d+);[0-9a-f]{16}$/, '$1;a catalogue')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'a time');
  }
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  const isOfReport = (name: string): boolean => name === 'report_checksum';
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isOfReport(name) ? 'a checksum' : normalise(member)]),
  );
}
