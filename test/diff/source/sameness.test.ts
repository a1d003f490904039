import { describe, expect, it } from 'vitest';

import { createSameness } from '../../../src/diff/source/sameness.ts';
import type { JsonValue } from '../../../src/internal/json.ts';

const at = '/components/schemas/A';

function isSame(baseline: Record<string, JsonValue>, candidate: Record<string, JsonValue>, pointer = at): boolean {
  const document = (schemas: Record<string, JsonValue>): JsonValue => ({ openapi: '3.1.0', components: { schemas } });
  return createSameness(document(baseline), document(candidate)).at(pointer, pointer);
}

const toB = { $ref: '#/components/schemas/B' };

describe('sameness', () => {
  it('needs equal JSON, whatever the order of members', () => {
    expect(isSame({ A: { type: 'string', minLength: 1 } }, { A: { minLength: 1, type: 'string' } })).toBe(true);
    expect(isSame({ A: { type: 'string' } }, { A: { type: 'string', minLength: 1 } })).toBe(false);
    expect(isSame({ A: { type: 'string', minLength: 1 } }, { A: { type: 'string' } })).toBe(false);
    expect(isSame({ A: { enum: [1, 2] } }, { A: { enum: [2, 1] } })).toBe(false);
  });

  it('names the members that differ, whatever leads to the difference', () => {
    const document = (type: string): JsonValue => ({
      openapi: '3.1.0',
      components: { schemas: { A: { items: toB, minItems: 1, description: type }, B: { type } } },
    });
    const sameness = createSameness(document('string'), document('integer'));
    expect(sameness.differingAt(at, at)).toEqual(['items']);
    expect(sameness.differingAt('/components/schemas', '/components/schemas')).toBeUndefined();
    expect(sameness.differingAt('/nowhere', '/nowhere')).toBeUndefined();
  });

  it('follows references', () => {
    expect(isSame({ A: toB, B: { type: 'string' } }, { A: toB, B: { type: 'string' } })).toBe(true);
    expect(isSame({ A: toB, B: { type: 'string' } }, { A: toB, B: { type: 'integer' } })).toBe(false);
    expect(isSame({ A: toB }, { A: toB })).toBe(false);
  });

  it('sees a difference at the end of a circle from everywhere in it', () => {
    const circle = (leaf: JsonValue): Record<string, JsonValue> => ({
      A: { items: toB },
      B: { items: { $ref: `#${at}` }, contains: { $ref: '#/components/schemas/C' } },
      C: leaf,
    });
    expect(isSame(circle({}), circle({}))).toBe(true);
    const sameness = createSameness(
      { openapi: '3.1.0', components: { schemas: circle({}) } },
      { openapi: '3.1.0', components: { schemas: circle({ minItems: 1 }) } },
    );
    for (const name of ['A', 'B', 'C'])
      expect(sameness.at(`/components/schemas/${name}`, `/components/schemas/${name}`)).toBe(false);
  });

  it('leaves out documentation, but not members whose names an author chose', () => {
    expect(isSame({ A: { description: 'One.' } }, { A: { title: 'A', description: 'Another.' } })).toBe(true);
    const named = (type: string): JsonValue => ({ properties: { description: { type } } });
    expect(isSame({ A: named('string') }, { A: named('integer') })).toBe(false);
  });

  it('follows the references of a discriminator', () => {
    const A = { discriminator: { propertyName: 'kind', mapping: { b: 'B' } } };
    expect(isSame({ A, B: { type: 'string' } }, { A, B: { type: 'string' } })).toBe(true);
    expect(isSame({ A, B: { type: 'string' } }, { A, B: { type: 'integer' } })).toBe(false);
  });

  it('does not vouch for anchors, identifiers and other versions', () => {
    expect(isSame({ A: { $ref: '#b' } }, { A: { $ref: '#b' } })).toBe(false);
    expect(isSame({ A: { $id: 'https://a.test/a' } }, { A: { $id: 'https://a.test/a' } })).toBe(false);
    const [older, newer] = ['3.0.3', '3.1.0'].map((openapi): JsonValue => ({
      openapi,
      components: { schemas: { A: {} } },
    }));
    expect(createSameness(older ?? null, newer ?? null).at(at, at)).toBe(false);
  });
});
