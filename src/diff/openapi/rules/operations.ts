import type { Operation } from '../model.ts';
import type { Rule } from '../../rule.ts';
import { section } from './exchange.ts';
import { lifecycleRules, type Retiring } from './lifecycle.ts';

/** What an operation says of itself. */
export type OperationHead = Pick<Operation, 'pointer' | 'method' | 'path' | 'operationId' | 'tags' | 'lifecycle'>;

/** An operation as the rules see it. */
export interface JudgedOperation extends OperationHead, Retiring {}

const area = 'operations';
const source = section('operation-object');
const removal = 'Requests to it were answered under the baseline, and are not under the candidate.';
const remedy = 'Keep the operation; deprecate it with an x-sunset date and remove it after that date.';

/** How messages call an operation. */
export function nameOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

const levels = ['draft', 'alpha', 'beta', 'stable'];

/** Operations that say nothing of their stability are stable. */
function stabilityOf({ lifecycle }: OperationHead): number {
  return levels.indexOf(lifecycle.stability ?? 'stable');
}

function isUnstable(operation: OperationHead): boolean {
  return stabilityOf(operation) === 0 || stabilityOf(operation) === 1;
}

function isGone({ ending }: JudgedOperation): boolean {
  return ending === 'ended';
}

const removedRules: readonly Rule<JudgedOperation>[] = [
  {
    id: 'api-removed-without-deprecation',
    aliases: ['api-path-removed-without-deprecation'],
    area,
    on: 'removed',
    level: 'breaking',
    when: (operation) => operation.ending === 'kept' && !isUnstable(operation),
    message: (operation) => `${nameOf(operation)} was removed.`,
    because: removal,
    remedy,
    source,
  },
  {
    id: 'api-removed-before-sunset',
    aliases: ['api-path-removed-before-sunset'],
    area,
    on: 'removed',
    level: 'breaking',
    when: (operation) => operation.ending === 'announced',
    message: (operation) => `${nameOf(operation)} was removed before its sunset ${operation.lifecycle.sunset ?? ''}.`,
    values: ({ lifecycle }) => [lifecycle.sunset],
    because: 'The baseline promised that it works until its sunset; without a stated time, no sunset has passed.',
    remedy: 'Remove it after its sunset, and state the time of the comparison.',
    source,
  },
  {
    id: 'api-removed-without-sunset',
    area,
    on: 'removed',
    level: 'breaking',
    when: (operation) => operation.ending === 'undated' && !isUnstable(operation),
    message: (operation) => `${nameOf(operation)} was removed; it was deprecated without a sunset date.`,
    because: 'A deprecated operation still works. Without a date nobody was told when it would stop.',
    remedy: 'Give it an x-sunset date first and remove it after that date.',
    source,
  },
  {
    id: 'api-removed-with-unreadable-sunset',
    aliases: ['api-path-sunset-parse'],
    area,
    on: 'removed',
    level: 'breaking',
    when: (operation) => operation.ending === 'unreadable',
    message: (operation) =>
      `${nameOf(operation)} was removed; its sunset is no date: ${operation.lifecycle.sunset ?? ''}.`,
    values: ({ lifecycle }) => [lifecycle.sunset],
    because: 'Nobody can tell until when it was promised to work.',
    remedy,
    source,
  },
  {
    id: 'api-removed-with-deprecation',
    aliases: ['api-path-removed-with-deprecation'],
    area,
    on: 'removed',
    level: 'info',
    when: isGone,
    message: (operation) => `${nameOf(operation)} was removed after its sunset ${operation.lifecycle.sunset ?? ''}.`,
    values: ({ lifecycle }) => [lifecycle.sunset],
    because: 'The baseline announced the day.',
    source,
  },
  {
    id: 'api-removed-while-unstable',
    area,
    on: 'removed',
    level: 'warning',
    when: (operation) => isUnstable(operation) && (operation.ending === 'kept' || operation.ending === 'undated'),
    message: (operation) => `${nameOf(operation)}, which was ${operation.lifecycle.stability ?? ''}, was removed.`,
    because: 'The baseline told its readers, by x-stability-level, not to rely on it.',
    source,
  },
];

const addedRules: readonly Rule<JudgedOperation>[] = [
  {
    id: 'endpoint-added',
    area,
    on: 'added',
    level: 'info',
    message: (operation) => `${nameOf(operation)} was added.`,
    because: 'Counterparties written against the baseline do not call it.',
    source,
  },
];

const keptRules: readonly Rule<JudgedOperation>[] = [
  ...lifecycleRules<JudgedOperation>({
    area,
    source,
    name: nameOf,
    ids: {
      deprecated: 'endpoint-deprecated',
      'deprecated-with-sunset': 'endpoint-deprecated-with-sunset',
      reactivated: 'endpoint-reactivated',
      'sunset-invalid': 'api-deprecated-sunset-parse',
      'sunset-deleted': 'sunset-deleted',
      'sunset-moved-earlier': 'api-sunset-moved-earlier',
      'sunset-moved-later': 'api-sunset-moved-later',
    },
    aliases: {
      'sunset-deleted': ['api-sunset-deleted'],
      'sunset-moved-earlier': ['api-sunset-date-changed-too-small'],
    },
  }),
  {
    id: 'api-stability-decreased',
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => stabilityOf(candidate) >= 0 && stabilityOf(candidate) < stabilityOf(baseline),
    message: (baseline, candidate) => `${nameOf(candidate)} became less stable: ${stabilities(baseline, candidate)}.`,
    values: (baseline, candidate) => [baseline.lifecycle.stability ?? null, candidate.lifecycle.stability ?? null],
    because: 'What was promised to stay may now change or go without notice.',
    remedy: 'Keep the stability level of the baseline.',
    source,
  },
  {
    id: 'api-stability-increased',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => stabilityOf(baseline) >= 0 && stabilityOf(candidate) > stabilityOf(baseline),
    message: (baseline, candidate) => `${nameOf(candidate)} became more stable: ${stabilities(baseline, candidate)}.`,
    values: (baseline, candidate) => [baseline.lifecycle.stability ?? null, candidate.lifecycle.stability ?? null],
    because: 'More is promised than before.',
    source,
  },
  {
    id: 'api-invalid-stability-level',
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) =>
      baseline.lifecycle.stability !== candidate.lifecycle.stability &&
      (stabilityOf(baseline) < 0 || stabilityOf(candidate) < 0),
    message: (baseline, candidate) =>
      `The stability of ${nameOf(candidate)} cannot be compared: ${stabilities(baseline, candidate)}.`,
    values: (baseline, candidate) => [baseline.lifecycle.stability ?? null, candidate.lifecycle.stability ?? null],
    because: 'A level that nobody knows may promise less than before.',
    remedy: 'Use draft, alpha, beta or stable.',
    source,
  },
  {
    id: 'api-operation-id-removed',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => baseline.operationId !== undefined && baseline.operationId !== candidate.operationId,
    message: (baseline, candidate) => `${nameOf(candidate)} is no longer called "${baseline.operationId ?? ''}".`,
    values: ({ operationId }) => [operationId],
    because: 'Requests do not carry it; names in generated code change.',
    source,
  },
  {
    id: 'api-operation-id-added',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) =>
      candidate.operationId !== undefined && baseline.operationId !== candidate.operationId,
    message: (_, candidate) => `${nameOf(candidate)} is called "${candidate.operationId ?? ''}" now.`,
    values: (_, { operationId }) => [operationId],
    because: 'Requests do not carry it.',
    source,
  },
  {
    id: 'api-tag-removed',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => missing(baseline.tags, candidate.tags).length > 0,
    message: (baseline, candidate) =>
      `${nameOf(candidate)} lost the tags ${missing(baseline.tags, candidate.tags).join(', ')}.`,
    values: (baseline, candidate) => missing(baseline.tags, candidate.tags),
    because: 'Tags are for readers; generated code may be grouped by them.',
    source,
  },
  {
    id: 'api-tag-added',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => missing(candidate.tags, baseline.tags).length > 0,
    message: (baseline, candidate) =>
      `${nameOf(candidate)} has the new tags ${missing(candidate.tags, baseline.tags).join(', ')}.`,
    values: (baseline, candidate) => missing(candidate.tags, baseline.tags),
    because: 'Tags are for readers.',
    source,
  },
];

function stabilities(baseline: OperationHead, candidate: OperationHead): string {
  return `${baseline.lifecycle.stability ?? 'stable'} became ${candidate.lifecycle.stability ?? 'stable'}`;
}

/** In order, so that the order of the document does not matter. */
function missing(from: readonly string[], within: readonly string[]): readonly string[] {
  return from.filter((tag) => !within.includes(tag)).toSorted();
}

/** Rules about operations that counterparties call. */
export const operationRules: readonly Rule<JudgedOperation>[] = [...removedRules, ...addedRules, ...keptRules];

/** Rules about operations that the application calls, where removal means something else. */
export const calledOperationRules: readonly Rule<JudgedOperation>[] = keptRules;

export interface CalledOperation extends JudgedOperation {
  readonly kind: 'webhook' | 'callback';
}

/** Webhooks and callbacks that only one side has. */
export const callRules: readonly Rule<CalledOperation>[] = (['webhook', 'callback'] as const).flatMap(
  (kind): readonly Rule<CalledOperation>[] => [
    {
      id: `${kind}-removed`,
      area: 'callbacks',
      on: 'removed',
      level: 'breaking',
      when: (call) => call.kind === kind && !isGone(call),
      message: (call) => `The ${kind} ${nameOf(call)} was removed.`,
      because: 'Receivers written against the baseline wait for it.',
      remedy: `Keep the ${kind}; deprecate it with an x-sunset date and remove it after that date.`,
      source: section(kind === 'webhook' ? 'openapi-object' : 'callback-object'),
    },
    {
      id: `${kind}-removed-with-deprecation`,
      area: 'callbacks',
      on: 'removed',
      level: 'info',
      when: (call) => call.kind === kind && isGone(call),
      message: (call) => `The ${kind} ${nameOf(call)} was removed after its sunset ${call.lifecycle.sunset ?? ''}.`,
      because: 'The baseline announced the day.',
      source: section(kind === 'webhook' ? 'openapi-object' : 'callback-object'),
    },
    {
      id: `${kind}-added`,
      area: 'callbacks',
      on: 'added',
      level: 'info',
      when: (call) => call.kind === kind,
      message: (call) => `The ${kind} ${nameOf(call)} was added.`,
      because: 'Receivers written against the baseline have not subscribed to it.',
      source: section(kind === 'webhook' ? 'openapi-object' : 'callback-object'),
    },
  ],
);
