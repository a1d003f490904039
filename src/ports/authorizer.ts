import type { Result } from 'neverthrow';

import type { Actor } from '../core/event.ts';
import type { ContractType } from '../core/line.ts';
import type { Permission } from '../core/permission.ts';
import type { CallOptions } from './call-options.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * Says whether an actor may do something.
 *
 * Only `allow === true` allows. A denial is a value, an outage is a failure. It is asked before anything is looked up,
 * and again on every retry, so an answer is never older than the state it is used on.
 */
export interface Authorizer {
  authorize(request: AuthorizationRequest, options: CallOptions): Promise<Result<AuthorizationDecision, PortFailure>>;
}

/** What an authorizer is asked. */
export interface AuthorizationRequest {
  readonly actor: Actor;
  readonly action: Action;
  /** Holding any one of these suffices. */
  readonly permissions: readonly Permission[];
  readonly resource: {
    readonly type: 'integration_contract';
    /** The integration's id; it may not exist. */
    readonly id: string;
    /** Absent where the caller left it out. */
    readonly contract_type?: ContractType;
    readonly contract_version?: string;
  };
}

/** Everything that can be asked for. */
export type Action =
  | 'create'
  | 'check'
  | 'activate'
  | 'rollback'
  | 'retire'
  | 'deprecate'
  | 'import'
  | 'override'
  | 'plan'
  | 'read';

/** An authorizer's answer. */
export type AuthorizationDecision =
  | { readonly allow: true }
  | { readonly allow: false; /** For logs; callers are not told. */ readonly reason?: string | undefined };
