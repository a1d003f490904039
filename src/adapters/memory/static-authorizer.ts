import { ok } from 'neverthrow';

import type { Actor } from '../../core/event.ts';
import type { Permission } from '../../core/permission.ts';
import type { Authorizer } from '../../ports/authorizer.ts';

/** Who may do what. */
export interface StaticAuthorizerOptions {
  /** The permissions of each actor, by the actor's id; an actor that is not named has none. */
  readonly grants: Readonly<Record<string, readonly Permission[]>> | ReadonlyMap<string, readonly Permission[]>;
  /**
   * Also grants what `attributes.permissions` of the actor lists; default `false`. Only for hosts that fill in the actor
   * themselves, from a verified token for instance: whoever can choose the attributes can do everything.
   */
  readonly trustAttributes?: boolean;
}

/**
 * An authorizer that reads a fixed table and is the same for every integration.
 *
 * @throws TypeError if the grants of an actor are no list
 */
export function createStaticAuthorizer({ grants, trustAttributes = false }: StaticAuthorizerOptions): Authorizer {
  const table = new Map<string, readonly string[]>(grants instanceof Map ? grants : Object.entries(grants));
  for (const [actor, granted] of table) {
    // A text has an `includes` too, which looks for a part of it.
    if (!Array.isArray(granted))
      throw new TypeError(`createStaticAuthorizer: the grants of "${actor}" must be a list.`);
  }
  return {
    authorize: async ({ actor, permissions }) => {
      const granted = table.get(actor.id) ?? [];
      const held = trustAttributes ? [...granted, ...permissionsIn(actor)] : granted;
      return permissions.some((permission) => held.includes(permission))
        ? ok({ allow: true })
        : ok({ allow: false, reason: `${actor.id} holds none of ${permissions.join(', ')}` });
    },
  };
}

function permissionsIn({ attributes }: Actor): readonly string[] {
  const listed = attributes?.['permissions'];
  return Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : [];
}
