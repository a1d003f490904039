import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { runCommandLine } from '../../../src/testing/conformance/cli.ts';
import { findViolations } from '../../../src/testing/conformance/history.ts';
import { registerConformance } from '../../../src/testing/conformance/register-conformance.ts';
import type { CheckReport } from '../../../src/testing/conformance/run-conformance.ts';
import { runConformance } from '../../../src/testing/conformance/run-conformance.ts';
import { createMemoryHarness } from '../../adapters/memory/harness.ts';
import { breakHarness, brokenStores } from './broken-stores.ts';

const only = ['next-revision', 'killed-writer', 'unwritten-line'];
const broken = () => {
  const fault = brokenStores.find(({ foundBy }) => foundBy === 'next-revision');
  if (fault === undefined) throw new Error('There is no such fault.');
  return breakHarness(createMemoryHarness(), fault);
};
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

describe('a run of the checks', () => {
  it('reports what passed, what failed with its seed, and what was skipped with its reason', async () => {
    const told: CheckReport[] = [];
    const report = await runConformance(broken(), { only, seed: 7, onCheck: (each) => told.push(each) });
    expect(report).toMatchObject({
      harness: 'the store in memory',
      seed: 7,
      effort: 'quick',
      passed: 1,
      failed: 1,
      skipped: 1,
    });
    expect(report.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['next-revision', 'failed'],
      ['killed-writer', 'skipped'],
      ['unwritten-line', 'passed'],
    ]);
    expect(report.checks[0]?.reason).toMatch(/\(seed 7\)$/);
    expect(report.checks[1]?.reason).toContain('no worker module');
    expect(told).toEqual(report.checks);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('refuses a check that there is not', async () => {
    await expect(runConformance(createMemoryHarness(), { only: ['nothing'] })).rejects.toThrow('"nothing"');
  });

  it('leaves no namespace behind, whether a check passes or fails', async () => {
    const [opened, destroyed]: Set<string>[] = [new Set(), new Set()];
    const harness = broken();
    const counting = {
      ...harness,
      open: (...input: Parameters<typeof harness.open>) => {
        opened?.add(input[0]);
        return harness.open(...input);
      },
      destroy: async (namespace: string) => {
        destroyed?.add(namespace);
        await harness.destroy(namespace);
      },
    };
    await runConformance(counting, { only: [...only, 'namespaces'] });
    expect(opened?.size).toBe(4);
    expect(destroyed).toEqual(opened);
    for (const namespace of opened ?? []) expect(namespace).toMatch(/^[a-z0-9_]{1,40}$/);
  });
});

describe('checks in a test runner', () => {
  it('are tests under the name of the harness; those that do not apply are skipped with the reason', async () => {
    const registered: string[] = [];
    const runs: (() => Promise<void>)[] = [];
    const it = Object.assign(
      (title: string, run: () => Promise<void>) => {
        registered.push(title);
        runs.push(run);
      },
      { skip: (title: string) => registered.push(`skipped: ${title}`) },
    );
    const describe = (title: string, register: () => void) => {
      registered.push(title);
      register();
    };
    registerConformance(createMemoryHarness(), { describe, it }, { only, seed: 3 });
    expect(registered).toEqual([
      'the store in memory (seed 3)',
      'a commit at the current revision gives exactly the next one',
      expect.stringMatching(/^skipped: of a writer that is killed .* \(the harness has no worker module; .*\)$/),
      'loading a line never written gives revision 0 and creates nothing',
    ]);
    for (const run of runs) await expect(run()).resolves.toBeUndefined();
  });

  it('fit node:test as it is', { timeout: 60_000 }, () => {
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--test-reporter', 'tap', path('node-test.ts')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '' },
    });
    expect(output).toMatch(/^# pass 2$/m);
    expect(output).toMatch(/^# skipped 1$/m);
  });
});

describe('checks from a command line', () => {
  const run = async (...input: string[]) => {
    const lines: string[] = [];
    const code = await runCommandLine(input, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  };
  const harness = path('harness-module.ts');
  const chosen = only.flatMap((id) => ['--only', id]);

  it('print a line for each and a summary, and end with 0', async () => {
    const { code, text } = await run(harness, '--seed', '5', ...chosen);
    expect(code).toBe(0);
    expect(text).toMatch(/^ok {3}next-revision: /);
    expect(text).toContain('skip killed-writer: ');
    expect(text).toMatch(/the store in memory: 2 passed, 0 failed, 1 skipped \(quick, seed 5\)$/);
  });

  it('print the report as JSON', async () => {
    const { code, text } = await run(harness, '--json', '--full', '--only', 'next-revision');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ effort: 'full', passed: 1 });
  });

  it('end with 1 where a check fails', async () => {
    const { code, text } = await run(path('broken-harness-module.ts'), ...chosen);
    expect(code).toBe(1);
    expect(text).toMatch(/^FAIL next-revision: [^]*\(seed \d+\)\nskip/m);
  });

  it.each([
    ['without a harness', [], 'usage'],
    ['with a module that has none', [path('faces.test.ts').replace('faces.test', 'broken-stores')], 'no "harness"'],
    ['with an option that there is not', [harness, '--nothing'], '--nothing'],
    ['with a seed that is none', [harness, '--seed', 'x'], '--seed'],
    ['with a check that there is not', [harness, '--only', 'nothing'], '"nothing"'],
  ])('end with 2 %s', async (_, input, message) => {
    const { code, text } = await run(...input);
    expect(code).toBe(2);
    expect(text).toContain(message);
  });

  it('explain themselves', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, text: expect.stringContaining('--seed N') as unknown });
  });
});

describe('a history', () => {
  const read = (revision: number, invoked: number, completed: number) =>
    ({ kind: 'read', revision, invoked, completed }) as const;
  const write = (revision: number, invoked: number, completed: number) =>
    ({ kind: 'write', revision, invoked, completed }) as const;

  it('is strictly serializable where the operations overlap', () => {
    expect(findViolations([write(1, 0, 5), read(0, 1, 4), read(1, 2, 3), write(2, 4, 9), read(1, 6, 7)])).toEqual([]);
  });

  it.each([
    ['a read of what was overwritten before it began', [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)]],
    ['a read that goes back behind another read', [write(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]],
    ['two writes of one revision', [write(1, 0, 5), write(1, 1, 6)]],
    ['a write that was overtaken before it began', [write(2, 0, 1), write(1, 2, 3)]],
  ])('is not, with %s', (_, history) => {
    expect(findViolations(history)).not.toEqual([]);
  });
});
