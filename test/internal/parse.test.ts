import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';

import { overrideSchema } from '../../src/core/command.ts';
import { recordedEventSchema } from '../../src/core/event.ts';
import { storedLineSchema } from '../../src/core/line.ts';
import { parseBy } from '../../src/internal/parse.ts';

const checksum = `sha256:${'a'.repeat(64)}`;
const version = {
  contract_version: 'v1',
  status: 'active',
  checksum,
  document_stored: true,
  schema_ref: null,
  created_seq: 1,
  created_at: '2026-03-02T10:00:00.000Z',
  created_by: 'ann',
  deprecation: { deprecated_at: '2026-03-02T10:00:00.000Z', sunset_at: null, successor: 'v2' },
  retired_at: null,
};
const activation = {
  activation_seq: 1,
  contract_version: 'v1',
  baseline_version: null,
  kind: 'activation',
  justification: { kind: 'check', check_seq: 1 },
  activated_at: '2026-03-02T10:00:00.000Z',
  activated_by: 'ann',
};
const line = {
  integration_id: 'payments',
  contract_type: 'openapi',
  revision: 2,
  versions: [version],
  active_version: 'v1',
  checks: [],
  check_seq: 0,
  activations: [activation],
  used_overrides: ['one'],
};
const event = {
  event_id: 'e1',
  schema_version: 1,
  integration_id: 'payments',
  contract_type: 'openapi',
  revision: 2,
  position: 0,
  recorded_at: '2026-03-02T10:00:00.000Z',
  actor: { id: 'ann' },
  command_id: 'c1',
  request_id: 'r1',
  request_id_generated: false,
  traceparent: null,
  rollout_id: null,
  type: 'platform.integration.contract.activated',
  data: { ...activation, lifecycle_observed: 'active', rollback_ready: null, reverse_check: null },
};
const override = { baseline_checksum: checksum, candidate_checksum: checksum, justification: 'Nobody reads it.' };

const samples: readonly (readonly [string, z.ZodType, object])[] = [
  ['a stored line', storedLineSchema, line],
  ['an event', recordedEventSchema, event],
  ['an override', overrideSchema, override],
];

describe('reading by a schema that is asked often', () => {
  it.each(samples)('says of %s, changed anywhere, what the schema says', (_, schema, sample) => {
    for (let use = 0; use < 50; use += 1) expect(parseBy(schema, sample).success).toBe(true);
    const anything = fc.oneof(fc.anything(), fc.constantFrom<unknown>(undefined, null, -1, '', {}, [], 'v1', version));
    fc.assert(
      fc.property(fc.nat(), fc.string(), anything, (where, name, value) => {
        const changed: unknown = structuredClone(sample);
        const places = placesIn(changed);
        const [holder, key] = places[where % places.length] ?? [{}, name];
        Object.assign(holder, where % 3 === 0 ? { [name]: value } : { [key]: value });
        const [quick, plain] = [parseBy(schema, changed), schema.safeParse(changed)];
        expect([quick.success, quick.data, quick.error?.issues]).toEqual([
          plain.success,
          plain.data,
          plain.error?.issues,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives a copy, so that nobody changes what was read', () => {
    for (let use = 0; use < 50; use += 1) {
      const read = parseBy(storedLineSchema, line).data;
      expect(read).toEqual(line);
      expect(read?.versions[0]).not.toBe(version);
    }
  });
});

/** Every member and item of a value, with what holds it. */
function placesIn(value: unknown): readonly (readonly [object, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[value, key] as const, ...placesIn(member)]);
}
