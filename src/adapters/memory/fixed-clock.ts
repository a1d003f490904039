import type { Clock } from '../../ports/clock.ts';

/** A clock that moves only when told to. */
export interface FixedClock extends Clock {
  /** Moves by milliseconds, backwards too. */
  advance(milliseconds: number): void;
}

/** A clock that stands at a moment: milliseconds since 1970-01-01 UTC, or RFC 3339. */
export function createFixedClock(start: number | string): FixedClock {
  let now = typeof start === 'number' ? start : Date.parse(start);
  if (!Number.isFinite(now)) throw new TypeError(`Not a moment: ${start}`);
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
