import { describe, expect, it } from 'vitest';

import { createPlanToken, readPlanToken } from '../../src/core/plan-token.ts';
import { freezeWindows, minimumSoak } from '../../src/index.ts';
import {
  activated,
  checked,
  checksumOf,
  compared,
  created,
  given,
  overrideOf,
  overrideUsed,
  spec,
  superseded,
} from '../../src/testing/index.ts';

const past = [created('v1'), activated('v1'), created('v2')] as const;
const activate = { type: 'activate', contract_version: 'v2' } as const;

describe('a plan', () => {
  it('lists every gate with what blocks and what would help, freezes first, in the order of the runbook', () => {
    const strict = spec({
      policy: { gates: [minimumSoak({ hours: 24 }), freezeWindows([{ weekday: 'monday' }])] },
      lifecycle: 'paused',
    });
    const when = strict.given(...past).when({ ...activate, baseline_version: 'v0' });
    when.thenPlan({
      operation: 'activate',
      contract_version: 'v2',
      baseline_version: 'v1',
      revision: 3,
      allowed: false,
      changed: true,
      events: [],
      gates: {
        'freeze-windows': { outcome: 'block', reason: 'frozen', remedy: 'Wait until 24:00 UTC on monday.' },
        'integration-active': { outcome: 'block', reason: 'integration_not_active' },
        'target-not-retired': 'pass',
        'stated-baseline': { outcome: 'block', reason: 'baseline_version_mismatch' },
        'compatibility-check-present': {
          outcome: 'block',
          error_code: 'integration_contract_activation_blocked',
          reason: 'missing_compatibility_check',
          remedy: 'Run a compatibility check with baseline_version "v1" and candidate_version "v2".',
        },
        'compatibility-check-fresh': 'pass',
        compatible: { outcome: 'block', reason: 'missing_compatibility_check' },
        'minimum-soak': { outcome: 'block', reason: 'policy_denied' },
      },
    });
    when.thenRefused('integration_contract_activation_blocked', { reason: 'frozen' });
  });

  it('names an incompatible pair by its own code', () => {
    given(...past, checked('v1', 'v2', { breaking_change_count: 2 }))
      .when(activate)
      .thenPlan({
        allowed: false,
        gates: {
          compatible: {
            outcome: 'block',
            error_code: 'integration_contract_incompatible',
            reason: 'breaking_changes',
            message: '"v2" has 2 breaking changes against the active "v1".',
          },
        },
        override_binding: { baseline_checksum: checksumOf('v1'), candidate_checksum: checksumOf('v2') },
      });
  });

  it('shows the events that the activation would lead to, exactly', () => {
    const when = given(...past, checked('v1', 'v2', 'incompatible')).when(
      { ...activate, override: overrideOf('v1', 'v2') },
      { comparisons: [compared('v2', 'v1', 'compatible')] },
    );
    when.thenPlan({
      allowed: true,
      changed: true,
      rollback_ready: true,
      events: [overrideUsed('v2'), superseded('v1'), activated('v2', { reverse_check: { check_seq: 2 } })],
    });
    when.then(overrideUsed('v2'), superseded('v1'), activated('v2', { reverse_check: { check_seq: 2 } }));
  });

  it('knows the way back even where the way there is blocked', () => {
    given(...past)
      .when(activate, { comparisons: [compared('v2', 'v1', 'incompatible')] })
      .thenPlan({ allowed: false, events: [], rollback_ready: false });
    given(...past)
      .when(activate)
      .thenPlan({ allowed: false, rollback_ready: null });
  });

  it('changes nothing where the version is active already', () => {
    given(...past)
      .when({ type: 'activate', contract_version: 'v1' })
      .thenPlan({ allowed: true, changed: false, events: [], override_binding: null, rollback_ready: null });
  });

  it('has nothing to bind an override to before the first activation', () => {
    given(created('v2'))
      .when(activate)
      .thenPlan({ allowed: true, baseline_version: null, override_binding: null, events: [activated('v2')] });
  });

  it('finds the target of a rollback, and the check it computes', () => {
    given(...past, activated('v2'))
      .when({ type: 'rollback' }, { comparisons: [compared('v2', 'v1', 'incompatible')] })
      .thenPlan({
        operation: 'rollback',
        contract_version: 'v1',
        baseline_version: 'v2',
        allowed: false,
        gates: { compatible: { reason: 'breaking_changes' }, 'compatibility-check-present': 'pass' },
      });
  });

  it('is refused for the same reasons as the command itself, before its gates', () => {
    const when = given(...past).when({ type: 'activate', contract_version: 'v9' });
    when.thenRefused('integration_contract_not_found', { reason: 'target_missing' });
    expect(() => when.thenPlan({ allowed: false })).toThrow('Expected a plan, but the command was refused.');
  });

  it('carries a token for this revision and target', () => {
    const { line } = given(...past);
    const { integration_id, contract_type } = line;
    const binding = { integration_id, contract_type, contract_version: 'v2', revision: 3 };
    given(...past)
      .when(activate)
      .thenPlan({ plan_token: createPlanToken('activate', binding) });
    expect(readPlanToken(createPlanToken('activate', binding), 'activate')).toMatchObject(binding);
  });
});

describe('a plan token', () => {
  const binding = {
    integration_id: 'zürich ✓',
    contract_type: 'event',
    contract_version: '__proto__',
    revision: 7,
  } as const;

  it('is safe in a URL, and read for its own operation only', () => {
    const token = createPlanToken('rollback', binding);
    expect(token).toMatch(/^[\w-]+$/);
    expect(readPlanToken(token, 'rollback')).toMatchObject(binding);
    expect(readPlanToken(token, 'activate')).toBeUndefined();
  });

  it.each(['', 'x', '%', '{}', 'e30', 'bnVsbA', 'A'.repeat(9_999)])('is not read from %j', (token) => {
    expect(readPlanToken(token, 'activate')).toBeUndefined();
  });
});
