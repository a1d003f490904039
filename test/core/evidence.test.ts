import { describe, expect, it } from 'vitest';

import type { Declaration } from '../../src/core/declaration.ts';
import { pairsToCompare } from '../../src/core/evidence.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { ContractLine } from '../../src/core/line.ts';
import { latestCheck, latestChecksOf } from '../../src/core/line.ts';
import type { InvalidPayloadReason } from '../../src/core/error.ts';
import { activated, checked, checksumOf, compared, created, given, superseded } from '../../src/testing/index.ts';

const elsewhere = { document_stored: false };
const notStored = [created('v1', elsewhere), activated('v1'), created('v2', elsewhere)] as const;
const stored = [created('v1'), activated('v1'), created('v2')] as const;
const check = { type: 'check', baseline_version: 'v1', candidate_version: 'v2' } as const;

describe('a declared check', () => {
  it.each<[string, Declaration, number]>([
    ['a count', { breaking_change_count: 0 }, 0],
    ['a count of breaks', { breaking_change_count: 2 }, 2],
    ['an empty list', { diff_summary: [] }, 0],
    ['a list, every entry of which counts', { diff_summary: ['field removed', { level: 'info' }] }, 2],
    ['a list of breaking changes', { diff_summary: { breaking_changes: [{}], note: 'x' } }, 1],
    ['a count inside the summary', { diff_summary: { breaking_change_count: 3 } }, 3],
    [
      'both, agreeing',
      { breaking_change_count: 1, diff_summary: { breaking_changes: [1], breaking_change_count: 1 } },
      1,
    ],
    ['text beside a count', { breaking_change_count: 0, diff_summary: 'Nothing of note.' }, 0],
    ['null beside a count', { breaking_change_count: 0, diff_summary: null }, 0],
  ])('says %s', (_, declared, breaking_change_count) => {
    given(...notStored)
      .when({ ...check, declared })
      .then(
        checked('v1', 'v2', {
          breaking_change_count,
          provenance: 'declared',
          ruleset_digest: null,
          report_checksum: null,
          is_current_baseline: true,
        }),
      );
  });

  it.each<[string, Declaration | undefined, InvalidPayloadReason]>([
    ['nothing', undefined, 'declared_evidence_missing'],
    ['an empty declaration', {}, 'declared_evidence_missing'],
    ['text without a count', { diff_summary: 'All fine.' }, 'declared_evidence_missing'],
    ['null without a count', { diff_summary: null }, 'declared_evidence_missing'],
    ['an object that lists nothing', { diff_summary: { changes: [] } }, 'declared_evidence_invalid'],
    ['a bare number', { diff_summary: 0 }, 'declared_evidence_invalid'],
    ['a bare boolean', { diff_summary: false }, 'declared_evidence_invalid'],
    ['a list that is none', { diff_summary: { breaking_changes: 0 } }, 'declared_evidence_invalid'],
    ['a count that is none', { diff_summary: { breaking_change_count: '0' } }, 'declared_evidence_invalid'],
    ['a negative count', { diff_summary: { breaking_change_count: -1 } }, 'declared_evidence_invalid'],
    [
      'a list and a count apart',
      { diff_summary: { breaking_changes: [1], breaking_change_count: 0 } },
      'declared_evidence_invalid',
    ],
    ['a count and a list apart', { breaking_change_count: 0, diff_summary: [1] }, 'declared_count_mismatch'],
    ['a negative number', { breaking_change_count: -1 }, 'invalid_field'],
    ['half a change', { breaking_change_count: 0.5 }, 'invalid_field'],
    ['something that is no JSON', { breaking_change_count: 1, diff_summary: [1n] }, 'invalid_field'],
    ['a summary too long', { diff_summary: Array.from({ length: 10_001 }, () => 1) }, 'invalid_field'],
  ])('is refused where it says %s', (_, declared, reason) => {
    given(...notStored)
      .when({ ...check, ...(declared === undefined ? {} : { declared }) })
      .thenRefused('integration_contract_invalid_payload', { reason });
  });

  it('is refused for its own form before anything is looked up', () => {
    given()
      .when({ ...check, declared: { diff_summary: 0 } }, { permissions: [] })
      .thenRefused('integration_contract_invalid_payload', { reason: 'declared_evidence_invalid' });
  });

  it('keeps what was said as it was said', () => {
    const diff_summary = { breaking_changes: [], note: 'checked by hand' };
    given(...notStored)
      .when({ ...check, declared: { diff_summary } })
      .then(checked('v1', 'v2', { result: 'compatible', diff_summary }));
  });

  it('stands where only one of the documents is stored', () => {
    given(created('v1', elsewhere), created('v2'))
      .when({ ...check, declared: { breaking_change_count: 0 } })
      .then(checked('v1', 'v2', { provenance: 'declared', is_current_baseline: false }));
  });
});

describe('a computed check', () => {
  const breaks = compared('v1', 'v2', { breaking_change_count: 2, report_checksum: checksumOf('report') });

  it('records what the differ found, whatever it is', () => {
    given(...stored)
      .when(check, { comparisons: [breaks] })
      .then(
        checked('v1', 'v2', {
          result: 'incompatible',
          breaking_change_count: 2,
          provenance: 'computed',
          ruleset_digest: 'rules-1',
          report_checksum: checksumOf('report'),
          check_seq: 1,
          baseline_checksum: checksumOf('v1'),
          candidate_checksum: checksumOf('v2'),
          diff_summary: null,
          reverse_check: null,
        }),
      );
  });

  it('accepts a declaration that agrees, and refuses one that does not', () => {
    given(...stored)
      .when({ ...check, declared: { breaking_change_count: 2 } }, { comparisons: [breaks] })
      .then(checked('v1', 'v2', { breaking_change_count: 2, provenance: 'computed' }));
    given(...stored)
      .when({ ...check, declared: { breaking_change_count: 0 } }, { comparisons: [breaks] })
      .thenRefused('integration_contract_invalid_payload', {
        reason: 'declared_count_mismatch',
        issues: [{ pointer: '/breaking_change_count', message: 'must be 2' }],
      });
  });

  it('is never replaced by a declaration where the differ is silent', () => {
    given(...stored)
      .when({ ...check, declared: { breaking_change_count: 0 } })
      .thenRefused('INT-503-DEPENDENCY-UNAVAILABLE', { dependency: 'contract_differ', outcome: 'nothing_changed' });
  });

  it('does not come from a comparison under other rules, or of another pair', () => {
    for (const other of [
      compared('v1', 'v2', { result: 'compatible', ruleset_digest: 'rules-0' }),
      compared('v2', 'v1', 'compatible'),
    ]) {
      given(...stored)
        .when(check, { comparisons: [other] })
        .thenRefused('INT-503-DEPENDENCY-UNAVAILABLE', { reason: 'failed' });
    }
  });

  it('cannot be had where the contract type has no differ', () => {
    given(...stored)
      .when(check, { ruleset_digest: null })
      .thenRefused('integration_contract_invalid_payload', { reason: 'contract_type_unsupported' });
  });

  it('records the way back along with a check of the active version', () => {
    given(...stored)
      .when(check, { comparisons: [compared('v1', 'v2', 'compatible'), compared('v2', 'v1', 'incompatible')] })
      .then(
        checked('v1', 'v2', {
          check_seq: 1,
          reverse_check: { check_seq: 2, baseline_version: 'v2', candidate_version: 'v1', result: 'incompatible' },
        }),
      );
    given(...stored)
      .when(
        { ...check, baseline_version: 'v2', candidate_version: 'v1' },
        { comparisons: [compared('v1', 'v2', 'compatible'), compared('v2', 'v1', 'incompatible')] },
      )
      .then(checked('v2', 'v1', { reverse_check: null, is_current_baseline: false }));
  });

  it('is not of a version with itself', () => {
    given(...stored)
      .when({ ...check, candidate_version: 'v1' })
      .thenRefused('integration_contract_invalid_payload', { reason: 'same_version' });
  });
});

describe('the check that counts', () => {
  it('is the latest of the highest provenance, whatever the order', () => {
    const declared = { provenance: 'declared', result: 'compatible' } as const;
    const { line } = given(
      created('v1'),
      created('v2'),
      checked('v1', 'v2', 'incompatible'),
      checked('v1', 'v2', declared),
    );
    expect(latestCheck(line, 'v1', 'v2')).toMatchObject({ provenance: 'computed', check_seq: 1 });
    expect(latestChecksOf(line, 'v2').get('v1')).toMatchObject({ provenance: 'computed', check_seq: 1 });
    const other = given(
      created('v1'),
      created('v2'),
      checked('v1', 'v2', declared),
      checked('v1', 'v2', 'incompatible'),
    );
    expect(latestChecksOf(other.line, 'v2').get('v1')).toEqual(latestCheck(other.line, 'v1', 'v2'));
    const again = given(
      created('v1'),
      created('v2'),
      checked('v1', 'v2', 'compatible'),
      checked('v1', 'v2', 'incompatible'),
    );
    expect(again.line.checks).toMatchObject([{ check_seq: 2, result: 'incompatible' }]);
  });

  it('keeps pairs apart whose names run together', () => {
    const { line } = given(
      created('a'),
      created('ab'),
      created('c'),
      created('bc'),
      checked('a', 'bc', 'compatible'),
      checked('ab', 'c', 'incompatible'),
    );
    expect(line.checks).toHaveLength(2);
    expect(latestCheck(line, 'a', 'bc')?.result).toBe('compatible');
  });

  it('is stale once the rules changed, unless it was declared', () => {
    const activate = { type: 'activate', contract_version: 'v2' } as const;
    given(...stored, checked('v1', 'v2', 'compatible'))
      .when(activate, { ruleset_digest: null })
      .thenRefused('integration_contract_activation_blocked', { reason: 'stale_compatibility_check' });
    given(...notStored, checked('v1', 'v2', 'compatible'))
      .when(activate, { ruleset_digest: 'rules-2' })
      .then(superseded('v1'), activated('v2'));
  });
});

describe('the pairs to compare', () => {
  const pairs = (
    line: ContractLine,
    command: Parameters<typeof pairsToCompare>[1],
    digest: string | null = 'rules-1',
  ) =>
    pairsToCompare(line, command, digest).map(
      ({ baseline, candidate, necessary }) =>
        `${baseline.contract_version}-${candidate.contract_version}${necessary ? '!' : ''}`,
    );
  const activate = { type: 'activate', contract_version: 'v2' } as const;

  it('of a check are the pair, known or not, and the way back from the active version', () => {
    expect(pairs(given(...stored).line, check)).toEqual(['v1-v2!', 'v2-v1']);
    expect(pairs(given(...stored, checked('v1', 'v2', 'compatible')).line, check)).toEqual(['v1-v2!', 'v2-v1']);
    expect(pairs(given(...stored, checked('v2', 'v1', 'compatible')).line, check)).toEqual(['v1-v2!']);
    expect(pairs(given(created('v1'), created('v2')).line, check)).toEqual(['v1-v2!']);
  });

  it('of an activation are the way back alone, where it is not known', () => {
    expect(pairs(given(...stored).line, activate)).toEqual(['v2-v1']);
    expect(pairs(given(...stored, checked('v2', 'v1', 'compatible')).line, activate)).toEqual([]);
    expect(pairs(given(...stored, checked('v2', 'v1', 'compatible')).line, activate, 'rules-2')).toEqual(['v2-v1']);
    expect(pairs(given(created('v2')).line, activate)).toEqual([]);
  });

  it('of a rollback are the way there, which it needs, and the way back from there', () => {
    const { line } = given(...stored, activated('v2'));
    expect(pairs(line, { type: 'rollback' })).toEqual(['v2-v1!']);
    expect(pairs(line, { type: 'rollback', contract_version: 'v1' }, 'rules-2')).toEqual(['v2-v1!', 'v1-v2']);
  });

  it('are none where a version is unknown, the documents are not stored, the target is active or there are no rules', () => {
    expect(pairs(given(...notStored).line, check)).toEqual([]);
    expect(pairs(given(...stored).line, { ...check, candidate_version: 'v9' })).toEqual([]);
    expect(pairs(given(...stored).line, { type: 'activate', contract_version: 'v1' })).toEqual([]);
    expect(pairs(given(...stored).line, { type: 'rollback' })).toEqual([]);
    expect(pairs(given(...stored).line, { type: 'retire', contract_version: 'v2' })).toEqual([]);
    expect(pairs(given(...stored).line, check, null)).toEqual([]);
  });
});

describe('the way back', () => {
  const activate = { type: 'activate', contract_version: 'v2' } as const;

  it('is recorded by the activation that computes it, after the checks before it', () => {
    given(...stored, checked('v1', 'v2', 'compatible'))
      .when(activate, { comparisons: [compared('v2', 'v1', 'incompatible')] })
      .then(
        superseded('v1'),
        activated('v2', { rollback_ready: false, reverse_check: { check_seq: 2, result: 'incompatible' } }),
      );
  });

  it('counts as a check from then on, with a number of its own', () => {
    const wayBack = { rollback_ready: true, reverse_check: { result: 'compatible' } } as const;
    given(...stored, checked('v1', 'v2', 'compatible'), activated('v2', wayBack))
      .when({ type: 'rollback' })
      .then(superseded('v2'), activated('v1', { justification: { kind: 'check', check_seq: 2 } }));
    given(
      ...stored,
      checked('v1', 'v2', { result: 'compatible', reverse_check: { result: 'compatible' } }),
      activated('v2'),
    )
      .when({ type: 'rollback' })
      .then(superseded('v2'), activated('v1', { justification: { kind: 'check', check_seq: 2 } }));
  });

  it('is not recorded twice', () => {
    given(...stored, checked('v1', 'v2', 'compatible'), checked('v2', 'v1', 'compatible'))
      .when(activate)
      .then(superseded('v1'), activated('v2', { rollback_ready: true, reverse_check: null }));
  });

  it('is unknown where it was checked under other rules', () => {
    given(
      ...stored,
      checked('v1', 'v2', 'compatible'),
      checked('v2', 'v1', { result: 'compatible', ruleset_digest: 'rules-0' }),
    )
      .when(activate)
      .then(superseded('v1'), activated('v2', { rollback_ready: null, reverse_check: null }));
  });

  it('may be declared where the documents are not stored', () => {
    given(...notStored, checked('v1', 'v2', 'compatible'), checked('v2', 'v1', 'compatible'))
      .when(activate)
      .then(superseded('v1'), activated('v2', { rollback_ready: true }));
  });
});

describe('evolving a line', () => {
  it('takes what happened, however odd', () => {
    const { line } = given(created('v1'));
    const odd = evolve(line, {
      type: 'platform.integration.contract.retired',
      data: { contract_version: 'v9', retired_at: '2026-01-05T09:00:00.000Z', retired_by: 'operator' },
    });
    expect(odd).toEqual(line);
  });

  it('leaves the line before as it was', () => {
    const { line } = given(...stored, checked('v1', 'v2', 'compatible'));
    const before = structuredClone(line);
    const { decision } = given(...stored, checked('v1', 'v2', 'compatible')).when({
      type: 'activate',
      contract_version: 'v2',
    });
    for (const event of decision._unsafeUnwrap()) evolve(line, event);
    expect(line).toEqual(before);
  });
});
