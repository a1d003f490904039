/** What every call of a port receives besides its arguments. */
export interface CallOptions {
  /** Aborted when the deadline of the call has passed; the answer is no longer awaited then. */
  readonly signal: AbortSignal;
}
