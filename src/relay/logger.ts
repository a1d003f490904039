/** The part of a logger that is used: `console` and pino's loggers fit as they are. */
export interface Logger {
  info(data: object, message: string): unknown;
  warn(data: object, message: string): unknown;
  error(data: object, message: string): unknown;
}

/** A logger that says nothing. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The text of whatever failed, for logs and for the reason of a parked event; at most 1,000 characters. */
export function describeFailure(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : safeJson(cause);
  return text.slice(0, 1_000);
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
