import { describe, expect, it } from 'vitest';

import { minimumSoak } from '../../src/core/gates/minimum-soak.ts';
import type { Command } from '../../src/core/command.ts';
import type { Facts } from '../../src/testing/index.ts';
import {
  activated,
  approved,
  at,
  checked,
  checksumOf,
  compared,
  created,
  deprecated,
  elapsed,
  given,
  imported,
  overrideOf,
  overrideUsed,
  retired,
  spec,
  superseded,
} from '../../src/testing/index.ts';

const activateV2: Command = { type: 'activate', contract_version: 'v2' };
const twoVersions = [created('v1'), activated('v1'), created('v2')] as const;

/** What a failing expectation says. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
  return 'it passed';
}

const decidedOn = (facts: Facts) => () => given(...twoVersions).when(activateV2, facts);

describe('an expectation that is met', () => {
  it('compares events by what is stated of them', () => {
    given(...twoVersions, checked('v1', 'v2', 'compatible'))
      .when(activateV2)
      .then(superseded('v1'), activated('v2'));
    given(...twoVersions, checked('v1', 'v2', 'compatible'))
      .when(activateV2)
      .then(
        superseded('v1', { superseded_by: 'v2' }),
        activated('v2', { baseline_version: 'v1', justification: { kind: 'check', check_seq: 1 } }),
      );
  });

  it('reads a count of breaking changes as a verdict', () => {
    given(...twoVersions, checked('v1', 'v2', { breaking_change_count: 2 }))
      .when(activateV2)
      .thenRefused('integration_contract_incompatible', { breaking_change_count: 2, check_seq: 1 });
  });

  it('knows that nothing happens', () => {
    given(...twoVersions)
      .when({ type: 'activate', contract_version: 'v1' })
      .thenNothing();
  });

  it('compares a plan by the gates and members that are stated', () => {
    given(...twoVersions)
      .when(activateV2)
      .thenPlan({
        allowed: false,
        gates: {
          'integration-active': 'pass',
          'compatibility-check-present': { outcome: 'block', reason: 'missing_compatibility_check' },
        },
        events: [],
      });
    given(...twoVersions, checked('v1', 'v2', 'compatible'))
      .when(activateV2, { comparisons: [compared('v2', 'v1', 'incompatible')] })
      .thenPlan({ allowed: true, events: [superseded('v1'), activated('v2')], rollback_ready: false });
  });
});

describe('an expectation that is not met', () => {
  it('shows the event that is another, and all of them in short', () => {
    const when = given(...twoVersions, checked('v1', 'v2', 'compatible')).when(activateV2);
    expect(messageOf(() => when.then(activated('v2')))).toBe(
      [
        'The command leads to other events.',
        '  at:       /0',
        `  expected: "activated('v2')"`,
        `  actual:   "superseded('v1')"`,
        'All events:',
        `  superseded('v1')`,
        `  activated('v2')`,
      ].join('\n'),
    );
  });

  it('shows an event too few and an event too many', () => {
    const when = given().when({
      type: 'create',
      contract_version: 'v1',
      checksum: checksumOf('v1'),
      document_stored: true,
    });
    expect(messageOf(() => when.then(created('v1'), created('v2')))).toContain(
      `at:       /1\n  expected: "created('v2')"\n  actual:   nothing`,
    );
    expect(messageOf(() => when.thenNothing())).toContain(
      `at:       /0\n  expected: nothing\n  actual:   "created('v1')"`,
    );
  });

  it('shows the member that differs', () => {
    const when = given(...twoVersions, checked('v1', 'v2', 'compatible')).when(activateV2);
    expect(
      messageOf(() => when.then(superseded('v1'), activated('v2', { justification: { check_seq: 7 } }))),
    ).toContain('  at:       /1/data/justification/check_seq\n  expected: 7\n  actual:   1\n');
  });

  it('tells a refusal with its gate, its message and what would help', () => {
    expect(
      messageOf(() =>
        given(...twoVersions)
          .when(activateV2)
          .then(superseded('v1'), activated('v2')),
      ),
    ).toBe(
      [
        `Expected superseded('v1'), activated('v2'), but the command was refused.`,
        '  expected: ' +
          JSON.stringify([
            { type: 'platform.integration.contract.superseded', data: { contract_version: 'v1' } },
            { type: 'platform.integration.contract.activated', data: { contract_version: 'v2' } },
          ]),
        'The refusal: integration_contract_activation_blocked (missing_compatibility_check, gate compatibility-check-present)',
        '  Nobody has checked "v2" against the active "v1".',
        '  Run a compatibility check with baseline_version "v1" and candidate_version "v2".',
      ].join('\n'),
    );
  });

  it('shows another reason than the expected one', () => {
    const when = given(...twoVersions).when(activateV2);
    expect(
      messageOf(() => when.thenRefused('integration_contract_activation_blocked', { reason: 'frozen' })),
    ).toContain('  at:       /reason\n  expected: "frozen"\n  actual:   "missing_compatibility_check"\n');
  });

  it('shows that a command was accepted after all', () => {
    const when = given(created('v1')).when({ type: 'activate', contract_version: 'v1' });
    expect(messageOf(() => when.thenRefused('integration_contract_forbidden'))).toContain(
      `Expected integration_contract_forbidden, but the command was accepted.`,
    );
  });

  it('shows the gate of a plan that differs, and all gates in short', () => {
    const when = given(...twoVersions).when(activateV2);
    const message = messageOf(() => when.thenPlan({ gates: { 'compatibility-check-present': 'pass' } }));
    expect(message).toContain('  at:       /gates/compatibility-check-present/outcome\n');
    expect(message).toContain('  pass   integration-active\n');
    expect(message).toContain('  block  compatibility-check-present: missing_compatibility_check. Nobody has');
  });

  it('misses a gate that the policy does not have', () => {
    const when = given(...twoVersions).when(activateV2);
    expect(messageOf(() => when.thenPlan({ gates: { 'minimum-soak': 'pass' } }))).toContain(
      '  at:       /gates/minimum-soak\n  expected: {"outcome":"pass"}\n  actual:   nothing\n',
    );
  });

  it('carries both values for runners that compare them', () => {
    const when = given(created('v1')).when({ type: 'activate', contract_version: 'v1' });
    expect(() => when.thenNothing()).toThrow(expect.objectContaining({ name: 'SpecFailure', expected: [] }));
  });

  it('refuses to be awaited', async () => {
    const when: unknown = given(created('v1')).when({ type: 'activate', contract_version: 'v1' });
    await expect((async () => await when)()).rejects.toThrow('A spec is not a promise');
  });

  it('has no plan of a command that is no activation', () => {
    const when = given(created('v1')).when({ type: 'retire', contract_version: 'v1' });
    expect(() => when.thenPlan({ allowed: true })).toThrow('there is no plan for "retire"');
  });
});

describe('a given history', () => {
  it('counts commits, checks and activations', () => {
    const { line } = given(...twoVersions, checked('v1', 'v2', 'compatible'), activated('v2'), retired('v1'));
    expect(line).toMatchObject({ revision: 6, check_seq: 1, active_version: 'v2' });
    expect(line.activations.map(({ activation_seq, baseline_version }) => [activation_seq, baseline_version])).toEqual([
      [1, null],
      [2, 'v1'],
    ]);
    expect([...line.versions.values()].map(({ status }) => status)).toEqual(['retired', 'active']);
  });

  it('implies the check and the supersession that an activation needs', () => {
    const { line } = given(...twoVersions, activated('v2'));
    expect(line.checks).toMatchObject([{ baseline_version: 'v1', candidate_version: 'v2', result: 'compatible' }]);
    expect(line.versions.get('v1')?.status).toBe('superseded');
    expect(line.activations.at(-1)?.justification).toEqual({ kind: 'check', check_seq: 1 });
  });

  it('takes what was stated, and computes checksums from names', () => {
    const { line } = given(created('v1', { created_by: 'ada', document_stored: false }), at('2026-03-01T12:00:00Z'));
    expect(line.versions.get('v1')).toMatchObject({
      created_by: 'ada',
      document_stored: false,
      checksum: checksumOf('v1'),
      created_at: '2026-01-05T09:00:00.000Z',
    });
  });

  it('passes time only where it says so', () => {
    const { line } = given(created('v1'), created('v2'), elapsed({ days: 1, hours: 1, minutes: 1 }), created('v3'));
    expect([...line.versions.values()].map(({ created_at }) => created_at)).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-05T09:00:00.000Z',
      '2026-01-06T10:01:00.000Z',
    ]);
  });

  it('declares checks of versions whose documents are not stored', () => {
    const elsewhere = { document_stored: false };
    const { line } = given(created('v1', elsewhere), created('v2', elsewhere), checked('v1', 'v2', 'compatible'));
    expect(line.checks).toMatchObject([{ provenance: 'declared', ruleset_digest: null }]);
  });

  it('puts an override into the commit of its activation', () => {
    const { line } = given(
      ...twoVersions,
      checked('v1', 'v2', 'incompatible'),
      overrideUsed('v2', { override_id: 'o-1' }),
      superseded('v1'),
      activated('v2'),
    );
    expect(line).toMatchObject({ revision: 5, used_overrides: ['o-1'] });
    expect(line.activations.at(-1)?.justification).toEqual({ kind: 'override', check_seq: 1, override_id: 'o-1' });
  });

  it('begins with an import', () => {
    const { line } = given(
      imported({
        versions: [
          { contract_version: 'v1', status: 'superseded' },
          { contract_version: 'v2', status: 'active' },
        ],
        activations: [{ contract_version: 'v1' }, { contract_version: 'v2' }],
      }),
      created('v3'),
    );
    expect(line).toMatchObject({ revision: 2, active_version: 'v2' });
    expect(line.versions.get('v3')?.created_seq).toBe(3);
  });

  const impossible: readonly (readonly [string, () => unknown])[] = [
    [`given[0] activated('v9') could not have happened: no version "v9" was created`, () => given(activated('v9'))],
    [
      `given[1] created('v1') could not have happened: "v1" was created before.`,
      () => given(created('v1'), created('v1')),
    ],
    [`status is "active", but the history makes it "candidate"`, () => given(created('v1', { status: 'active' }))],
    [`created_seq is 7, but the history makes it 1`, () => given(created('v1', { created_seq: 7 }))],
    [`"v1" was active already`, () => given(created('v1'), activated('v1'), activated('v1'))],
    [`never comes back`, () => given(created('v1'), retired('v1'), activated('v1'))],
    [`the active version is not retired`, () => given(created('v1'), activated('v1'), retired('v1'))],
    [`"v1" was retired before`, () => given(created('v1'), retired('v1'), retired('v1'))],
    [`"v1" was retired already`, () => given(created('v1'), retired('v1'), deprecated('v1'))],
    [`no version "v9" was created`, () => given(created('v1'), deprecated('v1', { successor: 'v9' }))],
    [`not compared with itself`, () => given(created('v1'), checked('v1', 'v1', 'compatible'))],
    [`state the check's result`, () => given(created('v1'), created('v2'), checked('v1', 'v2'))],
    [
      `0 breaking changes do not make it incompatible`,
      () => given(...twoVersions, checked('v1', 'v2', { result: 'incompatible', breaking_change_count: 0 })),
    ],
    [
      `nothing is computed where documents are not stored`,
      () =>
        given(
          created('v1', { document_stored: false }),
          created('v2'),
          checked('v1', 'v2', { result: 'compatible', provenance: 'computed' }),
        ),
    ],
    [
      `was incompatible with the active "v1"`,
      () => given(...twoVersions, checked('v1', 'v2', 'incompatible'), activated('v2')),
    ],
    [
      `baseline_version is "v0", but the history makes it "v1"`,
      () => given(...twoVersions, activated('v2', { baseline_version: 'v0' })),
    ],
    [
      `contract_version is "v2", but the history makes it "v1"`,
      () => given(...twoVersions, superseded('v2'), activated('v2')),
    ],
    [`given: superseded('v1') must be followed by an activation`, () => given(...twoVersions, superseded('v1'))],
    [
      `must be followed by the activation it belongs to`,
      () => given(...twoVersions, superseded('v1'), created('v3'), activated('v2')),
    ],
    [
      `an override is used on an incompatible pair only`,
      () => given(...twoVersions, checked('v1', 'v2', 'compatible'), overrideUsed('v2'), activated('v2')),
    ],
    [`it is 2026-01-05T09:00:00.000Z already`, () => given(at('2025-01-01T00:00:00Z'))],
    [
      `only an empty line takes over a history`,
      () => given(created('v1'), imported({ versions: [], activations: [] })),
    ],
    [
      `the last activation names the one active version`,
      () =>
        given(
          imported({
            versions: [
              { contract_version: 'v1', status: 'active' },
              { contract_version: 'v2', status: 'active' },
            ],
            activations: [{ contract_version: 'v1' }],
          }),
        ),
    ],
    [`no such line can be stored`, () => given(created('v1', { created_at: 7 as unknown as string }))],
  ];
  it.each(impossible)('is refused where %s', (why, build) => {
    expect(build).toThrow(TypeError);
    expect(build).toThrow(why);
  });
});

describe('the facts of a spec', () => {
  const calm = spec({ policy: { gates: [minimumSoak({ hours: 24 })] }, contract_type: 'event' });

  it('hold for every case, and time passes in the history', () => {
    calm
      .given(created('v1'), elapsed({ hours: 24 }))
      .when({ type: 'activate', contract_version: 'v1' })
      .then(activated('v1'));
    calm
      .given(created('v1'), elapsed({ hours: 23, minutes: 59 }))
      .when({ type: 'activate', contract_version: 'v1' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'policy_denied', gate: 'minimum-soak' });
  });

  it('yield to those of a case', () => {
    calm
      .given(created('v1'))
      .when({ type: 'activate', contract_version: 'v1' }, { now: '2026-02-01T00:00:00.000Z', actor: 'ada' })
      .then(activated('v1', { activated_by: 'ada', activated_at: '2026-02-01T00:00:00.000Z' }));
  });

  it('say what the actor may do, and whether the catalog knows the integration', () => {
    const withdrawn = given(created('v1')).when({ type: 'activate', contract_version: 'v1' }, { permissions: [] });
    withdrawn.thenRefused('integration_contract_forbidden', { reason: 'permission_denied' });
    given(created('v1'))
      .when({ type: 'activate', contract_version: 'v1' }, { lifecycle: 'missing' })
      .thenRefused('integration_contract_not_found', { reason: 'integration_missing' });
  });

  it('say that rules were upgraded since the checks of the history', () => {
    given(...twoVersions, checked('v1', 'v2', 'compatible'))
      .when(activateV2, { ruleset_digest: 'rules-2' })
      .thenRefused('integration_contract_activation_blocked', { reason: 'stale_compatibility_check' });
  });

  it('bind approvals and overrides to documents', () => {
    given(...twoVersions, checked('v1', 'v2', 'incompatible'))
      .when({ ...activateV2, override: overrideOf('v1', 'v2') })
      .then(overrideUsed('v2', { override_id: 'command-1' }), superseded('v1'), activated('v2'));
    expect(approved('v2', 'ben')).toEqual({ contract_version: 'v2', approved_by: 'ben' });
  });

  it('are refused where they contradict themselves', () => {
    expect(decidedOn({ comparisons: [compared('v1', 'v2', {})] })).toThrow('state the result');
    expect(decidedOn({ polcy: { gates: [] } } as Facts)).toThrow('spec has no member "polcy"');
    expect(
      decidedOn({ comparisons: [compared('v1', 'v2', { result: 'compatible', breaking_change_count: 1 })] }),
    ).toThrow('1 breaking changes do not make it compatible');
    expect(decidedOn({ policy: { gates: [minimumSoak({ hours: 1 }), minimumSoak({ hours: 2 })] } })).toThrow(
      'two gates named "minimum-soak"',
    );
    expect(() => elapsed({ hours: -1 })).toThrow('time only goes forward');
    expect(() => at('tomorrow')).toThrow('is no RFC 3339 moment');
  });
});
