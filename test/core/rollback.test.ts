import { describe, expect, it } from 'vitest';

import { rollbackTarget } from '../../src/core/rollback.ts';
import type { Facts, HistoryItem } from '../../src/testing/index.ts';
import {
  activated,
  checked,
  compared,
  created,
  elapsed,
  given,
  overrideOf,
  overrideUsed,
  retired,
  spec,
  superseded,
} from '../../src/testing/index.ts';

const three = [created('v1'), created('v2'), created('v3')] as const;
const forward = (...versions: readonly string[]): readonly HistoryItem[] =>
  versions.map((version) => activated(version));
const back = (version: string): HistoryItem => activated(version, { kind: 'rollback' });

describe('the default target of a rollback', () => {
  it.each<[string, readonly HistoryItem[], string | undefined]>([
    ['nothing, on a line never activated', [], undefined],
    ['nothing, after the first version', forward('v1'), undefined],
    ['the version before', forward('v1', 'v2', 'v3'), 'v2'],
    ['v1 after v1, v2, v3 and a rollback to v2', [...forward('v1', 'v2', 'v3'), back('v2')], 'v1'],
    ['nothing, once it is back at the first', [...forward('v1', 'v2', 'v3'), back('v2'), back('v1')], undefined],
    ['the version before a retired one', [...forward('v1', 'v2', 'v3'), retired('v2')], 'v1'],
    ['nothing, where all before are retired', [...forward('v1', 'v2'), retired('v1')], undefined],
    ['the version before one rolled back from', [...forward('v1', 'v2'), back('v1'), ...forward('v3')], 'v1'],
    [
      'v1 for a v3 that came back after rollbacks to v2 and v1',
      [...forward('v1', 'v2', 'v3'), back('v2'), back('v1'), ...forward('v3')],
      'v1',
    ],
    [
      'the version before, where it was activated again since it was rolled back from',
      [...forward('v1', 'v2'), back('v1'), ...forward('v2', 'v3')],
      'v2',
    ],
    [
      'the version active before the first time, on a way to and fro',
      forward('v1', 'v2', 'v1', 'v2', 'v1', 'v3'),
      'v1',
    ],
    ['the version before the first time in a cycle', forward('v1', 'v2', 'v3', 'v1', 'v2'), 'v1'],
    ['nothing in a cycle back to the first', forward('v1', 'v2', 'v3', 'v1'), undefined],
  ])('is %s', (_, history, target) => {
    expect(rollbackTarget(given(...three, ...history).line)).toBe(target);
  });

  it('is what a rollback without a target goes to', () => {
    given(...three, ...forward('v1', 'v2', 'v3'), checked('v3', 'v2', 'compatible'))
      .when({ type: 'rollback' })
      .then(superseded('v3'), activated('v2', { kind: 'rollback' }));
  });

  it('is missing where there is nothing to go back to', () => {
    given(...three)
      .when({ type: 'rollback' })
      .thenRefused('integration_contract_activation_blocked', {
        reason: 'no_rollback_target',
        message: 'The line has no active version to roll back from.',
      });
    given(...three, ...forward('v1'))
      .when({ type: 'rollback' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'no_rollback_target' });
  });

  it('is found among ten thousand activations', () => {
    const { line } = given(...three, ...forward('v1', 'v2'));
    const [first] = line.activations;
    if (first === undefined) throw new Error('no activation');
    const activations = Array.from({ length: 10_000 }, (_, index) => ({ ...first, contract_version: `n${index}` }));
    expect(rollbackTarget({ ...line, activations, active_version: 'n9999' })).toBeUndefined();
  });
});

describe('a rollback', () => {
  const past = [created('v1'), activated('v1'), created('v2'), activated('v2')] as const;

  it('computes the pair that nobody checked, in the same decision, and the way back from there', () => {
    given(...past)
      .when({ type: 'rollback' }, { comparisons: [compared('v2', 'v1', 'compatible')] })
      .then(
        checked('v2', 'v1', { result: 'compatible', is_current_baseline: true, check_seq: 2 }),
        superseded('v2'),
        activated('v1', { kind: 'rollback', justification: { kind: 'check', check_seq: 2 }, rollback_ready: true }),
      );
  });

  it('uses a check that is there, and computes one where it is stale', () => {
    given(...past, checked('v2', 'v1', 'compatible'))
      .when({ type: 'rollback' }, { comparisons: [compared('v2', 'v1', 'incompatible')] })
      .then(superseded('v2'), activated('v1'));
    given(...past, checked('v2', 'v1', 'compatible'))
      .when(
        { type: 'rollback' },
        { ruleset_digest: 'rules-2', comparisons: [compared('v2', 'v1', { result: 'compatible' })] },
      )
      .then(checked('v2', 'v1', { ruleset_digest: 'rules-2', check_seq: 3 }), superseded('v2'), activated('v1'));
  });

  it('is blocked where the pair is neither checked nor computed', () => {
    given(...past)
      .when({ type: 'rollback' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'missing_compatibility_check' });
  });

  it('is refused where the pair is incompatible, and records nothing', () => {
    given(...past)
      .when({ type: 'rollback' }, { comparisons: [compared('v2', 'v1', { breaking_change_count: 1 })] })
      .thenRefused('integration_contract_incompatible', { check_seq: 2, baseline_version: 'v2' });
  });

  it('passes an incompatible pair by an override', () => {
    given(...past)
      .when(
        { type: 'rollback', override: overrideOf('v2', 'v1') },
        { comparisons: [compared('v2', 'v1', 'incompatible')] },
      )
      .then(
        checked('v2', 'v1', 'incompatible'),
        overrideUsed('v1', { check_seq: 2 }),
        superseded('v2'),
        activated('v1', { kind: 'rollback', justification: { kind: 'override' } }),
      );
  });

  it('goes to versions that were active before only', () => {
    given(...past, created('v3'), checked('v2', 'v3', 'compatible'))
      .when({ type: 'rollback', contract_version: 'v3' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'no_rollback_target' });
  });

  it('does nothing where the target is active already', () => {
    given(...past)
      .when({ type: 'rollback', contract_version: 'v2' })
      .thenNothing();
  });

  it('goes to no retired version', () => {
    given(...past, retired('v1'))
      .when({ type: 'rollback', contract_version: 'v1' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'retired_version' });
  });

  it('heeds the stated baseline', () => {
    given(...past, checked('v2', 'v1', 'compatible'))
      .when({ type: 'rollback', baseline_version: 'v1' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'baseline_version_mismatch' });
  });
});

describe('the rollback window of a policy', () => {
  const wayBack = [checked('v3', 'v2', 'incompatible'), checked('v3', 'v1', 'incompatible')] as const;
  const past = [...three, ...forward('v1', 'v2', 'v3'), ...wayBack] as const;
  const rollback = (to: string) => ({ type: 'rollback', contract_version: to }) as const;

  it('opens the way to the versions of the last activations', () => {
    const one = spec({ policy: { rollback_window: { activations: 1 } } });
    one
      .given(...past)
      .when(rollback('v2'))
      .then(superseded('v3'), activated('v2', { justification: { kind: 'rollback_window' } }));
    one
      .given(...past)
      .when(rollback('v1'))
      .thenRefused('integration_contract_incompatible');
    spec({ policy: { rollback_window: { activations: 2 } } })
      .given(...past)
      .when(rollback('v1'))
      .then(superseded('v3'), activated('v1'));
  });

  it('opens the way for some hours after the activation', () => {
    const day = spec({ policy: { rollback_window: { hours: 24 } } });
    day
      .given(...past, elapsed({ hours: 23, minutes: 59 }))
      .when(rollback('v1'))
      .then(superseded('v3'), activated('v1'));
    day
      .given(...past, elapsed({ hours: 24 }))
      .when(rollback('v1'))
      .thenRefused('integration_contract_incompatible');
    day
      .given(...past)
      .when(rollback('v1'), { now: 'soon' })
      .thenRefused('integration_contract_incompatible');
  });

  it('is closed where a clock dated the activation further ahead than that', () => {
    spec({ policy: { rollback_window: { hours: 24 } } })
      .given(...past)
      .when(rollback('v1'), { now: '2026-01-01T00:00:00.000Z' })
      .thenRefused('integration_contract_incompatible');
  });

  it.each([{ activations: 9 }, { hours: 9 }])('opens no way on to what came later (%j)', (rollback_window) => {
    const { given: givenUnder } = spec({ policy: { rollback_window } });
    givenUnder(...three, ...forward('v1', 'v2'), back('v1'), checked('v1', 'v2', 'incompatible'))
      .when(rollback('v2'))
      .thenRefused('integration_contract_incompatible', { baseline_version: 'v1', candidate_version: 'v2' });
  });

  it('is for rollbacks only, and never for a missing check', () => {
    const wide = spec({ policy: { rollback_window: { activations: 9, hours: 9 } } });
    wide
      .given(...past)
      .when({ type: 'activate', contract_version: 'v2' })
      .thenRefused('integration_contract_incompatible');
    wide
      .given(...three, ...forward('v1', 'v2'))
      .when({ type: 'rollback' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'missing_compatibility_check' });
  });

  it('yields to an override, which is the stronger reason', () => {
    spec({ policy: { rollback_window: { activations: 1 } } })
      .given(...past)
      .when({ ...rollback('v2'), override: overrideOf('v3', 'v2') })
      .then(overrideUsed('v2'), superseded('v3'), activated('v2', { justification: { kind: 'override' } }));
  });

  it.each([0, -1, 0.5, Number.NaN])('is no number of %s activations', (activations) => {
    const facts: Facts = { policy: { rollback_window: { activations } } };
    expect(() => given(...past).when(rollback('v1'), facts)).toThrow(TypeError);
  });

  it.each([0, -1, Number.NaN])('is no number of %s hours', (hours) => {
    expect(() => given(...past).when(rollback('v1'), { policy: { rollback_window: { hours } } })).toThrow(TypeError);
  });
});
