/** Ends a switch that covers every case: it does not compile where one is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`Impossible value: ${JSON.stringify(value)}`);
}
