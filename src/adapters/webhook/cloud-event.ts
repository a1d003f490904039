import type { RecordedEvent } from '../../core/event.ts';

/** An audit event in the form of CloudEvents 1.0. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The event's `event_id`: what comes twice has the same. */
  readonly id: string;
  readonly source: string;
  readonly type: RecordedEvent['type'];
  /** `<integration_id>/<contract_type>`, percent-encoded; of the integration alone where the type was not known. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The extension "Partitioning": events with the same key are in order. */
  readonly partitionkey: string;
  /** The extension "Distributed Tracing", where the caller gave a trace context. */
  readonly traceparent?: string;
  /** The event as it is stored; documents are not part of it. */
  readonly data: RecordedEvent;
}

/** Gives an audit event the form of CloudEvents 1.0. `source`: who sends it, a URI reference. */
export function toCloudEvent(event: RecordedEvent, source: string): CloudEvent {
  const { integration_id, contract_type } = event;
  const subject = [integration_id, ...(contract_type === null ? [] : [contract_type])].map(encode).join('/');
  return {
    specversion: '1.0',
    id: event.event_id,
    source,
    type: event.type,
    subject,
    time: event.recorded_at,
    datacontenttype: 'application/json',
    partitionkey: subject,
    ...(event.traceparent === null ? {} : { traceparent: event.traceparent }),
    data: event,
  };
}

/** Half a surrogate pair has no encoding; what stands for it is the same for all. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}
