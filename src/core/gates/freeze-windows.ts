import { isMoment, millisecondsOf } from '../../internal/time.ts';
import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

/** A time in which nothing is activated: once, or every week (in UTC). */
export type FreezeWindow = OneTimeFreeze | WeeklyFreeze;

/** Begins and ends once. */
export interface OneTimeFreeze {
  /** RFC 3339; the first frozen moment. */
  readonly from: string;
  /** RFC 3339; the first moment that is open again. */
  readonly until: string;
  readonly reason?: string;
}

/** Comes back every week, in UTC. */
export interface WeeklyFreeze {
  readonly weekday: Weekday;
  /** `HH:MM`; default `00:00`. */
  readonly from?: string;
  /** `HH:MM`, the first minute that is open again; default `24:00`. */
  readonly until?: string;
  readonly reason?: string;
}

/** A day of the week, in UTC. */
export type Weekday = (typeof weekdays)[number];

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/**
 * Nothing is activated while one of the windows is open. Rollbacks are frozen too, unless they are exempt.
 *
 * @throws TypeError if a window is malformed or ends before it begins
 */
export function freezeWindows(
  windows: readonly FreezeWindow[],
  options: { readonly rollbacks?: 'freeze' | 'exempt' } = {},
): Gate {
  const { rollbacks = 'freeze' } = options;
  for (const window of windows) assertWindow(window);
  return {
    name: 'freeze-windows',
    stage: 'freeze',
    evaluate: ({ operation, now }) => {
      if (operation === 'rollback' && rollbacks === 'exempt') return pass();
      if (!isMoment(now))
        return block('The time is unreadable, so a freeze cannot be ruled out.', { reason: 'frozen' });
      const window = windows.find((candidate) => covers(candidate, new Date(now)));
      if (window === undefined) return pass();
      const until = 'weekday' in window ? `${window.until ?? '24:00'} UTC on ${window.weekday}` : window.until;
      return block(`Activations are frozen until ${until}${window.reason === undefined ? '' : `: ${window.reason}`}.`, {
        reason: 'frozen',
        remedy: `Wait until ${until}.`,
      });
    },
  };
}

function covers(window: FreezeWindow, now: Date): boolean {
  if (!('weekday' in window))
    return millisecondsOf(window.from) <= now.getTime() && now.getTime() < millisecondsOf(window.until);
  if (weekdays[now.getUTCDay()] !== window.weekday) return false;
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  return minuteOfDay(window.from ?? '00:00') <= minute && minute < minuteOfDay(window.until ?? '24:00');
}

function assertWindow(window: FreezeWindow): void {
  const [from, until] =
    'weekday' in window
      ? [minuteOfDay(window.from ?? '00:00'), minuteOfDay(window.until ?? '24:00')]
      : [millisecondsOf(window.from), millisecondsOf(window.until)];
  if ('weekday' in window && !weekdays.includes(window.weekday)) {
    throw new TypeError(`freezeWindows: "${window.weekday}" is no weekday.`);
  }
  const form = 'weekday' in window ? 'HH:MM on one day' : 'RFC 3339 with an offset';
  // Written so that what cannot be read fails too.
  if (!(from < until)) {
    throw new TypeError(
      `freezeWindows: from "${window.from ?? '00:00'}" must be before until "${window.until ?? '24:00'}", both ${form}.`,
    );
  }
}

function minuteOfDay(text: string): number {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && minute <= 24 * 60 ? minute : Number.NaN;
}
