import type { Result } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import type { RolloutError } from '../../src/core/error.ts';
import { ann, createWorld, payments } from './support.ts';

describe('a call that names nobody', () => {
  it('is told which argument is missing, and nothing is looked up', async () => {
    const { rollout } = createWorld();
    // @ts-expect-error -- left out by mistake
    const refused = (await rollout.list(payments))._unsafeUnwrapErr();
    expect(refused).toMatchObject({
      error_code: 'integration_contract_invalid_payload',
      message: 'The second argument, which names the actor, is required.',
    });
  });
});

describe('what is undefined', () => {
  it('is absent, in a call and in what it asks for', async () => {
    const { rollout } = createWorld();
    const call = {
      actor: { id: 'ann', type: undefined, roles: undefined, attributes: undefined },
      request_id: undefined,
      request_id_generated: undefined,
      traceparent: undefined,
      rollout_id: undefined,
      command_id: undefined,
      expected_revision: undefined,
    };
    const version = {
      contract_version: 'v1',
      status: 'active',
      checksum: `sha256:${'0'.repeat(64)}`,
      document_stored: false,
      schema_ref: undefined,
      created_at: '2026-01-01T00:00:00Z',
      created_by: 'ann',
    } as const;
    const activation = { contract_version: 'v1', activated_at: '2026-01-02T00:00:00Z', activated_by: 'ann' };
    const history = { versions: [version], activations: [{ ...activation, kind: undefined }] };
    expect((await rollout.importHistory({ ...payments, ...history }, call))._unsafeUnwrap().changed).toBe(true);

    const binding = { baseline_checksum: version.checksum, candidate_checksum: version.checksum };
    const override = { ...binding, override_id: undefined, justification: 'agreed with everybody' };
    const repeated = await rollout.activate({ ...payments, contract_version: 'v1', override }, call);
    expect(repeated._unsafeUnwrap().changed).toBe(false);
  });
});

describe('a call with something of the wrong form', () => {
  const { rollout } = createWorld();
  // Whoever writes JavaScript has no types.
  const untyped = rollout as unknown as Record<string, (...args: unknown[]) => Promise<Result<unknown, RolloutError>>>;

  it.each([
    ['createVersion', 'v1', 'The payload must be an object, not text.'],
    ['list', { integration_id: 5 }, '/integration_id: must be text, not 5.'],
    ['list', { integration_id: null }, '/integration_id: must be text, not null.'],
    ['list', { integration_id: '' }, '/integration_id: must have at least 1 character.'],
    ['list', { integration_id: 'p', contract_type: 'soap' }, '/contract_type: must be one of "openapi", "event".'],
    ['list', { ...payments, limit: '10' }, '/limit: must be a number, not text.'],
    ['list', { ...payments, limit: 1.5 }, '/limit: must be a whole number, not 1.5.'],
    ['list', { ...payments, limit: 0 }, '/limit: must be at least 1.'],
    ['list', { ...payments, limit: 201 }, '/limit: must be at most 200.'],
    ['list', { ...payments, cursor: 'x'.repeat(2049) }, '/cursor: must have at most 2048 characters.'],
    ['events', { ...payments, types: [] }, '/types: must have at least 1 item.'],
    ['events', { ...payments, types: 'created' }, '/types: must be a list, not text.'],
    ['plan', { ...payments, operation: 'retire' }, '/operation: must be one of "activate", "rollback".'],
    [
      'deprecate',
      { ...payments, contract_version: 'v1', sunset_at: new Date(0) },
      '/sunset_at: must be text, not a Date.',
    ],
    [
      'deprecate',
      { ...payments, contract_version: 'v1', sunset_at: '2026-03-02' },
      '/sunset_at: must be a date and time with its offset (RFC 3339), like 2026-03-02T10:00:00Z.',
    ],
  ])('is told by %s what it has to be (%j)', async (method, input, message) => {
    const refused = (await untyped[method]?.(input, ann))?._unsafeUnwrapErr();
    expect(refused).toMatchObject({ error_code: 'integration_contract_invalid_payload', message });
  });
});
