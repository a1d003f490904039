import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { DependencyUnavailable, Forbidden } from '../core/error.ts';
import { forbidden } from '../core/error.ts';
import type { Actor } from '../core/event.ts';
import type { CallOptions } from '../ports/call-options.ts';
import { callPort } from '../usecases/call-port.ts';

/**
 * Says who sends a request: an actor, or `null` or `undefined` for nobody. To throw is to be out of order, which is
 * answered as such and lets nobody in. The body is not to be read; whoever signs bodies reads that of a clone.
 */
export type Authenticate = (
  request: Request,
  options: CallOptions,
) => Actor | null | undefined | Promise<Actor | null | undefined>;

const actorSchema: z.ZodType<Actor> = z.looseObject({ id: z.string().min(1).max(256) });

/** Asks the host who sends a request, with a deadline. */
export async function authenticate(
  request: Request,
  ask: Authenticate,
  deadline_ms: number,
): Promise<Result<Actor, Forbidden | DependencyUnavailable>> {
  const answer = await callPort({
    dependency: 'authenticator',
    deadline_ms,
    value: actorSchema.nullish(),
    error: z.never(),
    call: async (options) => ok(await ask(request, options)),
  });
  return answer.andThen((actor) => (actor ? ok(actor) : err(forbidden('unauthenticated', []))));
}
