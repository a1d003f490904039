/** For the end of a switch over all kinds: a kind without a case does not compile. */
export function unexpected(value: never): never {
  throw new TypeError(`unexpected ${JSON.stringify(value)}`);
}
