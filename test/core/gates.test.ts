import { describe, expect, it } from 'vitest';

import type { Block, Gate } from '../../src/core/gates/gate.ts';
import { block, pass } from '../../src/core/gates/gate.ts';
import type { Policy } from '../../src/core/gates/policy.ts';
import { assertPolicy, gatesOf } from '../../src/core/gates/policy.ts';
import {
  compatibleWithAllLive,
  freezeWindows,
  maximumCheckAge,
  minimumSoak,
  requireApprovals,
  requireComputed,
  semverHonesty,
} from '../../src/index.ts';
import type { HistoryItem, Spec } from '../../src/testing/index.ts';
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
  overrideOf,
  overrideUsed,
  retired,
  spec,
  superseded,
} from '../../src/testing/index.ts';

const under = (...gates: readonly Gate[]): Spec => spec({ policy: { gates } });
const ready = [created('v1'), activated('v1'), created('v2'), checked('v1', 'v2', 'compatible')] as const;
const activate = { type: 'activate', contract_version: 'v2' } as const;
const lived = [created('v1'), activated('v1'), created('v2'), activated('v2')] as const;
const rollback = { type: 'rollback' } as const;
const wayBack = { comparisons: [compared('v2', 'v1', 'compatible')] };
const blocked = 'integration_contract_activation_blocked';

/** What a gate sees, as somebody writes to it who has no types. */
// oxlint-disable-next-line typescript/no-explicit-any
type Meddled = any;

describe('minimumSoak', () => {
  const calm = under(minimumSoak({ hours: 24 }));

  it('blocks a version that is younger, and opens at the hour', () => {
    calm
      .given(...ready, elapsed({ hours: 23, minutes: 59 }))
      .when(activate)
      .thenRefused(blocked, {
        reason: 'policy_denied',
        gate: 'minimum-soak',
        remedy: 'Wait until 24 hours after 2026-01-05T09:00:00.000Z.',
      });
    calm
      .given(...ready, elapsed({ hours: 24 }))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
  });

  it('lets rollbacks pass', () => {
    calm
      .given(...lived)
      .when(rollback, wayBack)
      .then(checked('v2', 'v1'), superseded('v2'), activated('v1'));
  });

  it('blocks where the time is unreadable', () => {
    calm
      .given(...ready)
      .when(activate, { now: 'noon' })
      .thenRefused(blocked, { gate: 'minimum-soak' });
  });

  it.each([0, -1, Number.NaN])('is not configured with %s hours', (hours) => {
    expect(() => minimumSoak({ hours })).toThrow(TypeError);
  });
});

describe('maximumCheckAge', () => {
  const fresh = under(maximumCheckAge({ hours: 8 }));

  it('blocks a check that is older, and accepts one of that age', () => {
    fresh
      .given(...ready, elapsed({ hours: 8, minutes: 1 }))
      .when(activate)
      .thenRefused(blocked, { reason: 'stale_compatibility_check', gate: 'maximum-check-age' });
    fresh
      .given(...ready, elapsed({ hours: 8 }))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
  });

  it('blocks a check that a clock dated further ahead than that', () => {
    fresh
      .given(...ready, elapsed({ hours: 1 }))
      .when(activate, { now: '2026-01-01T00:00:00.000Z' })
      .thenRefused(blocked, { reason: 'stale_compatibility_check', gate: 'maximum-check-age' });
  });

  it('asks nothing of the first activation', () => {
    fresh
      .given(created('v2'), elapsed({ days: 9 }))
      .when(activate)
      .then(activated('v2'));
  });

  it('blocks where a time is unreadable', () => {
    fresh
      .given(...ready)
      .when(activate, { now: '2026-01-05' })
      .thenRefused(blocked, { gate: 'maximum-check-age' });
    fresh
      .given(...ready, checked('v1', 'v2', { result: 'compatible', checked_at: 'once' }))
      .when(activate)
      .thenRefused(blocked, { gate: 'maximum-check-age' });
  });

  it.each([0, -8, Number.NaN])('is not configured with %s hours', (hours) => {
    expect(() => maximumCheckAge({ hours })).toThrow(TypeError);
  });
});

describe('freezeWindows', () => {
  const holidays = under(
    freezeWindows([{ from: '2026-12-24T00:00:00+01:00', until: '2027-01-02T00:00:00Z', reason: 'holidays' }]),
  );

  it('blocks from the first moment to the last, before anything else is asked', () => {
    holidays
      .given(...ready, at('2026-12-23T23:00:00Z'))
      .when(activate, { lifecycle: 'paused' })
      .thenRefused(blocked, {
        reason: 'frozen',
        gate: 'freeze-windows',
        message: 'Activations are frozen until 2027-01-02T00:00:00Z: holidays.',
        remedy: 'Wait until 2027-01-02T00:00:00Z.',
      });
    holidays
      .given(...ready, at('2027-01-01T23:59:59.999Z'))
      .when(activate)
      .thenRefused(blocked, { reason: 'frozen' });
  });

  it('is open the moment before and the moment after', () => {
    holidays
      .given(...ready, at('2026-12-23T22:59:59.999Z'))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
    holidays
      .given(...ready, at('2027-01-02T00:00:00Z'))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
  });

  it('comes back every week, in UTC', () => {
    const fridays = under(freezeWindows([{ weekday: 'friday', from: '14:30' }]));
    fridays
      .given(...ready, at('2026-01-09T14:30:00Z'))
      .when(activate)
      .thenRefused(blocked, { message: 'Activations are frozen until 24:00 UTC on friday.' });
    fridays
      .given(...ready, at('2026-01-09T23:59:59Z'))
      .when(activate)
      .thenRefused(blocked, { reason: 'frozen' });
    fridays
      .given(...ready, at('2026-01-09T14:29:59Z'))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
    fridays
      .given(...ready, at('2026-01-10T00:00:00Z'))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
    fridays
      .given(...ready, at('2026-01-10T00:30:00+14:00'))
      .when(activate)
      .then(superseded('v1'), activated('v2'));
  });

  it('freezes rollbacks too, unless they are exempt', () => {
    const always = [{ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }];
    under(freezeWindows(always))
      .given(...lived)
      .when(rollback, wayBack)
      .thenRefused(blocked, { reason: 'frozen' });
    const exempt = under(freezeWindows(always, { rollbacks: 'exempt' }));
    exempt
      .given(...lived)
      .when(rollback, wayBack)
      .then(checked('v2', 'v1'), superseded('v2'), activated('v1'));
    exempt
      .given(...ready)
      .when(activate)
      .thenRefused(blocked, { reason: 'frozen' });
  });

  it('blocks where the time is unreadable, or is another moment on another machine', () => {
    for (const now of ['noon', '', '2028-01-01T00:00:00', '2028-01-01']) {
      holidays
        .given(...ready)
        .when(activate, { now })
        .thenRefused(blocked, { reason: 'frozen' });
    }
  });

  it.each([
    ['ends before it begins', { from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }],
    ['never lasts', { from: '2026-02-01T00:00:00Z', until: '2026-02-01T00:00:00Z' }],
    ['says no moments', { from: 'soon', until: 'later' }],
    ['says no time zone', { from: '2026-01-01T00:00:00', until: '2026-02-01T00:00:00' }],
    ['names no day', { weekday: 'someday' as 'monday' }],
    ['says no time of the day', { weekday: 'monday', from: '9:00' } as const],
    ['ends after the day', { weekday: 'monday', until: '24:01' } as const],
    ['begins in a minute that is none', { weekday: 'monday', from: '12:60' } as const],
    ['runs over midnight', { weekday: 'monday', from: '22:00', until: '06:00' } as const],
  ])('is not configured with a window that %s', (_, window) => {
    expect(() => freezeWindows([window])).toThrow(TypeError);
  });
});

describe('requireApprovals', () => {
  const past = [...ready.slice(0, 2), created('v2', { created_by: 'ada' }), ready[3]] as const;
  const twice = under(requireApprovals({ count: 2 }));

  it('counts people other than the creator and the one who activates', () => {
    twice
      .given(...past)
      .when(activate, {
        actor: 'ben',
        approvals: [approved('v2', 'cleo'), approved('v2', 'ada'), approved('v2', 'ben')],
      })
      .thenRefused(blocked, {
        reason: 'approval_missing',
        gate: 'approvals',
        message: '"v2" has 1 of 2 approvals by people other than its creator and "ben".',
      });
    twice
      .given(...past)
      .when(activate, { actor: 'ben', approvals: [approved('v2', 'cleo'), approved('v2', 'dan')] })
      .then(superseded('v1'), activated('v2'));
  });

  it('counts a person once', () => {
    twice
      .given(...past)
      .when(activate, { approvals: [approved('v2', 'cleo'), approved('v2', 'cleo')] })
      .thenRefused(blocked, { reason: 'approval_missing' });
  });

  it('counts approvals of this very document', () => {
    under(requireApprovals())
      .given(...past)
      .when(activate, { approvals: [approved('v2', 'cleo', { checksum: checksumOf('draft of v2') })] })
      .thenRefused(blocked, { reason: 'approval_missing' });
  });

  it('asks for rollbacks too, unless they are exempt', () => {
    under(requireApprovals())
      .given(...lived)
      .when(rollback, wayBack)
      .thenRefused(blocked, { reason: 'approval_missing' });
    under(requireApprovals({ rollbacks: 'exempt' }))
      .given(...lived)
      .when(rollback, wayBack)
      .then(checked('v2', 'v1'), superseded('v2'), activated('v1'));
  });

  it.each([0, -1, 1.5, Number.NaN])('is not configured with %s people', (count) => {
    expect(() => requireApprovals({ count })).toThrow(TypeError);
  });
});

describe('requireComputed', () => {
  const computed = under(requireComputed());
  const elsewhere = { document_stored: false };

  it('takes no declaration for evidence', () => {
    computed
      .given(created('v1', elsewhere), activated('v1'), created('v2', elsewhere), checked('v1', 'v2', 'compatible'))
      .when(activate)
      .thenRefused(blocked, { reason: 'missing_compatibility_check', gate: 'computed-evidence' });
    computed
      .given(...ready)
      .when(activate)
      .then(superseded('v1'), activated('v2'));
  });

  it('asks nothing of the first activation', () => {
    computed.given(created('v2', elsewhere)).when(activate).then(activated('v2'));
  });
});

describe('compatibleWithAllLive', () => {
  const transitive = under(compatibleWithAllLive());
  const activate = { type: 'activate', contract_version: 'v3' } as const;
  const past = [...lived, created('v3'), checked('v2', 'v3', 'compatible')] as const;

  it('wants a check of every superseded version that is still live', () => {
    transitive
      .given(...past)
      .when(activate)
      .thenRefused(blocked, { reason: 'missing_compatibility_check', gate: 'compatible-with-all-live' });
    transitive
      .given(...past, checked('v1', 'v3', 'compatible'))
      .when(activate)
      .then(superseded('v2'), activated('v3'));
  });

  it('blocks what breaks one of them, and what was checked under other rules', () => {
    transitive
      .given(...past, checked('v1', 'v3', { breaking_change_count: 2 }))
      .when(activate)
      .thenRefused(blocked, { reason: 'policy_denied', gate: 'compatible-with-all-live' });
    transitive
      .given(...past, checked('v1', 'v3', { result: 'compatible', ruleset_digest: 'rules-0' }))
      .when(activate)
      .thenRefused(blocked, { reason: 'stale_compatibility_check', gate: 'compatible-with-all-live' });
  });

  it('forgets versions that are retired, or whose sunset has come', () => {
    transitive
      .given(...past, retired('v1'))
      .when(activate)
      .then(superseded('v2'), activated('v3'));
    const sunset = deprecated('v1', { sunset_at: '2026-01-06T09:00:00.000Z' });
    transitive
      .given(...past, sunset, elapsed({ hours: 24 }))
      .when(activate)
      .then(superseded('v2'), activated('v3'));
    transitive
      .given(...past, sunset, elapsed({ hours: 23, minutes: 59 }))
      .when(activate)
      .thenRefused(blocked, { gate: 'compatible-with-all-live' });
    transitive
      .given(...past, deprecated('v1'))
      .when(activate)
      .thenRefused(blocked, { gate: 'compatible-with-all-live' });
  });

  it('does not count candidates, and lets rollbacks pass', () => {
    transitive
      .given(...ready, created('v4'))
      .when({ type: 'activate', contract_version: 'v2' })
      .then(superseded('v1'), activated('v2'));
    transitive
      .given(...past, checked('v1', 'v3', 'compatible'), activated('v3'), checked('v3', 'v2', 'compatible'))
      .when(rollback)
      .then(superseded('v3'), activated('v2'));
  });
});

describe('semverHonesty', () => {
  const honest = under(semverHonesty());
  const breaking = (from: string, to: string) => {
    const history: readonly HistoryItem[] = [
      created(from),
      activated(from),
      created(to),
      checked(from, to, 'incompatible'),
    ];
    return honest.given(...history).when({ type: 'activate', contract_version: to, override: overrideOf(from, to) });
  };

  it.each([
    ['1.4.2', '2.0.0'],
    ['v1', 'v2'],
    ['1.9', 'V2.0'],
    ['9.0.0', '10.0.0-rc.1'],
  ])('lets a break from %s to %s pass', (from, to) => {
    breaking(from, to).then(overrideUsed(to), superseded(from), activated(to));
  });

  it.each([
    ['1.4.2', '1.5.0'],
    ['2.0.0', '1.0.0'],
    ['1.0.0', 'next'],
    ['current', '2.0.0'],
    ['2025-01-01', '2026-01-01'],
    ['1', '2-beta'],
  ])('blocks a break from %s to %s', (from, to) => {
    breaking(from, to).thenRefused(blocked, { reason: 'policy_denied', gate: 'semver-honesty' });
  });

  it('asks nothing of compatible versions, and of those that served before', () => {
    honest
      .given(...ready)
      .when(activate)
      .then(superseded('v1'), activated('v2'));
    honest
      .given(...lived, checked('v2', 'v1', 'incompatible'))
      .when({ ...rollback, override: overrideOf('v2', 'v1') })
      .then(overrideUsed('v1'), superseded('v2'), activated('v1'));
  });
});

describe('a policy', () => {
  const misbehaving: readonly (readonly [string, () => unknown, string])[] = [
    [
      'throws',
      () => {
        throw new Error('no database');
      },
      'The gate "odd" threw "no database", so it stays closed.',
    ],
    [
      'throws something that is no error',
      () => {
        throw 7;
      },
      'The gate "odd" threw something, so it stays closed.',
    ],
    [
      'throws an error without words',
      () => {
        throw Object.assign(new Error(), { message: Symbol('x') });
      },
      'threw something',
    ],
    ['answers a promise', () => Promise.resolve(pass()), 'answered a promise, but a gate must answer at once'],
    ['answers a promise that fails', () => Promise.reject(new Error('later')), 'answered a promise'],
    [
      'answers a thenable that throws',
      () => ({
        // oxlint-disable-next-line unicorn/no-thenable
        then: () => {
          throw new Error('later');
        },
      }),
      'answered a promise',
    ],
    ['answers nothing', () => undefined, 'answered something that is no verdict'],
    ['answers true', () => true, 'answered something that is no verdict'],
    ['answers a word', () => 'pass', 'answered something that is no verdict'],
    ['answers another outcome', () => ({ outcome: 'passed' }), 'answered something that is no verdict'],
    [
      'blocks for an unknown reason',
      () => ({ ...block('No.'), reason: 'why_not' }),
      'answered something that is no verdict',
    ],
    [
      'blocks without a message',
      () => ({ outcome: 'block', reason: 'frozen' }),
      'answered something that is no verdict',
    ],
    [
      'blocks with a remedy that is no text',
      () => ({ ...block('No.'), remedy: {} }),
      'answered something that is no verdict',
    ],
    [
      'throws where its answer is read',
      () => ({
        get outcome() {
          throw new Error('lazy');
        },
      }),
      'threw "lazy"',
    ],
  ];
  it.each(misbehaving)('stays closed where a gate %s', (_, evaluate, message) => {
    const gate: Gate = { name: 'odd', evaluate: evaluate as Gate['evaluate'] };
    const { decision } = under(gate)
      .given(...ready)
      .when(activate);
    const refusal = decision._unsafeUnwrapErr();
    expect(refusal).toMatchObject({ error_code: blocked, reason: 'policy_evaluation_failed', gate: 'odd' });
    expect(refusal.message).toContain(message);
  });

  const meddling: readonly (readonly [string, (facts: Meddled) => unknown])[] = [
    ['forgets the active version', (facts) => (facts.active = undefined)],
    ['calls the check compatible', (facts) => (facts.check.result = 'compatible')],
    ['shortens the log', ({ line }) => line.activations.pop()],
    ['rewrites the log', ({ line }) => (line.activations[0] = line.activations[1])],
    ['removes a version', ({ line }) => line.versions.delete('v1')],
    ['changes a version', ({ line }) => (line.versions.get('v2').checksum = checksumOf('v1'))],
    ['forgets used overrides', ({ line }) => line.used_overrides.pop()],
    ['becomes somebody else', ({ actor }) => (actor.id = 'eve')],
    ['approves', ({ approvals }) => approvals.push({ approved_by: 'eve' })],
  ];
  it.each(meddling)('stays closed where a gate %s, and nothing has changed', (_, meddle) => {
    const gate: Gate = {
      name: 'odd',
      stage: 'freeze',
      evaluate: (facts) => {
        meddle(facts as Meddled);
        return pass();
      },
    };
    const past = under(gate).given(...ready, checked('v1', 'v2', 'incompatible'));
    const before = structuredClone(past.line);
    const { decision } = past.when(activate);
    expect(decision._unsafeUnwrapErr()).toMatchObject({ reason: 'policy_evaluation_failed', gate: 'odd' });
    expect(past.line).toEqual(before);
  });

  it('lets a gate refuse for the breaks that a check found', () => {
    const again: Gate = { name: 'again', evaluate: () => block('Breaks.', { reason: 'breaking_changes' }) };
    under(again)
      .given(...ready)
      .when(activate)
      .thenRefused('integration_contract_incompatible', { check_seq: 1 });
    under(again).given(created('v2')).when(activate).thenRefused(blocked, { reason: 'missing_compatibility_check' });
  });

  it('asks freezes first, then the runbook, then its own gates in their order', () => {
    const gate = (name: string, stage?: Gate['stage']): Gate => ({
      name,
      evaluate: () => pass(),
      ...(stage === undefined ? {} : { stage }),
    });
    const names = gatesOf({ gates: [gate('one'), gate('ice', 'freeze'), gate('two', 'policy')] }).map(
      ({ name }) => name,
    );
    expect(names).toEqual([
      'ice',
      'integration-active',
      'target-not-retired',
      'stated-baseline',
      'compatibility-check-present',
      'compatibility-check-fresh',
      'compatible',
      'one',
      'two',
    ]);
  });

  it('asks no gate of a version that is active already, and none after the first that blocks', () => {
    const asked: string[] = [];
    const gate = (name: string, verdict: Block | ReturnType<typeof pass>): Gate => ({
      name,
      evaluate: () => {
        asked.push(name);
        return verdict;
      },
    });
    const counting = under(gate('first', block('No.')), gate('second', pass()));
    counting.given(created('v2'), activated('v2')).when(activate).thenNothing();
    expect(asked).toEqual([]);
    counting
      .given(...ready)
      .when(activate)
      .thenRefused(blocked, { gate: 'first' });
    expect(asked).toEqual(['first']);
  });

  it.each([
    ['two gates of one name', [minimumSoak({ hours: 1 }), minimumSoak({ hours: 2 })]],
    ["a gate named like one of the runbook's", [{ name: 'compatible', evaluate: () => pass() }]],
    ['a gate without a name', [{ name: '', evaluate: () => pass() }]],
    ['a gate that evaluates nothing', [{ name: 'idle' } as unknown as Gate]],
    ['a gate of an unknown stage', [{ name: 'early', stage: 'Freeze', evaluate: () => pass() } as unknown as Gate]],
    ['nothing for a gate', [null as unknown as Gate]],
    ['something else than a list', { gates: [] } as unknown as Gate[]],
  ])('is not configured with %s', (_, gates) => {
    expect(() => assertPolicy({ gates })).toThrow(TypeError);
  });

  it.each<[unknown, string]>([
    [null, 'policy must be an object.'],
    [[minimumSoak({ hours: 1 })], 'policy must be an object.'],
    [{ gate: [minimumSoak({ hours: 1 })] }, 'policy has no member "gate"; it knows gates, rollback_window.'],
    [{ rollback_window: { hour: 4 } }, 'policy.rollback_window has no member "hour"; it knows activations, hours.'],
    [{ rollback_window: { hours: '4' } }, 'rollback_window.hours must be a positive number, not 4.'],
  ])('is not configured by %j', (policy, message) => {
    expect(() => assertPolicy(policy as Policy)).toThrow(new TypeError(message));
  });

  it('is the runbook alone where nothing is configured', () => {
    expect(() => assertPolicy({})).not.toThrow();
    given(...ready)
      .when(activate)
      .then(superseded('v1'), activated('v2'));
  });
});
