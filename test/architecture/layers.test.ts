import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One file per layer, and what it may not say. */
const planted: readonly (readonly [file: string, line: string, complaint: string])[] = [
  ['src/internal/a.ts', "import type { A } from '../core/a.ts';", 'internal must not import this layer.'],
  ['src/core/a.ts', "import type { A } from '../usecases/a.ts';", 'core must not import this layer.'],
  ['src/core/b.ts', "import { A } from 'node:fs';", 'The domain reaches the outside through ports only.'],
  ['src/core/c.ts', 'export const A = Date.now();', 'Time comes through the Clock port.'],
  ['src/core/d.ts', 'export const A = Math.random();', 'Randomness comes through the IdGenerator port.'],
  ['src/core/e.ts', 'export const A = process.env;', "Unexpected use of 'process'"],
  ['src/diff/a.ts', "import type { A } from '../http/a.ts';", 'diff must not import this layer.'],
  ['src/ports/a.ts', "import type { A } from '../internal/a.ts';", 'ports must not import this layer.'],
  ['src/usecases/a.ts', "import type { A } from '../adapters/a.ts';", 'usecases must not import this layer.'],
  ['src/http/a.ts', "import type { A } from '../diff/a.ts';", 'http must not import this layer.'],
  ['src/testing/a.ts', "import type { A } from '../usecases/a.ts';", 'testing must not import this layer.'],
  ['src/testing/c.ts', "import type { A } from '../adapters/sqlite/a.ts';", 'testing must not import this layer.'],
  ['src/relay/a.ts', "import type { A } from '../usecases/a.ts';", 'relay must not import this layer.'],
  ['src/telemetry/a.ts', "import type { A } from '../relay/a.ts';", 'telemetry must not import this layer.'],
  ['src/adapters/a.ts', "import type { A } from '../usecases/a.ts';", 'adapters must not import this layer.'],
];
const allowed = [
  ['src/testing/b.ts', "import type { A } from '../core/a.ts';"],
  ['src/testing/d.ts', "import type { A } from '../adapters/memory/a.ts';"],
] as const;

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  let complaints: ReadonlyMap<string, string> = new Map();

  beforeAll(() => {
    writeFileSync(join(folder, '.oxlintrc.json'), readFileSync(`${root}.oxlintrc.json`));
    for (const [file, line] of [...planted, ...allowed]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${line}\nexport type B = 1;\n`);
    }
    complaints = lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(planted)('complains about %s: %s', (file, _, complaint) => {
    expect(complaints.get(file)).toContain(complaint);
  });

  it.each(allowed)('accepts in %s: %s', (file) => {
    expect(complaints.get(file) ?? '').not.toContain('must not import');
  });
});

/** Everything the linter says, by file. */
function lint(folder: string): ReadonlyMap<string, string> {
  const byFile = new Map<string, string>();
  for (const { filename, message, help } of diagnosticsOf(folder)) {
    byFile.set(filename, `${byFile.get(filename) ?? ''}${message} ${help ?? ''}\n`);
  }
  return byFile;
}

interface Diagnostic {
  readonly filename: string;
  readonly message: string;
  readonly help?: string;
}

function diagnosticsOf(folder: string): readonly Diagnostic[] {
  try {
    execFileSync(process.execPath, [`${root}node_modules/oxlint/bin/oxlint`, '--format', 'json', 'src'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout: string };
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
    return diagnostics;
  }
}
