import { describe, expect, it } from 'vitest';

import { rollbackTarget } from '../../src/core/rollback.ts';
import {
  activated,
  checked,
  checksumOf,
  compared,
  created,
  given,
  overrideOf,
  overrideUsed,
  retired,
  spec,
  superseded,
} from '../../src/testing/index.ts';

const activate = (contract_version: string) => ({ type: 'activate', contract_version }) as const;
const create = (contract_version: string) =>
  ({ type: 'create', contract_version, checksum: checksumOf(contract_version), document_stored: true }) as const;
const blocked = 'integration_contract_activation_blocked';
const elsewhere = { document_stored: false };

describe('the scenarios of a rollout', () => {
  it('S1: the first version becomes active without a check', () => {
    given()
      .when(create('v1'))
      .then(created('v1', { status: 'candidate' }));
    given(created('v1'))
      .when(activate('v1'))
      .then(activated('v1', { baseline_version: null, justification: { kind: 'first_activation' } }));
  });

  it('S2: a version that nobody checked is blocked', () => {
    given(created('v1'), activated('v1'), created('v2'))
      .when(activate('v2'))
      .thenRefused(blocked, { reason: 'missing_compatibility_check', contract_version: 'v2', baseline_version: 'v1' });
  });

  it('S3: a version with two breaks is checked and refused', () => {
    const past = [created('v1'), activated('v1'), created('v2')] as const;
    given(...past)
      .when(
        { type: 'check', baseline_version: 'v1', candidate_version: 'v2' },
        { comparisons: [compared('v1', 'v2', { breaking_change_count: 2 })] },
      )
      .then(checked('v1', 'v2', { result: 'incompatible', breaking_change_count: 2 }));
    given(...past, checked('v1', 'v2', { breaking_change_count: 2 }))
      .when(activate('v2'))
      .thenRefused('integration_contract_incompatible', {
        reason: 'breaking_changes',
        breaking_change_count: 2,
        message: 'Version "v2" has 2 breaking changes against the active version "v1".',
      });
  });

  it('S4: the corrected version is activated, and the one before superseded, in one decision', () => {
    given(
      created('v1'),
      activated('v1'),
      created('v2'),
      checked('v1', 'v2', { breaking_change_count: 2 }),
      created('v3'),
      checked('v1', 'v3', 'compatible'),
    )
      .when(activate('v3'))
      .then(
        superseded('v1', { superseded_by: 'v3' }),
        activated('v3', { baseline_version: 'v1', justification: { kind: 'check', check_seq: 2 } }),
      );
  });

  it('S5: going back from an added operation is incompatible, until somebody takes responsibility', () => {
    const past = [created('v1'), activated('v1'), created('v3'), activated('v3')] as const;
    const comparisons = [compared('v3', 'v1', { breaking_change_count: 1 })];
    given(...past)
      .when({ type: 'rollback' }, { comparisons })
      .thenRefused('integration_contract_incompatible', { baseline_version: 'v3', candidate_version: 'v1' });
    given(...past)
      .when({ type: 'rollback', override: overrideOf('v3', 'v1') }, { comparisons })
      .then(
        checked('v3', 'v1', { breaking_change_count: 1 }),
        overrideUsed('v1', { check_seq: 2 }),
        superseded('v3'),
        activated('v1', { kind: 'rollback', justification: { kind: 'override', check_seq: 2 } }),
      );
  });

  it('S6: a check against the version before the active one does not count', () => {
    given(
      created('v1'),
      activated('v1'),
      created('v2'),
      created('v3'),
      checked('v1', 'v3', 'compatible'),
      checked('v1', 'v2', 'compatible'),
      activated('v2'),
    )
      .when(activate('v3'))
      .thenRefused(blocked, { reason: 'missing_compatibility_check', baseline_version: 'v2' });
  });

  it('S7: of two declarations the later counts', () => {
    const past = [created('v1', elsewhere), activated('v1'), created('v2', elsewhere)] as const;
    given(...past, checked('v1', 'v2', 'compatible'), checked('v1', 'v2', 'incompatible'))
      .when(activate('v2'))
      .thenRefused('integration_contract_incompatible', { check_seq: 2 });
    given(...past, checked('v1', 'v2', 'incompatible'), checked('v1', 'v2', 'compatible'))
      .when(activate('v2'))
      .then(superseded('v1'), activated('v2', { justification: { kind: 'check', check_seq: 2 } }));
  });

  it('S8: no declaration overrules what was computed', () => {
    const past = [created('v1'), activated('v1'), created('v2'), checked('v1', 'v2', 'incompatible')] as const;
    given(...past)
      .when(
        { type: 'check', baseline_version: 'v1', candidate_version: 'v2', declared: { breaking_change_count: 0 } },
        { comparisons: [compared('v1', 'v2', { breaking_change_count: 1 })] },
      )
      .thenRefused('integration_contract_invalid_payload', { reason: 'declared_count_mismatch' });
    given(...past, checked('v1', 'v2', { result: 'compatible', provenance: 'declared' }))
      .when(activate('v2'))
      .thenRefused('integration_contract_incompatible', { check_seq: 1 });
  });

  it('S9: a check made before an upgrade of the rules is stale', () => {
    given(created('v1'), activated('v1'), created('v2'), checked('v1', 'v2', 'compatible'))
      .when(activate('v2'), { ruleset_digest: 'rules-2' })
      .thenRefused(blocked, { reason: 'stale_compatibility_check' });
  });

  it('S10: a retired version never comes back, whatever the checks say', () => {
    const past = [created('v1'), activated('v1'), created('v2')] as const;
    given(...past, checked('v1', 'v2', 'compatible'), retired('v2'))
      .when(activate('v2'))
      .thenRefused(blocked, { reason: 'retired_version' });
    given(...past, retired('v2'))
      .when(activate('v2'))
      .thenRefused(blocked, { reason: 'retired_version' });
  });

  it('S11: the active version is not retired', () => {
    given(created('v1'), activated('v1'))
      .when({ type: 'retire', contract_version: 'v1' })
      .thenRefused(blocked, { reason: 'active_version_not_retirable' });
  });

  it('S19: a paused integration takes versions and checks, but no activation', () => {
    const paused = spec({ lifecycle: 'paused', comparisons: [compared('v1', 'v2', 'compatible')] });
    const past = [created('v1'), activated('v1'), created('v2')] as const;
    paused
      .given(...past)
      .when(create('v3'))
      .then(created('v3'));
    paused
      .given(...past)
      .when({ type: 'check', baseline_version: 'v1', candidate_version: 'v2' })
      .then(checked('v1', 'v2', 'compatible'));
    paused
      .given(...past, checked('v1', 'v2', 'compatible'))
      .when(activate('v2'))
      .thenRefused(blocked, { reason: 'integration_not_active' });
  });

  it('S20: after a rollback from v3 to v2, the way back leads to v1', () => {
    const { line } = given(
      created('v1'),
      activated('v1'),
      created('v2'),
      activated('v2'),
      created('v3'),
      activated('v3'),
      activated('v2', { kind: 'rollback' }),
    );
    expect(rollbackTarget(line)).toBe('v1');
  });

  it('S21: one name on two lines is two versions', () => {
    const openapi = spec({ contract_type: 'openapi' }).given(created('v1'), activated('v1'));
    const event = spec({ contract_type: 'event' }).given(created('v1'));
    expect(openapi.line.versions.get('v1')?.status).toBe('active');
    event.when(activate('v1')).then(activated('v1', { baseline_version: null, activation_seq: 1 }));
    openapi.when(activate('v1')).thenNothing();
  });
});
