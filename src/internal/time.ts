const millisecondsPerHour = 3_600_000;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * Milliseconds since 1970 of an RFC 3339 moment, `NaN` for anything else: without an offset, the same text would be
 * another moment on another machine.
 */
export function millisecondsOf(moment: string): number {
  return rfc3339.test(moment) ? Date.parse(moment) : Number.NaN;
}

/** Hours from one RFC 3339 moment to a later one; negative if it is earlier, `NaN` if either is no moment. */
export function hoursBetween(earlier: string, later: string): number {
  return (millisecondsOf(later) - millisecondsOf(earlier)) / millisecondsPerHour;
}

/**
 * Hours between two RFC 3339 moments, whichever comes first: clocks differ, and one that was ahead and is set right must
 * not keep young for long what it dated. `NaN` if either is no moment.
 */
export function hoursApart(one: string, other: string): number {
  return Math.abs(hoursBetween(one, other));
}

/** Whether a string is an RFC 3339 moment. */
export function isMoment(text: string): boolean {
  return !Number.isNaN(millisecondsOf(text));
}
