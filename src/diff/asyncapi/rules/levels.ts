import type { FindingLevel } from '../../../core/report.ts';

/** The same level whichever way messages travel. */
export function eitherWay(level: FindingLevel): { readonly send: FindingLevel; readonly receive: FindingLevel } {
  return { send: level, receive: level };
}

/** One level for what the application sends, another for what it receives. */
export function byDirection(
  send: FindingLevel,
  receive: FindingLevel,
): { readonly send: FindingLevel; readonly receive: FindingLevel } {
  return { send, receive };
}

/** As `byDirection`; elements that no operation uses have the most severe level. */
export function anyDirection(
  send: FindingLevel,
  receive: FindingLevel = send,
  none: FindingLevel = send,
): { readonly send: FindingLevel; readonly receive: FindingLevel; readonly none: FindingLevel } {
  return { send, receive, none };
}

/** A section of the specification. */
export function specification(section: string): string {
  return `https://www.asyncapi.com/docs/reference/specification/v3.0.0#${section}`;
}

/** The document that defines a protocol's bindings. */
export function bindingsOf(protocol: string): string {
  return `https://github.com/asyncapi/bindings/blob/master/${protocol}/README.md`;
}
