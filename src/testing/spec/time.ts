import { isMoment } from '../../internal/time.ts';

/** The moment at which every history begins unless it says otherwise: a Monday morning. */
export const firstMoment = '2026-01-05T09:00:00.000Z';

/** Time going by between two events of a history. */
export type Passage =
  | { readonly kind: 'until'; readonly moment: string }
  | { readonly kind: 'elapsed'; readonly milliseconds: number };

/** What follows in the history happens at this moment, and so does the command if nothing follows. RFC 3339. */
export function at(moment: string): Passage {
  if (!isMoment(moment)) throw new TypeError(`at: "${moment}" is no RFC 3339 moment.`);
  return { kind: 'until', moment: new Date(moment).toISOString() };
}

/**
 * So much time goes by. Without it, everything in a history happens at the same moment.
 *
 * @example given(created('v1'), elapsed({ hours: 23 })).when({ type: 'activate', contract_version: 'v1' })
 */
export function elapsed(duration: {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}): Passage {
  const { days = 0, hours = 0, minutes = 0 } = duration;
  const milliseconds = ((days * 24 + hours) * 60 + minutes) * 60_000;
  if (!(milliseconds >= 0)) throw new TypeError('elapsed: time only goes forward.');
  return { kind: 'elapsed', milliseconds };
}

/** The moment after a passage; `undefined` where it would lie in the past. */
export function momentAfter(now: string, passage: Passage): string | undefined {
  if (passage.kind === 'elapsed') return new Date(Date.parse(now) + passage.milliseconds).toISOString();
  return passage.moment < now ? undefined : passage.moment;
}
