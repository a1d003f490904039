import { afterAll, describe, expect, it } from 'vitest';

import type { Check } from '../../../src/testing/conformance/check.ts';
import { reasonToSkip } from '../../../src/testing/conformance/check.ts';
import { conformanceChecks } from '../../../src/testing/conformance/conformance-checks.ts';
import type { Harness } from '../../../src/testing/conformance/harness.ts';
import { runCheck } from '../../../src/testing/conformance/run-check.ts';
import { selectChecks } from '../../../src/testing/conformance/run-conformance.ts';
import { createMemoryHarness } from '../../adapters/memory/harness.ts';
import { findDrivers } from '../../adapters/sqlite/drivers.ts';
import { createSqliteHarness } from '../../adapters/sqlite/harness.ts';
import { bundleWorker } from '../../adapters/sqlite/workers.ts';
import { brokenDurableStores } from './broken-durable-stores.ts';
import { breakHarness, brokenStores } from './broken-stores.ts';
import { imaginedHarnesses } from './imagined-harnesses.ts';

const bundle = await bundleWorker();
afterAll(() => bundle.dispose());
const [driver] = findDrivers();
if (driver === undefined) throw new Error('There is no driver.');

const settings = { seed: 1, effort: 'quick' } as const;
const durable = (): Harness => createSqliteHarness(driver, bundle.directory, bundle.worker(driver.name));

/** Every fault, with the check that must find it, on a harness to which that check applies. */
const broken = [
  ...brokenStores.map((each) => ({ ...each, harness: breakHarness(createMemoryHarness(), each) })),
  ...brokenDurableStores.map((each) => ({ ...each, harness: breakHarness(durable(), each) })),
  ...['atomic-commit', 'lost-answer'].map((foundBy) => ({
    fault: 'statements are in no transaction',
    foundBy,
    harness: createSqliteHarness(withoutTransactions(driver), bundle.directory),
  })),
  ...imaginedHarnesses.map(({ fault, foundBy, broken }) => ({ fault, foundBy, harness: broken() })),
];

describe('the conformance checks', () => {
  it.each(broken)('$foundBy finds that $fault', { timeout: 60_000 }, async ({ foundBy, harness }) => {
    const check = checkOf(foundBy);
    expect(reasonToSkip(harness, check)).toBeUndefined();
    await expect(runCheck(harness, check, settings)).rejects.toThrow(/\(seed 1\)$/);
  });

  it.each(imaginedHarnesses)('$foundBy passes where nothing is wrong', { timeout: 60_000 }, async (imagined) => {
    const check = checkOf(imagined.foundBy);
    expect(reasonToSkip(imagined.sound(), check)).toBeUndefined();
    await expect(runCheck(imagined.sound(), check, settings)).resolves.toBeUndefined();
  });

  it('have no check that finds nothing', () => {
    const finding = new Set(broken.map(({ foundBy }) => foundBy));
    expect(conformanceChecks.map(({ id }) => id).filter((id) => !finding.has(id))).toEqual([]);
  });

  it('have ids and titles of their own, in the form of all', () => {
    for (const key of ['id', 'title'] as const) {
      expect(new Set(conformanceChecks.map((check) => check[key])).size).toBe(conformanceChecks.length);
    }
    for (const { id } of conformanceChecks) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(conformanceChecks.length).toBeGreaterThanOrEqual(62);
  });
});

function checkOf(id: string): Check {
  const [check] = selectChecks([id]);
  if (check === undefined) throw new Error(`There is no check ${id}.`);
  return check;
}

/** A driver whose connections ignore the bounds of transactions. */
function withoutTransactions({ name, open }: NonNullable<typeof driver>): NonNullable<typeof driver> {
  return {
    name,
    open: (filename) => {
      const handle = open(filename);
      return {
        exec: (sql) => (sql === 'ROLLBACK' ? undefined : handle.exec(sql)),
        prepare: (sql) =>
          handle.prepare(sql === 'BEGIN IMMEDIATE' || sql === 'COMMIT' ? 'PRAGMA user_version = 0' : sql),
        close: () => handle.close(),
      };
    },
  };
}
