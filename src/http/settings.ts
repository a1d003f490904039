import type { Authenticate } from './authenticate.ts';

/** What the HTTP handler works with. */
export interface HttpHandlerOptions {
  /** Says who sends a request. What that actor may do is the authorizer's to say. */
  readonly authenticate: Authenticate;
  /** How long that may take, in milliseconds. Default 5,000. */
  readonly authenticateTimeoutMs?: number;
  /** `WWW-Authenticate` of an answer to nobody. Default `Bearer`. */
  readonly challenge?: string;
  /** What stands before `/platform/integrations` where the handler sees the whole path: `/api`. Default: nothing. */
  readonly basePath?: string;
  /** Where the OpenAPI document is, below `basePath`; `null` for nowhere. Default `/platform/integrations/openapi.json`. */
  readonly openApiPath?: string | null;
  /** The longest body, in bytes. Default 32 MiB. */
  readonly maxBodyBytes?: number;
  /** What the `type` of every problem begins with; the error code follows. Default `urn:contract-rollout:problem:`. */
  readonly problemTypeBase?: string;
  /**
   * Is given whatever is answered with a 5xx: an exception that nobody expected, or a refusal with the `cause` that the
   * answer withholds. For logs; what it throws is dropped.
   */
  readonly onError?: (error: unknown, occurrence: { readonly request_id: string; readonly request: Request }) => void;
}

/** The options with their defaults. */
export type Settings = Required<HttpHandlerOptions>;

/**
 * Fills in the defaults.
 *
 * @throws TypeError if an option is missing or impossible
 */
export function readSettings(options: HttpHandlerOptions): Settings {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createHttpHandler: the second argument must be its options, with "authenticate".');
  }
  const {
    authenticate,
    authenticateTimeoutMs = 5_000,
    challenge = 'Bearer',
    basePath = '',
    openApiPath = '/platform/integrations/openapi.json',
    maxBodyBytes = 32 * 1024 * 1024,
    problemTypeBase = 'urn:contract-rollout:problem:',
    onError = () => undefined,
  } = options;
  for (const [name, value] of Object.entries({ authenticate, onError })) {
    if (typeof value !== 'function') throw new TypeError(`createHttpHandler: options.${name} must be a function.`);
  }
  for (const [name, value] of Object.entries({ authenticateTimeoutMs, maxBodyBytes })) {
    if (!(Number.isSafeInteger(value) && value > 0 && value < 2 ** 31)) {
      throw new TypeError(
        `createHttpHandler: options.${name} must be a positive whole number below 2^31, not ${value}.`,
      );
    }
  }
  if (!/^(?:\/[^/?#]+)*$/.test(basePath)) {
    throw new TypeError(`createHttpHandler: options.basePath must be like "/api", not "${basePath}".`);
  }
  if (openApiPath !== null && !/^(?:\/[^/?#]+)+$/.test(openApiPath)) {
    throw new TypeError(`createHttpHandler: options.openApiPath must be like "/openapi.json", not "${openApiPath}".`);
  }
  return {
    authenticate,
    authenticateTimeoutMs,
    challenge,
    basePath,
    openApiPath,
    maxBodyBytes,
    problemTypeBase,
    onError,
  };
}
