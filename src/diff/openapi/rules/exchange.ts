import type { Direction } from '../../../core/report.ts';
import type { Flow } from '../../payload/payload.ts';

/** What a rule is about, and which way its payload travels. */
export interface Subject {
  /** How rule ids call it: `request-parameter`, `callback-response-header`. */
  readonly id: string;
  /** How messages call it: `request parameter`. */
  readonly noun: string;
  readonly flow: Flow;
}

/** `inbound` payloads are what rules call requests, `outbound` ones responses, whoever starts the exchange. */
export function directionOf(flow: Flow): Direction {
  return flow === 'inbound' ? 'request' : 'response';
}

/** Who starts an exchange: counterparties call what is under `paths`, the application calls webhooks and callbacks. */
export interface Exchange {
  /** Of rule ids. */
  readonly prefix: '' | 'callback-';
  readonly request: Flow;
  readonly response: Flow;
}

export const served: Exchange = { prefix: '', request: 'inbound', response: 'outbound' };
export const called: Exchange = { prefix: 'callback-', request: 'outbound', response: 'inbound' };
export const exchanges: readonly Exchange[] = [served, called];

/** A part of a request or of a response in an exchange: `subjectOf(called, 'request', 'body')` is `callback-request-body`. */
export function subjectOf(exchange: Exchange, message: 'request' | 'response', part: string): Subject {
  const id = `${exchange.prefix}${message}-${part}`;
  return { id, noun: id.replaceAll('-', ' '), flow: exchange[message] };
}

const version = 'https://spec.openapis.org/oas/v3.1.1.html';

/** A section of the OpenAPI specification, for `source`. */
export function section(anchor: string): string {
  return `${version}#${anchor}`;
}
