/**
 * Checks that options are an object with known members only: one that is misspelt would be left out of account.
 *
 * @throws TypeError if it is not
 */
export function assertOptions(name: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${name} must be an object.`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`${name} has no member "${key}"; it knows ${known.join(', ')}.`);
  }
}

/**
 * Checks options that count something, or milliseconds.
 *
 * @throws TypeError for anything but a whole number from 1
 */
export function assertCounts(name: string, counts: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(counts)) {
    if (!Number.isSafeInteger(value) || Number(value) < 1) {
      throw new TypeError(`${name}.${key} must be a whole number from 1, not ${String(value)}.`);
    }
  }
}
