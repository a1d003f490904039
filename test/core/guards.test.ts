import { describe, expect, it } from 'vitest';

import type { Command } from '../../src/core/command.ts';
import { decide } from '../../src/core/decide.ts';
import type { ErrorCode } from '../../src/core/error.ts';
import { block } from '../../src/core/gates/gate.ts';
import { freezeWindows } from '../../src/core/gates/freeze-windows.ts';
import { toContractLine, toStoredLine, versionLimit } from '../../src/core/line.ts';
import type { Facts, HistoryItem } from '../../src/testing/index.ts';
import {
  activated,
  checked,
  checksumOf,
  created,
  deprecated,
  given,
  imported,
  overrideOf,
  overrideUsed,
  retired,
  superseded,
} from '../../src/testing/index.ts';

/** One guard: the facts and the history under which it refuses. */
interface Guard {
  readonly name: string;
  readonly error_code: ErrorCode;
  readonly reason: string;
  /** Changes what is asked. */
  readonly command?: Readonly<Record<string, unknown>>;
  readonly facts?: Facts;
  readonly history?: (history: readonly HistoryItem[]) => readonly HistoryItem[];
}

/**
 * Runs a command against every guard alone, and against every two of them: where both refuse, the earlier one is the
 * error.
 */
function describeGuards(
  what: string,
  allowed: { readonly command: Command; readonly history: readonly HistoryItem[] },
  guards: readonly Guard[],
): void {
  const refusalOf = (violated: readonly Guard[]) => {
    const history = violated.reduce((past, guard) => guard.history?.(past) ?? past, allowed.history);
    const facts: Facts = Object.assign({}, ...violated.toReversed().map((guard) => guard.facts ?? {}));
    // A policy holds the gates of all violated guards.
    const gates = violated.flatMap((guard) => guard.facts?.policy?.gates ?? []);
    const command = Object.assign({}, allowed.command, ...violated.toReversed().map((guard) => guard.command ?? {}));
    return given(...history).when(command, { ...facts, policy: { gates } }).decision;
  };

  describe(`the guards of ${what}`, () => {
    it('let it pass', () => {
      expect(refusalOf([]).isOk()).toBe(true);
    });

    it.each(guards)('refuse $name: $error_code, $reason', (guard) => {
      const { error_code, reason } = guard;
      expect(refusalOf([guard])._unsafeUnwrapErr()).toMatchObject({ error_code, reason });
    });

    const pairs = guards.flatMap((earlier, index) => guards.slice(index + 1).map((later) => ({ earlier, later })));
    it.each(pairs)('refuse $earlier.name before $later.name', ({ earlier, later }) => {
      const { error_code, reason } = earlier;
      expect(refusalOf([earlier, later])._unsafeUnwrapErr()).toMatchObject({ error_code, reason });
    });
  });
}

const payload: Guard = {
  name: 'an unknown field',
  error_code: 'integration_contract_invalid_payload',
  reason: 'invalid_field',
  command: { unknown: true },
};
const authorization: Guard = {
  name: 'an actor without permission',
  error_code: 'integration_contract_forbidden',
  reason: 'permission_denied',
  facts: { permissions: [] },
};
const integration: Guard = {
  name: 'an integration that the catalog does not know',
  error_code: 'integration_contract_not_found',
  reason: 'integration_missing',
  facts: { lifecycle: 'missing' },
};
const retiredIntegration: Guard = {
  name: 'a retired integration',
  error_code: 'integration_contract_conflict',
  reason: 'integration_retired',
  facts: { lifecycle: 'retired' },
};
const target: Guard = {
  name: 'a version that does not exist',
  error_code: 'integration_contract_not_found',
  reason: 'target_missing',
  command: { contract_version: 'v9' },
};
const frozen: Guard = {
  name: 'a freeze',
  error_code: 'integration_contract_activation_blocked',
  reason: 'frozen',
  facts: { policy: { gates: [freezeWindows([{ weekday: 'monday' }])] } },
};
const lifecycle: Guard = {
  name: 'an integration that is not active',
  error_code: 'integration_contract_activation_blocked',
  reason: 'integration_not_active',
  facts: { lifecycle: 'paused' },
};
const retiredTarget: Guard = {
  name: 'a retired version',
  error_code: 'integration_contract_activation_blocked',
  reason: 'retired_version',
  history: (history) => [...history, retired('v2')],
};
const baseline: Guard = {
  name: 'a baseline that is not the active version',
  error_code: 'integration_contract_activation_blocked',
  reason: 'baseline_version_mismatch',
  command: { baseline_version: 'v0' },
};
const missingCheck: Guard = {
  name: 'a pair that nobody checked',
  error_code: 'integration_contract_activation_blocked',
  reason: 'missing_compatibility_check',
  history: (history) => history.filter((item) => !('type' in item && item.type.endsWith('compatibility_evaluated'))),
};
const staleCheck: Guard = {
  name: 'a check under other rules',
  error_code: 'integration_contract_activation_blocked',
  reason: 'stale_compatibility_check',
  facts: { ruleset_digest: 'rules-2' },
};
const incompatible: Guard = {
  name: 'an incompatible pair',
  error_code: 'integration_contract_incompatible',
  reason: 'breaking_changes',
  history: (history) =>
    history.map((item) =>
      'type' in item && item.type.endsWith('compatibility_evaluated') ? checked('v1', 'v2', 'incompatible') : item,
    ),
};
const policy: Guard = {
  name: "the policy's own gate",
  error_code: 'integration_contract_activation_blocked',
  reason: 'policy_denied',
  facts: { policy: { gates: [{ name: 'never', evaluate: () => block('Never.') }] } },
};

describeGuards(
  'an activation',
  {
    command: { type: 'activate', contract_version: 'v2' },
    history: [created('v1'), activated('v1'), created('v2'), checked('v1', 'v2', 'compatible')],
  },
  [
    payload,
    authorization,
    integration,
    target,
    frozen,
    lifecycle,
    retiredTarget,
    baseline,
    missingCheck,
    staleCheck,
    incompatible,
    policy,
  ],
);

describeGuards(
  'a creation',
  {
    command: { type: 'create', contract_version: 'v2', checksum: checksumOf('v2'), document_stored: true },
    history: [created('v1')],
  },
  [
    payload,
    authorization,
    integration,
    {
      name: 'other content of an existing version',
      error_code: 'integration_contract_conflict',
      reason: 'version_exists',
      command: { contract_version: 'v1' },
    },
  ],
);

describeGuards(
  'a creation for an integration',
  {
    command: { type: 'create', contract_version: 'v2', checksum: checksumOf('v2'), document_stored: true },
    history: [created('v1')],
  },
  [
    payload,
    authorization,
    retiredIntegration,
    {
      name: 'other content of an existing version',
      error_code: 'integration_contract_conflict',
      reason: 'version_exists',
      command: { contract_version: 'v1' },
    },
  ],
);

const elsewhere = { document_stored: false };
describeGuards(
  'a check',
  {
    command: {
      type: 'check',
      baseline_version: 'v1',
      candidate_version: 'v2',
      declared: { breaking_change_count: 0 },
    },
    history: [created('v1', elsewhere), created('v2', elsewhere), created('v3', elsewhere)],
  },
  [
    payload,
    authorization,
    {
      name: 'a baseline that does not exist',
      error_code: 'integration_contract_not_found',
      reason: 'baseline_missing',
      command: { baseline_version: 'v8' },
    },
    {
      name: 'a candidate that does not exist',
      error_code: 'integration_contract_not_found',
      reason: 'candidate_missing',
      command: { candidate_version: 'v9' },
    },
  ],
);

describeGuards(
  'a retirement',
  {
    command: { type: 'retire', contract_version: 'v2' },
    history: [created('v1'), activated('v1'), created('v2')],
  },
  [payload, authorization, target],
);

describeGuards(
  'a deprecation',
  {
    command: { type: 'deprecate', contract_version: 'v2' },
    history: [created('v1'), created('v2')],
  },
  [
    payload,
    authorization,
    target,
    {
      name: 'a successor that does not exist',
      error_code: 'integration_contract_invalid_payload',
      reason: 'invalid_field',
      command: { successor: 'v8' },
    },
    {
      name: 'a sunset before the deprecation',
      error_code: 'integration_contract_invalid_payload',
      reason: 'sunset_before_deprecation',
      command: { deprecated_at: '2026-02-01T00:00:00Z', sunset_at: '2026-01-01T00:00:00Z' },
    },
  ],
);

describe('creating a version', () => {
  const create = { type: 'create', contract_version: 'v1', checksum: checksumOf('v1'), document_stored: true } as const;

  it('makes a candidate of the actor, at the moment of the command', () => {
    given()
      .when({ ...create, schema_ref: 'https://example.com/v1' }, { actor: 'ada', now: '2026-03-01T00:00:00.000Z' })
      .then(
        created('v1', {
          status: 'candidate',
          created_seq: 1,
          created_by: 'ada',
          created_at: '2026-03-01T00:00:00.000Z',
          schema_ref: 'https://example.com/v1',
          deprecation: null,
          retired_at: null,
        }),
      );
  });

  it('does nothing where the same content is there already, whatever became of it', () => {
    given(created('v1')).when(create).thenNothing();
    given(created('v1'), retired('v1')).when(create).thenNothing();
  });

  it('works for integrations that are not active yet or any more', () => {
    given().when(create, { lifecycle: 'draft' }).then(created('v1'));
    given().when(create, { lifecycle: 'paused' }).then(created('v1'));
  });

  it('refuses the version after the last that a line can hold', () => {
    const { line } = given(created('v0'));
    const [version] = toStoredLine(line).versions;
    if (version === undefined) throw new Error('no version');
    const full = (size: number) =>
      toContractLine({
        ...toStoredLine(line),
        versions: Array.from({ length: size }, (_, index) => ({ ...version, contract_version: `n${index}` })),
      });
    const context = {
      now: '2026-01-05T09:00:00.000Z',
      actor: { id: 'operator' },
      command_id: 'command-1',
      authorization: { operation: true, override: false },
      integration: { integration_id: 'integration-1', lifecycle: 'active' },
      ruleset_digest: null,
      comparisons: [],
      approvals: [],
      policy: {},
    } as const;
    expect(decide(full(versionLimit - 1), create, context)._unsafeUnwrap()).toHaveLength(1);
    expect(decide(full(versionLimit), create, context)._unsafeUnwrapErr()).toMatchObject({
      error_code: 'integration_contract_invalid_payload',
      reason: 'too_many_versions',
    });
  });
});

describe('activating a version', () => {
  it('does nothing where it is active already, even in a freeze or while the integration is paused', () => {
    given(created('v1'), activated('v1'))
      .when(
        { type: 'activate', contract_version: 'v1', baseline_version: 'v0' },
        { lifecycle: 'paused', policy: { gates: [freezeWindows([{ weekday: 'monday' }])] } },
      )
      .thenNothing();
  });

  it('refuses a stated baseline where there is no active version', () => {
    given(created('v1'))
      .when({ type: 'activate', contract_version: 'v1', baseline_version: 'v0' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'baseline_version_without_active_contract' });
  });

  it('accepts the active version as stated baseline', () => {
    given(created('v1'), activated('v1'), created('v2'), checked('v1', 'v2', 'compatible'))
      .when({ type: 'activate', contract_version: 'v2', baseline_version: 'v1' })
      .then(superseded('v1'), activated('v2'));
  });

  it('brings a superseded version back', () => {
    given(created('v1'), activated('v1'), created('v2'), activated('v2'), checked('v2', 'v1', 'compatible'))
      .when({ type: 'activate', contract_version: 'v1' })
      .then(superseded('v2'), activated('v1', { kind: 'activation', activation_seq: 3 }));
  });

  it('does not take a check of the pair the other way round', () => {
    given(created('v1'), activated('v1'), created('v2'), checked('v2', 'v1', 'compatible'))
      .when({ type: 'activate', contract_version: 'v2' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'missing_compatibility_check' });
  });

  it('does not take a check that was made on other documents', () => {
    for (const other of ['baseline_checksum', 'candidate_checksum'] as const) {
      given(
        created('v1'),
        activated('v1'),
        created('v2'),
        checked('v1', 'v2', { result: 'compatible', [other]: checksumOf('other') }),
      )
        .when({ type: 'activate', contract_version: 'v2' })
        .thenRefused('integration_contract_activation_blocked', {
          reason: 'stale_compatibility_check',
          gate: 'compatibility-check-fresh',
        });
    }
  });

  it('records what the catalog said of the integration', () => {
    given(created('v1'))
      .when({ type: 'activate', contract_version: 'v1' })
      .then(activated('v1', { lifecycle_observed: 'active', baseline_version: null, rollback_ready: null }));
  });
});

describe('an override', () => {
  const past = [created('v1'), activated('v1'), created('v2')] as const;
  const override = overrideOf('v1', 'v2', { override_id: 'o-1' });
  const activate: Command = { type: 'activate', contract_version: 'v2', override };

  it('lets an incompatible pair pass, and is recorded with its reason', () => {
    given(...past, checked('v1', 'v2', 'incompatible'))
      .when(activate)
      .then(
        overrideUsed('v2', {
          override_id: 'o-1',
          check_seq: 1,
          baseline_checksum: checksumOf('v1'),
          candidate_checksum: checksumOf('v2'),
          justification: override.justification,
          used_by: 'operator',
        }),
        superseded('v1'),
        activated('v2', { justification: { kind: 'override', check_seq: 1, override_id: 'o-1' } }),
      );
  });

  it('is not used up where the pair is compatible after all', () => {
    given(...past, checked('v1', 'v2', 'compatible'))
      .when(activate)
      .then(superseded('v1'), activated('v2', { justification: { kind: 'check', check_seq: 1 } }));
  });

  it('never replaces a missing or a stale check', () => {
    given(...past)
      .when(activate)
      .thenRefused('integration_contract_activation_blocked', { reason: 'missing_compatibility_check' });
    given(...past, checked('v1', 'v2', 'incompatible'))
      .when(activate, { ruleset_digest: 'rules-2' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'stale_compatibility_check' });
  });

  it('opens no other gate', () => {
    given(...past, checked('v1', 'v2', 'incompatible'))
      .when(activate, { policy: { gates: [freezeWindows([{ weekday: 'monday' }])] } })
      .thenRefused('integration_contract_activation_blocked', { reason: 'frozen' });
  });

  it('needs a permission of its own', () => {
    given(...past, checked('v1', 'v2', 'incompatible'))
      .when(activate, { permissions: ['platform.member_admin.operate'] })
      .thenRefused('integration_contract_forbidden', {
        reason: 'override_denied',
        permissions: ['platform.integration_contract.override'],
      });
  });

  it('counts for the documents it names only', () => {
    for (const stated of [{ baseline_checksum: checksumOf('v0') }, { candidate_checksum: checksumOf('v3') }]) {
      given(...past, checked('v1', 'v2', 'incompatible'))
        .when({ ...activate, override: { ...override, ...stated } })
        .thenRefused('integration_contract_invalid_payload', {
          reason: 'override_not_bound',
          issues: [{ pointer: `/override/${Object.keys(stated)[0] ?? ''}` }],
        });
    }
    given(created('v2'))
      .when(activate)
      .thenRefused('integration_contract_invalid_payload', {
        reason: 'override_not_bound',
        issues: [{ pointer: '/override/baseline_checksum', message: 'there is no active version' }],
      });
  });

  it('is good for one activation', () => {
    const used = [
      ...past,
      checked('v1', 'v2', 'incompatible'),
      overrideUsed('v2', { override_id: 'o-1' }),
      activated('v2'),
      checked('v2', 'v1', 'compatible'),
      activated('v1'),
    ];
    given(...used)
      .when(activate)
      .thenRefused('integration_contract_conflict', { reason: 'override_used' });
    given(...used)
      .when({ ...activate, override: { ...override, override_id: 'o-2' } })
      .then(overrideUsed('v2', { override_id: 'o-2' }), superseded('v1'), activated('v2'));
  });

  it('says why', () => {
    given(...past, checked('v1', 'v2', 'incompatible'))
      .when({ ...activate, override: { ...override, justification: 'because  ' } })
      .thenRefused('integration_contract_invalid_payload', {
        reason: 'invalid_field',
        issues: [{ pointer: '/override/justification' }],
      });
  });
});

describe('retiring a version', () => {
  it('takes a candidate or a superseded version out of use', () => {
    given(created('v1'))
      .when({ type: 'retire', contract_version: 'v1' })
      .then(retired('v1', { retired_by: 'operator' }));
    given(created('v1'), activated('v1'), created('v2'), activated('v2'))
      .when({ type: 'retire', contract_version: 'v1' })
      .then(retired('v1'));
  });

  it('does nothing the second time', () => {
    given(created('v1'), retired('v1')).when({ type: 'retire', contract_version: 'v1' }).thenNothing();
  });

  it('needs the catalog only where the line has no history', () => {
    given(created('v1')).when({ type: 'retire', contract_version: 'v1' }, { lifecycle: 'missing' }).then(retired('v1'));
    given()
      .when({ type: 'retire', contract_version: 'v1' }, { lifecycle: 'missing' })
      .thenRefused('integration_contract_not_found', { reason: 'integration_missing' });
  });
});

describe('deprecating a version', () => {
  const deprecate = { type: 'deprecate', contract_version: 'v1' } as const;

  it('announces an end, in UTC, whatever the status', () => {
    given(created('v1'), activated('v1'), created('v2'))
      .when({ ...deprecate, sunset_at: '2026-06-01T00:00:00+02:00', successor: 'v2' })
      .then(
        deprecated('v1', {
          deprecated_at: '2026-01-05T09:00:00.000Z',
          sunset_at: '2026-05-31T22:00:00.000Z',
          successor: 'v2',
        }),
      );
  });

  it('does nothing where the same was announced before', () => {
    const announced = deprecated('v1', { sunset_at: '2026-06-01T00:00:00.000Z' });
    given(created('v1'), announced)
      .when({ ...deprecate, sunset_at: '2026-06-01T00:00:00Z' })
      .thenNothing();
    given(created('v1'), announced)
      .when({ ...deprecate, sunset_at: '2026-07-01T00:00:00Z' })
      .then(deprecated('v1', { sunset_at: '2026-07-01T00:00:00.000Z' }));
  });

  it('accepts an end at the very moment of the announcement', () => {
    given(created('v1'))
      .when({ ...deprecate, sunset_at: '2026-01-05T09:00:00Z' })
      .then(deprecated('v1'));
  });

  it('refuses a version that is retired, or is its own successor', () => {
    given(created('v1'), retired('v1'))
      .when(deprecate)
      .thenRefused('integration_contract_conflict', { reason: 'version_retired' });
    given(created('v1'))
      .when({ ...deprecate, successor: 'v1' })
      .thenRefused('integration_contract_invalid_payload', { issues: [{ pointer: '/successor' }] });
  });
});

describe('importing a history', () => {
  const version = { checksum: checksumOf('v1'), document_stored: true, created_at: '2025-01-01T00:00:00+01:00' };
  const importing = {
    type: 'import',
    versions: [
      { ...version, contract_version: 'v1', status: 'superseded', created_by: 'ada' },
      { ...version, contract_version: 'v2', status: 'active', created_by: 'ada' },
      { ...version, contract_version: 'v3', status: 'candidate', created_by: 'ada' },
      { ...version, contract_version: 'v4', status: 'retired', created_by: 'ada' },
    ],
    activations: [
      { contract_version: 'v1', activated_at: '2025-01-02T00:00:00Z', activated_by: 'ben' },
      { contract_version: 'v2', activated_at: '2025-01-03T00:00:00Z', activated_by: 'ben' },
    ],
  } as const satisfies Command;

  it('takes versions and activations over as they were', () => {
    given()
      .when(importing)
      .then(
        imported({
          versions: [
            { contract_version: 'v1', status: 'superseded', created_seq: 1, created_at: '2024-12-31T23:00:00.000Z' },
            { contract_version: 'v2', status: 'active', created_seq: 2 },
            { contract_version: 'v3', status: 'candidate', created_seq: 3 },
            { contract_version: 'v4', status: 'retired', created_seq: 4, retired_at: '2026-01-05T09:00:00.000Z' },
          ],
          activations: [
            { contract_version: 'v1', baseline_version: null, justification: { kind: 'imported' } },
            { contract_version: 'v2', baseline_version: 'v1', activation_seq: 2 },
          ],
        }),
      );
  });

  describeGuards('an import', { command: importing, history: [] }, [
    payload,
    { ...authorization, facts: { permissions: ['platform.member_admin.operate'] } },
    integration,
    {
      name: 'a line with a history',
      error_code: 'integration_contract_conflict',
      reason: 'line_not_empty',
      history: () => [created('v1')],
    },
  ]);

  it('is not for a retired integration', () => {
    given()
      .when(importing, { lifecycle: 'retired' })
      .thenRefused('integration_contract_conflict', { reason: 'integration_retired' });
  });

  const [v1, v2, v3] = importing.versions;
  const [first, second] = importing.activations;
  it.each([
    [
      'a name twice',
      { versions: [v1, v2, { ...v3, contract_version: 'v1', status: 'superseded' }] },
      '/versions/2/contract_version',
    ],
    ['two active versions', { versions: [v1, v2, { ...v3, status: 'active' }] }, '/versions/2/status'],
    ['no active version', { versions: [v1, { ...v2, status: 'superseded' }] }, '/versions/1/status'],
    ['an activated candidate', { versions: [{ ...v1, status: 'candidate' }, v2] }, '/versions/0/status'],
    [
      'a superseded version never active',
      { versions: [v1, v2, { ...v3, status: 'superseded' }] },
      '/versions/2/status',
    ],
    [
      'an activation of an unknown version',
      { activations: [{ ...first, contract_version: 'v9' }, first, second] },
      '/activations/0/contract_version',
    ],
    ['an activation of the active version', { activations: [first, second, second] }, '/activations/2'],
    [
      'a rollback to a version never active',
      { activations: [first, { ...second, kind: 'rollback' }] },
      '/activations/1/kind',
    ],
  ])('refuses %s', (_, change, pointer) => {
    const command = { ...importing, ...change } as Command;
    given()
      .when(command)
      .thenRefused('integration_contract_invalid_payload', {
        reason: 'history_inconsistent',
        issues: [{ pointer }],
      });
  });
});
