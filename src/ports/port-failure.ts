/** A dependency could not answer. An answer that says no is not a failure. */
export interface PortFailure {
  readonly kind: 'unavailable';
  readonly cause: unknown;
}
