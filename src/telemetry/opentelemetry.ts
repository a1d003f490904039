/** The part of OpenTelemetry's `Tracer` that is used. */
export interface Tracer {
  startActiveSpan<Value>(name: string, work: (span: Span) => Value): Value;
}

/** The part of OpenTelemetry's `Span` that is used. */
export interface Span {
  setAttribute(name: string, value: string | number | boolean): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  end(): void;
}

/** The part of OpenTelemetry's `Meter` that is used. */
export interface Meter {
  createCounter(name: string, options: { readonly description: string }): Counter;
  createObservableGauge(name: string, options: { readonly description: string; readonly unit?: string }): Gauge;
}

/** The part of OpenTelemetry's `Counter` that is used. */
export interface Counter {
  add(value: number, attributes?: Readonly<Record<string, string>>): void;
}

/** The part of OpenTelemetry's `ObservableGauge` that is used. */
export interface Gauge {
  addCallback(observe: Observe): void;
  removeCallback(observe: Observe): void;
}

/** Gives a gauge its value when it is asked for. */
export type Observe = (result: { observe(value: number): void }) => void | Promise<void>;

/** `SpanStatusCode.ERROR` of OpenTelemetry. */
export const errorStatus = 2;
