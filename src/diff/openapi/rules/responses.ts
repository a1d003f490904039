import type { Describing } from '../counterparts.ts';
import type { Link, Response } from '../model.ts';
import type { Rule } from '../../rule.ts';
import { section, type Exchange } from './exchange.ts';

/** A response as the rules see it. */
export type JudgedResponse = Describing<Response>;

const area = 'responses';
const source = section('responses-object');
const linkSource = section('link-object');

function isSuccess({ status }: Response): boolean {
  return status.startsWith('2');
}

function isDefault({ status }: Response): boolean {
  return status === 'default';
}

/** Whether a response stands for more statuses than another. */
function isBroader(one: Response, other: Response): boolean {
  return breadthOf(one) > breadthOf(other);
}

function breadthOf(response: Response): number {
  if (isDefault(response)) return 2;
  return /^\d{3}$/.test(response.status) ? 0 : 1;
}

const statuses = (baseline: Response, candidate: Response): readonly unknown[] => [baseline.status, candidate.status];

/** Rules about the statuses of responses that the application gives. */
const givenRules: readonly Rule<JudgedResponse>[] = [
  {
    id: 'response-success-status-removed',
    area,
    on: 'removed',
    level: 'breaking',
    when: isSuccess,
    message: ({ status }) => `The success status ${status} was removed.`,
    because: 'Clients written against the baseline wait for it.',
    remedy: 'Keep the status.',
    source,
  },
  {
    id: 'response-non-success-status-removed',
    area,
    on: 'removed',
    level: 'info',
    when: (response) => !isSuccess(response) && !isDefault(response),
    message: ({ status }) => `The status ${status} was removed.`,
    because: 'Clients written against the baseline handle a status that no longer comes.',
    source,
  },
  {
    id: 'response-default-removed',
    area,
    on: 'removed',
    level: 'breaking',
    when: isDefault,
    message: () => 'The default response was removed.',
    because: 'Statuses that no entry names had a declared shape, and have none now.',
    remedy: 'Keep the default response.',
    source,
  },
  {
    id: 'response-success-status-added',
    area,
    on: 'added',
    level: 'warning',
    when: isSuccess,
    message: ({ status }) => `The success status ${status} was added.`,
    because: 'Clients written against the baseline do not know it; those that take every 2xx for success still work.',
    source,
  },
  {
    id: 'response-non-success-status-added',
    area,
    on: 'added',
    level: 'info',
    when: (response) => !isSuccess(response),
    message: ({ status }) => `The status ${status} was added.`,
    because: 'Clients have to expect errors that no document lists.',
    source,
  },
  {
    id: 'response-success-status-generalized',
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => isSuccess(baseline) && candidate.lone && isBroader(candidate, baseline),
    message: (baseline, candidate) => `The success status ${baseline.status} was widened to ${candidate.status}.`,
    values: statuses,
    because: 'Clients written against the baseline wait for one status and may get another one in its place.',
    remedy: 'List the statuses that can come.',
    source,
  },
  {
    id: 'response-non-success-status-generalized',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => !isSuccess(baseline) && isBroader(candidate, baseline),
    message: (baseline, candidate) => `The status ${baseline.status} is described by ${candidate.status} now.`,
    values: statuses,
    because: 'Clients have to expect errors that no document lists.',
    source,
  },
  {
    id: 'response-status-specialized',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => isBroader(baseline, candidate),
    message: (baseline, candidate) =>
      `The status ${candidate.status}, so far described by ${baseline.status}, is described apart.`,
    values: statuses,
    because: 'Clients written against the baseline had to expect it.',
    source,
  },
];

/** Rules about the statuses of responses that the application takes. */
const takenRules: readonly Rule<JudgedResponse>[] = [
  {
    id: 'callback-response-status-removed',
    area,
    on: 'removed',
    level: 'breaking',
    message: ({ status }) => `The status ${status} is no longer taken from receivers.`,
    because: 'Receivers written against the baseline answer with it.',
    remedy: 'Keep the status.',
    source,
  },
  {
    id: 'callback-response-status-added',
    area,
    on: 'added',
    level: 'info',
    message: ({ status }) => `The status ${status} is taken from receivers, too.`,
    because: 'Receivers written against the baseline do not answer with it.',
    source,
  },
  {
    id: 'callback-response-status-specialized',
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => baseline.lone && isBroader(baseline, candidate),
    message: (baseline, candidate) => `Of ${baseline.status}, the status ${candidate.status} is described apart.`,
    values: statuses,
    because: 'Receivers written against the baseline may answer with any status of the range.',
    remedy: 'Keep the range.',
    source,
  },
  {
    id: 'callback-response-status-generalized',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => isBroader(candidate, baseline),
    message: (baseline, candidate) => `The status ${baseline.status} was widened to ${candidate.status}.`,
    values: statuses,
    because: 'What receivers answered before is still taken.',
    source,
  },
];

export function responseRules(exchange: Exchange): readonly Rule<JudgedResponse>[] {
  return exchange.response === 'outbound' ? givenRules : takenRules;
}

/** Links are for those who read the document; no response carries them. */
export function linkRules(exchange: Exchange): readonly Rule<Link>[] {
  const id = `${exchange.prefix}response-link`;
  return [
    {
      id: `${id}-removed`,
      area,
      on: 'removed',
      level: 'warning',
      message: ({ name }) => `The link "${name}" was removed.`,
      because: 'Clients that follow links by their name no longer find it.',
      source: linkSource,
    },
    {
      id: `${id}-added`,
      area,
      on: 'added',
      level: 'info',
      message: ({ name }) => `The link "${name}" was added.`,
      because: 'Clients written against the baseline do not follow it.',
      source: linkSource,
    },
    {
      id: `${id}-changed`,
      area,
      on: 'kept',
      level: 'warning',
      when: (baseline, candidate) => baseline.target !== candidate.target,
      message: (_, candidate) => `The link "${candidate.name}" leads elsewhere or with other values.`,
      values: (baseline, candidate) => [baseline.target, candidate.target],
      because: 'Clients that follow links by their name go where the candidate says.',
      source: linkSource,
    },
  ];
}
