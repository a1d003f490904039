import type { OutboxLag } from '../ports/outbox.ts';
import type { Delivered } from './deliver.ts';
import { describeFailure } from './logger.ts';
import type { Gauge, Meter, Observe, Tracer } from '../telemetry/opentelemetry.ts';
import { errorStatus } from '../telemetry/opentelemetry.ts';

/** What a relay tells of itself to OpenTelemetry. */
export interface RelayMeasures {
  /** Carries a delivery out, inside a span where there is a tracer, and counts what came of it. */
  trace(deliver: () => Promise<Delivered>): Promise<Delivered>;
  close(): void;
}

/** Measures by the names `contract_rollout.relay.…` and `contract_rollout.outbox.…`. */
export function createMeasures(
  { tracer, meter }: { readonly tracer?: Tracer; readonly meter?: Meter },
  lag: () => Promise<OutboxLag | null>,
): RelayMeasures {
  const events = meter?.createCounter('contract_rollout.relay.events', {
    description: 'Audit events that every sink took',
  });
  const failures = meter?.createCounter('contract_rollout.relay.failures', {
    description: 'Deliveries that failed, by outcome',
  });
  const gauges = meter === undefined ? [] : observeLag(meter, lag);

  function count(result: Delivered): void {
    if (result.kind === 'delivered') events?.add(result.events.length);
    else if (result.kind !== 'idle') failures?.add(1, { outcome: result.kind });
  }

  return {
    trace: async (deliver) => {
      const result = await (tracer === undefined ? deliver() : traced(tracer, deliver));
      count(result);
      return result;
    },
    close: () => {
      for (const { gauge, observe } of gauges) gauge.removeCallback(observe);
    },
  };
}

function traced(tracer: Tracer, deliver: () => Promise<Delivered>): Promise<Delivered> {
  return tracer.startActiveSpan('contract_rollout.relay.deliver', async (span) => {
    try {
      const result = await deliver();
      span.setAttribute('contract_rollout.outcome', result.kind);
      if ('events' in result) span.setAttribute('contract_rollout.events', result.events.length);
      if ('cause' in result) span.setStatus({ code: errorStatus, message: describeFailure(result.cause) });
      return result;
    } finally {
      span.end();
    }
  });
}

/** Gauges of the lag. What is asked for together is read from the outbox once. */
function observeLag(
  meter: Meter,
  lag: () => Promise<OutboxLag | null>,
): readonly { readonly gauge: Gauge; readonly observe: Observe }[] {
  let reading: Promise<OutboxLag | null> | undefined;
  const read = (): Promise<OutboxLag | null> => {
    reading ??= lag().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const gauge = (
    name: string,
    options: { readonly description: string; readonly unit?: string },
    valueOf: (lag: OutboxLag) => number,
  ) => {
    const created = meter.createObservableGauge(`contract_rollout.outbox.${name}`, options);
    const observe: Observe = async (result) => {
      const now = await read();
      if (now !== null) result.observe(valueOf(now));
    };
    created.addCallback(observe);
    return { gauge: created, observe };
  };
  return [
    gauge('undelivered', { description: 'Audit events that wait for delivery' }, ({ undelivered }) => undelivered),
    gauge('parked', { description: 'Audit events that are parked' }, ({ parked }) => parked),
    gauge('age', { description: 'Age of the oldest undelivered audit event', unit: 's' }, ({ oldest }) =>
      oldest === null ? 0 : Math.max(0, (Date.now() - Date.parse(oldest)) / 1_000),
    ),
  ];
}
