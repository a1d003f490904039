import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { DependencyUnavailable, Refusal } from '../core/error.ts';
import { dependencyUnavailable, invalidPayload } from '../core/error.ts';
import type { ContractLine, LineKey } from '../core/line.ts';
import { emptyLine, storedLineSchema, toContractLine } from '../core/line.ts';
import type { Change, CommandRecord, CommitError, Head, QueryError } from '../ports/contract-store.ts';
import type { PortCall } from './call-port.ts';
import { callPort, nothingSchema, toUnavailable } from './call-port.ts';
import type { Dependencies } from './dependencies.ts';
import { storeUnavailableSchema } from './record.ts';

/** A line as loaded, with the result of the command that was asked for. */
export interface Loaded {
  readonly line: ContractLine;
  readonly command: CommandRecord | null;
}

const dependency = 'contract_store';

const headSchema: z.ZodType<Head> = z.object({
  revision: z.int().nonnegative(),
  line: storedLineSchema.nullable(),
  command: z
    .object({ command_id: z.string(), fingerprint: z.string(), result: z.unknown(), committed_at: z.string() })
    .nullable(),
});

const commitErrorSchema: z.ZodType<CommitError> = z.union([
  z.object({ kind: z.enum(['revision_conflict', 'command_exists']) }),
  storeUnavailableSchema,
]);

const queryErrorSchema: z.ZodType<QueryError> = z.union([
  z.object({ kind: z.literal('invalid_cursor') }),
  storeUnavailableSchema,
]);

/** Loads a line. An answer about another line or revision is none. */
export async function loadLine(
  deps: Dependencies,
  key: LineKey,
  command_id?: string,
): Promise<Result<Loaded, DependencyUnavailable>> {
  const loaded = await callPort({
    dependency,
    deadline_ms: deps.deadlines.port_ms,
    value: headSchema,
    error: storeUnavailableSchema,
    call: (options) =>
      deps.store.load(key, command_id === undefined ? options : Object.assign(options, { command_id })),
  });
  return loaded.mapErr(toUnavailable(dependency)).andThen(({ revision, line, command }) => {
    const answers =
      line === null
        ? revision === 0
        : line.integration_id === key.integration_id &&
          line.contract_type === key.contract_type &&
          line.revision === revision &&
          revision > 0;
    const asked = command === null || command.command_id === command_id;
    if (!answers || !asked) return err(dependencyUnavailable(dependency, 'malformed_answer'));
    return ok({ line: line === null ? emptyLine(key) : toContractLine(line), command });
  });
}

/** Commits a change; how it failed is left to the caller, who knows what a retry means. */
export async function commitChange(
  deps: Dependencies,
  key: LineKey,
  expected_revision: number,
  change: Change,
): Promise<Result<void, CommitError>> {
  const committed = await callPort({
    dependency,
    deadline_ms: deps.deadlines.port_ms,
    value: nothingSchema,
    error: commitErrorSchema,
    call: (options) => deps.store.commit(key, expected_revision, change, options),
  });
  // Whatever is not a plain answer leaves open whether the commit happened.
  return committed.mapErr((error) =>
    'error_code' in error ? { kind: 'unavailable', outcome: 'unknown', cause: error.cause ?? error.message } : error,
  );
}

/** Asks the store for a page. A cursor that it does not know is the caller's mistake. */
export async function askStore<Value>(
  deps: Dependencies,
  spec: Pick<PortCall<Value, QueryError>, 'value' | 'call'>,
): Promise<Result<Value, Refusal>> {
  const answer = await callPort({ dependency, deadline_ms: deps.deadlines.port_ms, error: queryErrorSchema, ...spec });
  return answer.mapErr((error) => {
    if ('error_code' in error) return error;
    return error.kind === 'invalid_cursor'
      ? invalidCursor()
      : dependencyUnavailable(dependency, 'failed', { cause: error.cause });
  });
}

/** The refusal of a cursor that no page gave. */
export function invalidCursor(): Refusal {
  return invalidPayload('invalid_field', '/cursor: is not one that a page of this list gave.', [
    { pointer: '/cursor', message: 'is not one that a page of this list gave' },
  ]);
}
