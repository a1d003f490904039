import { describe, expect, it } from 'vitest';

import type { RolloutOptions } from '../../src/create-rollout.ts';
import { createRollout } from '../../src/create-rollout.ts';
import { createWorld } from './support.ts';

describe('options of a rollout', () => {
  const { options } = createWorld();

  it.each<[string, object | undefined, string]>([
    ['none', undefined, 'createRollout: options must be an object.'],
    ['no store', {}, 'createRollout: options.store has no method "load".'],
    ['a policy that is misspelt', { ...options, policy: { gate: [] } }, 'policy has no member "gate"'],
    ['approvals that cannot be asked', { ...options, approvals: {} }, 'options.approvals has no method "find".'],
    ['a resolver that cannot be asked', { ...options, resolver: {} }, 'options.resolver has no method "resolve".'],
    ['a clock that cannot be read', { ...options, clock: {} }, 'options.clock has no method "now".'],
    ['ids that cannot be made', { ...options, ids: {} }, 'options.ids has no method "newId".'],
    ['a differ of an unknown type', { ...options, differs: { opnapi: {} } }, 'options.differs has no member "opnapi"'],
    [
      'a differ without rules',
      { ...options, differs: { openapi: { validate: () => undefined, diff: () => undefined } } },
      'options.differs.openapi has no "ruleset_digest".',
    ],
    ['a deadline that is misspelt', { ...options, deadlines: { port: 5 } }, 'options.deadlines has no member "port"'],
    ['a deadline that is no number', { ...options, deadlines: { port_ms: '5' } }, 'deadlines.port_ms must be between'],
  ])('are refused with %s', (_, given, message) => {
    const create = () => createRollout(given as RolloutOptions);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});
