import { describe, expect, it } from 'vitest';

import { created, given, spec } from '../../src/testing/index.ts';

const when = given(created('v1')).when({ type: 'activate', contract_version: 'v1' });

describe('the types of a spec', () => {
  it('know the reasons of every error code', () => {
    // @ts-expect-error: a forbidden command is not frozen.
    expect(() => when.thenRefused('integration_contract_forbidden', { reason: 'frozen' })).toThrow('was accepted');
    // @ts-expect-error: no such code.
    expect(() => when.thenRefused('integration_contract_frozen')).toThrow('was accepted');
  });

  it('know the data of every event', () => {
    // @ts-expect-error: versions have a status of four words.
    expect(() => given(created('v1', { status: 'published' }))).toThrow('the history makes it');
    // @ts-expect-error: no such field.
    expect(created('v1', { checksums: [] }).type).toBe('platform.integration.contract.created');
  });

  it('know the commands and the facts', () => {
    // @ts-expect-error: an activation names its version.
    expect(given().when({ type: 'activate' }).decision.isErr()).toBe(true);
    // @ts-expect-error: no such lifecycle.
    expect(spec({ lifecycle: 'frozen' }).given().line.revision).toBe(0);
    // @ts-expect-error: gates pass or block.
    expect(() => when.thenPlan({ gates: { compatible: 'maybe' } })).toThrow('The plan is another');
  });
});
