import { createHash } from 'node:crypto';

/**
 * Makes the digests of this process at once instead of on other threads. They are the same; a schedule, which waits for
 * dozens of them and computes nothing else that takes time, is through in a fraction of the time.
 */
export function makeDigestsAtOnce(): void {
  const digest = async (_: unknown, bytes: Uint8Array): Promise<ArrayBuffer> =>
    Uint8Array.from(createHash('sha256').update(bytes).digest()).buffer;
  Object.defineProperty(crypto.subtle, 'digest', { value: digest });
}
