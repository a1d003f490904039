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
      const random = crypto.getRandomValues(new Uint8Array(10));
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
      return format(time, counter, random.subarray(2));
    },
  };
}

function startOf(random: Uint8Array): number {
  return (((random[0] ?? 0) << 8) | (random[1] ?? 0)) & 0x7ff;
}

function format(time: number, counter: number, random: Uint8Array): string {
  const [first = 0, ...others] = random;
  const variant = 0x80 | (first & 0x3f);
  const tail = [variant, ...others].map((byte) => hex(byte, 2)).join('');
  const head = hex(time, 12);
  return `${head.slice(0, 8)}-${head.slice(8)}-7${hex(counter, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
