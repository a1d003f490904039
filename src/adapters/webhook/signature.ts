/** What is signed of a message. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  readonly body: string;
}

/** The headers of a signed message, by the names of Standard Webhooks. */
export interface SignatureHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

const prefix = 'whsec_';

/**
 * Signs a message as Standard Webhooks says: HMAC-SHA256 over id, timestamp and body, once for each secret.
 *
 * @throws TypeError if a secret is not `whsec_` and 24 to 64 bytes in base64
 */
export async function signMessage(message: SignedMessage, secrets: readonly string[]): Promise<SignatureHeaders> {
  const signatures = await Promise.all(secrets.map((secret) => signatureOf(message, secret)));
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
}

/** What a receiver needs to tell whether a message is from whom it trusts. */
export interface WebhookVerification {
  /** Of the request. */
  readonly headers: Headers;
  /** The request's body as it came, before anything parsed it. */
  readonly body: string;
  /** Any one of these counts, so that secrets can be exchanged one after the other. */
  readonly secrets: readonly string[];
  /** By how many seconds the message's time may differ from the receiver's. Default 300. */
  readonly toleranceS?: number;
  /** Milliseconds since 1970-01-01 UTC. Default: now. */
  readonly now?: number;
}

/**
 * Whether a message was signed with one of the secrets, lately. A message may come again: drop it by its `webhook-id`,
 * which is the `event_id`.
 *
 * @throws TypeError if a secret is not `whsec_` and 24 to 64 bytes in base64
 */
export async function verifyWebhook(verification: WebhookVerification): Promise<boolean> {
  const { headers, body, secrets, toleranceS = 300, now = Date.now() } = verification;
  const id = headers.get('webhook-id');
  const time = headers.get('webhook-timestamp') ?? '';
  const given = (headers.get('webhook-signature') ?? '').split(' ').flatMap((each) => {
    const [version, signature] = each.split(',');
    return version === 'v1' && signature !== undefined ? [signature] : [];
  });
  if (id === null || !/^\d{1,12}$/.test(time)) return false;
  const timestamp = Number(time);
  // Written so that a tolerance or a time that is no number verifies nothing.
  if (!(Math.abs(now / 1_000 - timestamp) <= toleranceS)) return false;

  let verified = false;
  for (const secret of secrets) {
    const expected = await signatureOf({ id, timestamp, body }, secret);
    for (const signature of given) verified = isEqual(signature, expected) || verified;
  }
  return verified;
}

async function signatureOf({ id, timestamp, body }: SignedMessage, secret: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))));
}

/** The bytes of a secret; the message does not repeat it. */
export function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const problem = `A webhook secret is "${prefix}" and 24 to 64 bytes in base64.`;
  if (!secret.startsWith(prefix)) throw new TypeError(problem);
  let binary: string;
  try {
    binary = atob(secret.slice(prefix.length));
  } catch {
    throw new TypeError(problem);
  }
  if (binary.length < 24 || binary.length > 64) throw new TypeError(problem);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Compares in a time that tells nothing of where two texts differ. */
function isEqual(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
