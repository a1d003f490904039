import { ResultAsync } from 'neverthrow';

import type { RolloutError } from '../core/error.ts';
import type { LineInput } from '../usecases/line-input.ts';
import type { Answer, Rollout } from '../usecases/rollout.ts';
import type { Meter, Tracer } from './opentelemetry.ts';
import { errorStatus } from './opentelemetry.ts';

/** Where to tell; either may be left out. */
export interface TelemetryOptions {
  /** From `@opentelemetry/api`: a span for each call. */
  readonly tracer?: Tracer;
  /** From `@opentelemetry/api`: a count of all calls, by method and outcome. */
  readonly meter?: Meter;
}

/**
 * The same rollout, that tells OpenTelemetry of every call: a span `contract_rollout.<method>` with the line, the version
 * and the outcome, and the counter `contract_rollout.calls`. A refusal is an outcome; only a dependency that is unavailable
 * is an error.
 */
export function traceRollout(rollout: Rollout, options: TelemetryOptions): Rollout {
  const { tracer, meter } = options;
  const calls = meter?.createCounter('contract_rollout.calls', { description: 'Calls, by method and outcome' });

  const traced =
    <Input extends LineInput, Call, Output>(method: string, run: (input: Input, call: Call) => Answer<Output>) =>
    (input: Input, call: Call): Answer<Output> =>
      new ResultAsync(
        tell(tracer, `contract_rollout.${method}`, attributesOf(input), async (set) => {
          const answer = await run(input, call);
          const outcome = answer.isOk() ? outcomeOf(answer.value) : answer.error.error_code;
          safely(() => calls?.add(1, { method, outcome }));
          set('contract_rollout.outcome', outcome);
          return { answer, failure: answer.isErr() ? failureOf(answer.error, set) : undefined };
        }),
      );

  return {
    createVersion: traced('create_version', (input, call) => rollout.createVersion(input, call)),
    checkCompatibility: traced('check_compatibility', (input, call) => rollout.checkCompatibility(input, call)),
    activate: traced('activate', (input, call) => rollout.activate(input, call)),
    rollback: traced('rollback', (input, call) => rollout.rollback(input, call)),
    retire: traced('retire', (input, call) => rollout.retire(input, call)),
    deprecate: traced('deprecate', (input, call) => rollout.deprecate(input, call)),
    plan: traced('plan', (input, call) => rollout.plan(input, call)),
    list: traced('list', (input, call) => rollout.list(input, call)),
    get: traced('get', (input, call) => rollout.get(input, call)),
    checks: traced('checks', (input, call) => rollout.checks(input, call)),
    events: traced('events', (input, call) => rollout.events(input, call)),
    importHistory: traced('import_history', (input, call) => rollout.importHistory(input, call)),
    newRequestId: () => rollout.newRequestId(),
  };
}

type SetAttribute = (name: string, value: string) => void;

/** Does work inside a span, where there is a tracer. */
function tell<Value>(
  tracer: Tracer | undefined,
  name: string,
  attributes: Readonly<Record<string, string>>,
  work: (set: SetAttribute) => Promise<{ readonly answer: Value; readonly failure: string | undefined }>,
): Promise<Value> {
  let begun: Promise<Value> | undefined;
  safely(() =>
    tracer?.startActiveSpan(name, (span) => {
      const set: SetAttribute = (key, value) => safely(() => span.setAttribute(key, value));
      for (const [key, value] of Object.entries(attributes)) set(key, value);
      begun = work(set)
        .then(({ answer, failure }) => {
          if (failure !== undefined) safely(() => span.setStatus({ code: errorStatus, message: failure }));
          return answer;
        })
        .finally(() => safely(() => span.end()));
      return begun;
    }),
  );
  return begun ?? work(() => undefined).then(({ answer }) => answer);
}

/** What is told must not change what is told of: a change may be committed already. */
function safely(tell: () => unknown): void {
  try {
    tell();
  } catch {
    // Whoever should hear of it is the one that fails.
  }
}

/** What a call is about. It comes from a stranger: only texts are told, and not endless ones. */
function attributesOf(input: unknown): Readonly<Record<string, string>> {
  const names = ['integration_id', 'contract_type', 'contract_version', 'baseline_version', 'candidate_version'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
      return typeof value === 'string' ? [[`contract_rollout.${name}`, value.slice(0, 128)]] : [];
    }),
  );
}

/** A check is told by its result, since both are answers. */
function outcomeOf(output: unknown): string {
  const result: unknown = typeof output === 'object' && output !== null ? Reflect.get(output, 'result') : undefined;
  return typeof result === 'string' ? result : 'ok';
}

/** Tells of a refusal; gives what went wrong, where something did. */
function failureOf(error: RolloutError, set: SetAttribute): string | undefined {
  set('contract_rollout.reason', error.reason);
  set('contract_rollout.request_id', error.request_id);
  if (error.error_code !== 'INT-503-DEPENDENCY-UNAVAILABLE') return undefined;
  set('contract_rollout.dependency', error.dependency);
  return error.message;
}
