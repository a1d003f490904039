const millisecondsPerHour = 3_600_000;

/** Hours from one RFC 3339 moment to a later one; negative if it is earlier, `NaN` if either is no moment. */
export function hoursBetween(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / millisecondsPerHour;
}

/** Whether a string is a moment that can be compared. */
export function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
