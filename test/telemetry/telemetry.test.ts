import { describe, expect, it } from 'vitest';

import { createMemorySink } from '../../src/adapters/memory/audit-sink.ts';
import { createRollout } from '../../src/create-rollout.ts';
import { createRelay } from '../../src/relay/relay.ts';
import type { Meter, Observe, Tracer } from '../../src/telemetry/opentelemetry.ts';
import { traceRollout } from '../../src/telemetry/trace-rollout.ts';
import { faultAt, withFaults } from '../../src/testing/with-faults.ts';
import { billing, createStoreWith } from '../relay/support.ts';
import { ann, createWorld, documentOf, payments, prepareUpgrade } from '../usecases/support.ts';

function fails(..._: unknown[]): never {
  throw new Error('no exporter');
}

interface Ended {
  readonly name: string;
  readonly attributes: Record<string, unknown>;
  status?: { readonly code: number; readonly message?: string };
}

/** What OpenTelemetry would be told. */
function createTelemetry() {
  const spans: Ended[] = [];
  const counts: (readonly [name: string, value: number, attributes?: Readonly<Record<string, string>>])[] = [];
  const gauges = new Map<string, Observe>();
  const tracer: Tracer = {
    startActiveSpan: (name, work) => {
      const span: Ended = { name, attributes: {} };
      return work({
        setAttribute: (key, value) => (span.attributes[key] = value),
        setStatus: (status) => (span.status = status),
        end: () => spans.push(span),
      });
    },
  };
  const meter: Meter = {
    createCounter: (name) => ({
      add: (value, attributes) => counts.push(attributes === undefined ? [name, value] : [name, value, attributes]),
    }),
    createObservableGauge: (name) => ({
      addCallback: (observe) => gauges.set(name, observe),
      removeCallback: () => gauges.delete(name),
    }),
  };
  return { tracer, meter, spans, counts, gauges };
}

describe('the telemetry of a rollout', () => {
  it('has a span and a count for every call, with the line and the outcome', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const { tracer, meter, spans, counts } = createTelemetry();
    const rollout = traceRollout(world.rollout, { tracer, meter });
    const pair = { ...payments, baseline_version: 'v1', candidate_version: 'v2' };
    (await rollout.checkCompatibility(pair, ann))._unsafeUnwrap();
    const refused = (await rollout.activate({ ...payments, contract_version: 'v9' }, ann))._unsafeUnwrapErr();
    (await rollout.list(payments, ann))._unsafeUnwrap();
    expect(spans).toEqual([
      {
        name: 'contract_rollout.check_compatibility',
        attributes: {
          'contract_rollout.integration_id': 'payments',
          'contract_rollout.contract_type': 'openapi',
          'contract_rollout.baseline_version': 'v1',
          'contract_rollout.candidate_version': 'v2',
          'contract_rollout.outcome': 'compatible',
        },
      },
      {
        name: 'contract_rollout.activate',
        attributes: {
          'contract_rollout.integration_id': 'payments',
          'contract_rollout.contract_type': 'openapi',
          'contract_rollout.contract_version': 'v9',
          'contract_rollout.outcome': 'integration_contract_not_found',
          'contract_rollout.reason': 'target_missing',
          'contract_rollout.request_id': refused.request_id,
        },
      },
      expect.objectContaining({ name: 'contract_rollout.list' }),
    ]);
    expect(counts.map(([, , attributes]) => attributes)).toEqual([
      { method: 'check_compatibility', outcome: 'compatible' },
      { method: 'activate', outcome: 'integration_contract_not_found' },
      { method: 'list', outcome: 'ok' },
    ]);
  });

  it('has an error where a dependency is unavailable, and only there', async () => {
    const world = createWorld();
    const { tracer, spans } = createTelemetry();
    const catalog = withFaults(world.catalog, faultAt(1, 'throws'));
    const rollout = traceRollout(createRollout({ ...world.options, catalog }), { tracer });
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    (await rollout.createVersion(input, ann))._unsafeUnwrapErr();
    (await rollout.createVersion(input, ann))._unsafeUnwrap();
    expect(spans.map(({ status }) => status?.code)).toEqual([2, undefined]);
    expect(spans[0]?.attributes).toMatchObject({ 'contract_rollout.dependency': 'integration_catalog' });
  });

  it.each([
    ['a span that throws', { setAttribute: fails, setStatus: fails, end: fails }],
    ['a span that cannot be ended', { setAttribute: () => undefined, setStatus: () => undefined, end: fails }],
  ])('gives the answer of a change all the same with %s', async (_, span) => {
    const world = createWorld();
    const tracer = { startActiveSpan: (_: string, work: (given: unknown) => unknown) => work(span) } as Tracer;
    const meter = { createCounter: () => ({ add: fails }), createObservableGauge: fails } as unknown as Meter;
    const rollout = traceRollout(world.rollout, { tracer, meter });
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    expect((await rollout.createVersion(input, ann))._unsafeUnwrap()).toMatchObject({ revision: 1, changed: true });
    expect((await rollout.activate({ ...payments, contract_version: 'v9' }, ann)).isErr()).toBe(true);
  });

  it.each([
    ['before', () => fails()],
    ['after', (_: string, work: (span: unknown) => unknown) => fails(work({ setAttribute() {}, end() {} }))],
  ])('makes a call once where the tracer throws %s it', async (_, startActiveSpan) => {
    const world = createWorld();
    const rollout = traceRollout(world.rollout, { tracer: { startActiveSpan } as Tracer });
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    expect((await rollout.createVersion(input, ann))._unsafeUnwrap()).toMatchObject({ revision: 1, changed: true });
  });

  it('passes every method on, and survives nonsense', async () => {
    const world = createWorld();
    const rollout = traceRollout(world.rollout, createTelemetry());
    expect(Object.keys(rollout).toSorted()).toEqual(Object.keys(world.rollout).toSorted());
    for (const [name, method] of Object.entries(rollout)) {
      if (name === 'newRequestId') expect(rollout.newRequestId()).not.toBe('');
      else
        expect(
          (await (method as (input: unknown, call: unknown) => Promise<{ isErr(): boolean }>)(null, ann)).isErr(),
        ).toBe(true);
    }
  });
});

describe('the telemetry of a relay', () => {
  it('counts events and failures, shows the lag, and has a span for each delivery', async () => {
    const { outbox } = await createStoreWith([billing], 3);
    const { tracer, meter, spans, counts, gauges } = createTelemetry();
    const sinks = [withFaults(createMemorySink(), faultAt(1, 'throws'))];
    const relay = createRelay({ outbox, sinks, tracer, meter });
    const lag = new Map<string, number>();
    for (const [name, observe] of gauges) await observe({ observe: (value) => lag.set(name, value) });
    expect([...lag.keys()]).toEqual(['undelivered', 'parked', 'age'].map((name) => `contract_rollout.outbox.${name}`));
    expect(lag.get('contract_rollout.outbox.undelivered')).toBe(3);
    expect(lag.get('contract_rollout.outbox.age')).toBeGreaterThanOrEqual(0);
    await relay.drain();
    await relay.drain();
    expect(counts[0]).toEqual(['contract_rollout.relay.failures', 1, { outcome: 'refused' }]);
    expect(
      counts.filter(([name]) => name === 'contract_rollout.relay.events').reduce((sum, [, value]) => sum + value, 0),
    ).toBe(3);
    expect(spans[0]).toMatchObject({ name: 'contract_rollout.relay.deliver', status: { code: 2 } });
    await relay.stop();
    expect(gauges.size).toBe(0);
  });
});
