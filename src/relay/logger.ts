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
  return textOf(cause).slice(0, 1_000);
}

/** A logger that throws is no reason to stop. */
export function createSafeLogger(logger: Logger): Logger {
  const safely = (method: keyof Logger) => (data: object, message: string) => {
    try {
      logger[method](data, message);
    } catch {
      // There is nobody left to tell.
    }
  };
  return { info: safely('info'), warn: safely('warn'), error: safely('error') };
}

function textOf(cause: unknown): string {
  try {
    return cause instanceof Error ? `${cause.name}: ${cause.message}` : (JSON.stringify(cause) ?? String(cause));
  } catch {
    return Object.prototype.toString.call(cause);
  }
}
