import { describe, expect, it } from 'vitest';

import { createFixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import { createSequentialIds } from '../../../src/adapters/memory/sequential-ids.ts';
import { createUuidV7Generator } from '../../../src/adapters/memory/uuid-v7-generator.ts';

describe('UUIDs of version 7', () => {
  it('have the form of RFC 9562 and carry the time', () => {
    const id = createUuidV7Generator(createFixedClock('2022-02-22T19:22:22.000Z')).newId();
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('rise within a millisecond, past the end of the counter, and when the clock goes back', () => {
    const clock = createFixedClock('2026-01-01T00:00:00.000Z');
    const ids = createUuidV7Generator(clock);
    const made = Array.from({ length: 10_000 }, (_, index) => {
      if (index === 9_000) clock.advance(-60_000);
      return ids.newId();
    });
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  });

  it('of two generators at one moment differ', () => {
    const clock = createFixedClock(0);
    expect(createUuidV7Generator(clock).newId()).not.toBe(createUuidV7Generator(clock).newId());
  });
});

describe('sequential ids', () => {
  it('count from 1', () => {
    const ids = createSequentialIds('event');
    expect([ids.newId(), ids.newId()]).toEqual(['event-1', 'event-2']);
  });
});

describe('a fixed clock', () => {
  it('moves only when told to', () => {
    const clock = createFixedClock('2026-01-01T00:00:00.000Z');
    clock.advance(1_500);
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:00:01.500Z');
  });

  it('refuses what is no moment', () => {
    expect(() => createFixedClock('yesterday')).toThrow(TypeError);
  });
});
