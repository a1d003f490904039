/** Tells the time. Revisions, not times, order what happens; a clock that jumps reorders nothing. */
export interface Clock {
  /** Now, in milliseconds since 1970-01-01 UTC. */
  now(): number;
}
