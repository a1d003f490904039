import type { Clock } from '../../ports/clock.ts';
import type { IdGenerator } from '../../ports/id-generator.ts';
import { createSystemClock } from './system-clock.ts';

/**
 * UUIDs of version 7 (RFC 9562): a time in milliseconds, a counter within the millisecond, and 62 random bits.
 *
 * Those of one generator rise, also within a millisecond and when the clock goes back.
 */
export function createUuidV7Generator(clock: Clock = createSystemClock()): IdGenerator {
  let time = 0;
  let counter = 0;
  return {
    newId: () => {
      // A random UUID costs far less than random bytes: the runtime keeps a stock of them.
      const random = crypto.randomUUID();
      const now = Math.trunc(clock.now());
      // RFC 9562, section 6.2, method 1: `rand_a` is a counter that starts at random in its lower half.
      if (now > time) {
        time = now;
        counter = startOf(random);
      } else if (counter < 0xfff) {
        counter += 1;
      } else {
        time += 1;
        counter = startOf(random);
      }
      // In two parts, which V8 keeps as small integers: what it writes out as a double costs tenfold.
      const [high, low] = [Math.trunc(time / 0x1_00_00), time % 0x1_00_00];
      // The variant and the 62 bits behind it stand in the same place in every version.
      return `${hex(high, 8)}-${hex(low, 4)}-7${hex(counter, 3)}-${random.slice(19)}`;
    },
  };
}

function startOf(random: string): number {
  return Number.parseInt(random.slice(0, 3), 16) & 0x7ff;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
