import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ContractLine } from '../../src/core/line.ts';
import type { Gate } from '../../src/core/gates/gate.ts';
import { pass } from '../../src/core/gates/gate.ts';
import { createRollout } from '../../src/create-rollout.ts';
import type { Rollout } from '../../src/usecases/rollout.ts';
import { ann, createWorld, documentOf, expectInvariants, payments } from './support.ts';

const versions = ['v1', 'v2', 'v3'] as const;
const version = fc.constantFrom(...versions);

type Move = readonly ['create' | 'activate' | 'retire' | 'rollback', string] | readonly ['check', string, string];

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('create' as const), version) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('check' as const), version, version) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('activate' as const), version) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('retire' as const, 'rollback' as const), version) },
);

/** What one client asks for, and what another gets done before the first one commits. */
const moves = fc.array(fc.tuple(move, fc.option(move)), { minLength: 1, maxLength: 25, size: 'max' });

/** Every version offers what the earlier ones do, or not: some pairs are compatible, some are not. */
const documents = { v1: documentOf('pay'), v2: documentOf('pay', 'refund'), v3: documentOf('pay', 'refund', 'void') };

async function carryOut(rollout: Rollout, [kind, first, second = '']: Move): Promise<void> {
  const target = { ...payments, contract_version: first };
  switch (kind) {
    case 'create':
      await rollout.createVersion({ ...target, document: documents[first as keyof typeof documents] }, ann);
      return;
    case 'check':
      await rollout.checkCompatibility({ ...payments, baseline_version: first, candidate_version: second }, ann);
      return;
    default:
      await rollout[kind](target, ann);
  }
}

describe('whatever another client does between a load and the commit', () => {
  it('I8: guards are evaluated on the very revision that the commit names', async () => {
    let races = 0;
    let activations = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (some) => {
        let judged: ContractLine | undefined;
        const recorder: Gate = {
          name: 'recorder',
          evaluate: ({ line }) => {
            judged = line;
            return pass();
          },
        };
        const world = createWorld();
        const sent: { readonly on: number; readonly judged: number | undefined }[] = [];
        let intruder: Move | null = null;
        const disturbed = createRollout({
          ...world.options,
          policy: { gates: [recorder] },
          catalog: {
            find: async (id, options) => {
              const now = intruder;
              intruder = null;
              if (now !== null) await carryOut(world.rollout, now);
              return world.catalog.find(id, options);
            },
          },
          store: {
            ...world.store,
            commit: async (key, expected_revision, change, options) => {
              const activated = change.events.find(({ type }) => type.endsWith('.activated'));
              if (activated !== undefined) {
                // What a port throws is an outage to its caller, so the expectations are outside.
                sent.push({ on: expected_revision, judged: judged?.revision });
              }
              const committed = await world.store.commit(key, expected_revision, change, options);
              if (committed.isErr()) races += 1;
              return committed;
            },
          },
        });
        for (const [asked, meanwhile] of some) {
          intruder = meanwhile;
          judged = undefined;
          await carryOut(disturbed, asked);
        }
        expect(sent.map(({ on }) => on)).toEqual(sent.map(({ judged: revision }) => revision));
        activations += sent.length;
        await expectInvariants(world.store);
      }),
      { numRuns: 200 },
    );
    // The law would say little if nobody was ever in the way.
    expect(races).toBeGreaterThan(50);
    expect(activations).toBeGreaterThan(50);
  });
});
