import { expect, it } from 'vitest';

import { createLogSink } from '../../src/adapters/log/create-log-sink.ts';
import { call, errorOf, valueOf } from '../../src/testing/conformance/assertions.ts';
import { billing, created } from '../../src/testing/conformance/samples.ts';

it('writes each event, with its type as the message', async () => {
  const lines: unknown[] = [];
  const events = [created(billing, 1, 0, 'event-1'), created(billing, 2, 0, 'event-2')];
  valueOf(await createLogSink({ info: (data, message) => lines.push([data, message]) }).deliver(events, call));
  expect(lines).toEqual(events.map((event) => [event, 'platform.integration.contract.created']));
});

it('fits console, and is unavailable where the logger throws', async () => {
  expect(createLogSink(console)).toBeDefined();
  const info = (): never => {
    throw new Error('The disk is full.');
  };
  expect(errorOf(await createLogSink({ info }).deliver([created(billing, 1, 0, 'e')], call)).cause).toBeInstanceOf(
    Error,
  );
});
