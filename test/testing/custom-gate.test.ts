import type { Gate } from 'contract-rollout';
import { block, pass } from 'contract-rollout';
import { activated, at, created, spec } from 'contract-rollout/testing';
import { describe, it } from 'vitest';

// #region gate
const mondaysOnly: Gate = {
  name: 'mondays-only',
  evaluate: ({ now }) =>
    new Date(now).getUTCDay() === 1 ? pass() : block('Payments deploys on Mondays.', { remedy: 'Wait for Monday.' }),
};
// #endregion

// #region spec
const payments = spec({ policy: { gates: [mondaysOnly] } });
const activate = { type: 'activate', contract_version: 'v1' } as const;

describe('the payments policy', () => {
  it('lets a version in on a Monday', () => {
    payments.given(created('v1'), at('2026-03-02T10:00:00Z')).when(activate).then(activated('v1'));
  });

  it('keeps it out on a Tuesday', () => {
    payments
      .given(created('v1'), at('2026-03-03T10:00:00Z'))
      .when(activate)
      .thenRefused('integration_contract_activation_blocked', { reason: 'policy_denied', gate: 'mondays-only' });
  });
});
// #endregion
