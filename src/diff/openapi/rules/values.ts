import type { Serialized } from '../model.ts';
import type { Rule } from '../../rule.ts';
import { isWrittenDifferently } from '../written.ts';
import { exchanges, section, subjectOf, type Exchange, type Subject } from './exchange.ts';
import { lifecycleRules, type Retiring } from './lifecycle.ts';

/** A parameter or header as the rules see it. */
export interface JudgedValue extends Serialized, Retiring {
  readonly name: string;
  /** `path`, `query`, `header`, `cookie`, `querystring`. */
  readonly in: string;
  readonly allowsEmpty?: boolean;
}

/** Rules about values that the application reads: parameters of requests to it, headers of responses to its own. */
function readRules(subject: Subject, area: string): readonly Rule<JudgedValue>[] {
  const { id } = subject;
  const source = sourceOf(id);
  const name = namer(subject);
  return [
    {
      id: `new-required-${id}`,
      ...(id === 'request-parameter'
        ? { aliases: ['new-required-request-default-parameter-to-existing-path', 'new-request-path-parameter'] }
        : {}),
      area,
      on: 'added',
      level: 'breaking',
      when: ({ required }) => required,
      message: (value) => `The required ${name(value)} was added.`,
      because: 'What was sent without it was valid against the baseline and is refused by the candidate.',
      remedy: 'Make it optional.',
      source,
    },
    {
      id: `new-optional-${id}`,
      ...(id === 'request-parameter' ? { aliases: ['new-optional-request-default-parameter-to-existing-path'] } : {}),
      area,
      on: 'added',
      level: 'info',
      when: ({ required }) => !required,
      message: (value) => `The optional ${name(value)} was added.`,
      because: 'Senders written against the baseline do not send it.',
      source,
    },
    {
      id: `${id}-removed`,
      area,
      on: 'removed',
      level: 'warning',
      when: ({ ending }) => ending === 'kept' || ending === 'undated',
      message: (value) => `The ${name(value)} was removed.`,
      because: 'Senders written against the baseline still send it; usually it is ignored, and has no effect any more.',
      remedy: 'Keep it; deprecate it with an x-sunset date and remove it after that date.',
      source,
    },
    {
      id: `${id}-removed-with-deprecation`,
      area,
      on: 'removed',
      level: 'info',
      when: ({ ending }) => ending === 'ended',
      message: (value) => `The ${name(value)} was removed after its sunset ${value.lifecycle.sunset ?? ''}.`,
      because: 'The baseline announced the day.',
      source,
    },
    {
      id: `${id}-removed-before-sunset`,
      area,
      on: 'removed',
      level: 'breaking',
      when: ({ ending }) => ending === 'announced' || ending === 'unreadable',
      message: (value) => `The ${name(value)} was removed before its sunset ${value.lifecycle.sunset ?? ''}.`,
      because: 'The baseline promised that it has its effect until then; without a stated time, no sunset has passed.',
      remedy: 'Remove it after its sunset, and state the time of the comparison.',
      source,
    },
    {
      id: `${id}-became-required`,
      area,
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) => !baseline.required && candidate.required,
      message: (_, candidate) => `The ${name(candidate)} became required.`,
      because: 'What was sent without it was valid against the baseline and is refused by the candidate.',
      remedy: 'Keep it optional.',
      source,
    },
    {
      id: `${id}-became-optional`,
      area,
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => baseline.required && !candidate.required,
      message: (_, candidate) => `The ${name(candidate)} became optional.`,
      because: 'What was sent before is still accepted.',
      source,
    },
    serializationRule(subject, area),
    ...emptyRules(subject, area),
    ...lifecycles(subject, area),
  ];
}

/** Rules about values that the application writes: headers of its responses, parameters of its own requests. */
function writtenRules(subject: Subject, area: string): readonly Rule<JudgedValue>[] {
  const { id } = subject;
  const source = sourceOf(id);
  const name = namer(subject);
  return [
    {
      id: `${id}-added`,
      area,
      on: 'added',
      level: 'info',
      message: (value) => `The ${name(value)} was added.`,
      because: 'Readers written against the baseline do not look at it.',
      source,
    },
    {
      id: `required-${id}-removed`,
      area,
      on: 'removed',
      level: 'breaking',
      when: ({ required, ending }) => required && ending !== 'ended',
      message: (value) => `The required ${name(value)} was removed.`,
      because: 'Readers written against the baseline rely on it.',
      remedy: 'Keep it.',
      source,
    },
    {
      id: `optional-${id}-removed`,
      area,
      on: 'removed',
      level: 'warning',
      when: ({ required, ending }) => !required && ending !== 'ended',
      message: (value) => `The optional ${name(value)} was removed.`,
      because: 'Readers written against the baseline cope with its absence, but what it said is gone.',
      source,
    },
    {
      id: `${id}-removed-with-deprecation`,
      area,
      on: 'removed',
      level: 'info',
      when: ({ ending }) => ending === 'ended',
      message: (value) => `The ${name(value)} was removed after its sunset ${value.lifecycle.sunset ?? ''}.`,
      because: 'The baseline announced the day.',
      source,
    },
    {
      id: `${id}-became-optional`,
      area,
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) => baseline.required && !candidate.required,
      message: (_, candidate) => `The ${name(candidate)} became optional.`,
      because: 'Readers written against the baseline rely on it.',
      remedy: 'Keep it required.',
      source,
    },
    {
      id: `${id}-became-required`,
      area,
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => !baseline.required && candidate.required,
      message: (_, candidate) => `The ${name(candidate)} became required.`,
      because: 'Readers written against the baseline can read what always comes.',
      source,
    },
    serializationRule(subject, area),
    ...emptyRules(subject, area),
    ...lifecycles(subject, area),
  ];
}

function serializationRule(subject: Subject, area: string): Rule<JudgedValue> {
  const name = namer(subject);
  return {
    id: `${subject.id}-serialization-changed`,
    area,
    on: 'kept',
    level: 'breaking',
    when: isWrittenDifferently,
    message: (baseline, candidate) =>
      `The ${name(candidate)} is written differently: ${baseline.serialization} became ${candidate.serialization}.`,
    values: (baseline, candidate) => [baseline.serialization, candidate.serialization],
    because: 'One side writes the value in a form that the other does not read.',
    remedy: 'Keep style, explode and content as they are.',
    source: section('style-values'),
  };
}

/** Only parameters of a query can stand without a value. */
function emptyRules(subject: Subject, area: string): readonly Rule<JudgedValue>[] {
  if (!subject.id.endsWith('parameter')) return [];
  const reads = subject.flow === 'inbound';
  const name = namer(subject);
  const source = section('parameter-object');
  return [
    {
      id: `${subject.id}-empty-value-refused`,
      area,
      on: 'kept',
      level: reads ? 'breaking' : 'info',
      when: (baseline, candidate) => baseline.allowsEmpty === true && candidate.allowsEmpty !== true,
      message: (_, candidate) => `The ${name(candidate)} may no longer be empty.`,
      because: reads ? 'It could be sent without a value under the baseline.' : 'It always comes with a value now.',
      ...(reads ? { remedy: 'Keep allowEmptyValue.' } : {}),
      source,
    },
    {
      id: `${subject.id}-empty-value-allowed`,
      area,
      on: 'kept',
      level: reads ? 'info' : 'breaking',
      when: (baseline, candidate) => baseline.allowsEmpty !== true && candidate.allowsEmpty === true,
      message: (_, candidate) => `The ${name(candidate)} may be empty now.`,
      because: reads ? 'What was sent before is still accepted.' : 'It always came with a value under the baseline.',
      ...(reads ? {} : { remedy: 'Leave allowEmptyValue out.' }),
      source,
    },
  ];
}

function lifecycles(subject: Subject, area: string): readonly Rule<JudgedValue>[] {
  const { id } = subject;
  const name = namer(subject);
  return lifecycleRules<JudgedValue>({
    area,
    source: sourceOf(id),
    name: (value) => `the ${name(value)}`,
    ids: {
      deprecated: `${id}-deprecated`,
      'deprecated-with-sunset': `${id}-deprecated-with-sunset`,
      reactivated: `${id}-reactivated`,
      'sunset-invalid': `${id}-sunset-parse`,
      'sunset-deleted': `${id}-sunset-deleted`,
      'sunset-moved-earlier': `${id}-sunset-moved-earlier`,
      'sunset-moved-later': `${id}-sunset-moved-later`,
    },
    aliases: { 'sunset-moved-earlier': [`${id}-sunset-date-changed-too-small`] },
  });
}

function namer(subject: Subject): (value: JudgedValue) => string {
  if (!subject.id.endsWith('parameter')) return (value) => `${subject.noun} "${value.name}"`;
  return (value) => `${subject.noun} "${value.name}" (${value.in})`;
}

function sourceOf(id: string): string {
  return section(id.endsWith('parameter') ? 'parameter-object' : 'header-object');
}

function rulesOf(subject: Subject, area: string): readonly Rule<JudgedValue>[] {
  return subject.flow === 'inbound' ? readRules(subject, area) : writtenRules(subject, area);
}

/** Rules about the parameters of requests. */
export function parameterRules(exchange: Exchange): readonly Rule<JudgedValue>[] {
  return rulesOf(subjectOf(exchange, 'request', 'parameter'), 'parameters');
}

/** Rules about the headers of responses, and of the parts of multipart bodies. */
export function headerRules(exchange: Exchange, message: 'request' | 'response'): readonly Rule<JudgedValue>[] {
  return rulesOf(subjectOf(exchange, message, 'header'), 'headers');
}

/** A parameter that goes by the same name in another place, as found among those removed and added. */
export const movedRules: readonly Rule<JudgedValue>[] = exchanges.map((exchange): Rule<JudgedValue> => {
  const subject = subjectOf(exchange, 'request', 'parameter');
  return {
    id: `${subject.id}-location-changed`,
    area: 'parameters',
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => baseline.in !== candidate.in,
    message: (baseline, candidate) =>
      `The ${subject.noun} "${baseline.name}" moved from ${baseline.in} to ${candidate.in}.`,
    values: (baseline, candidate) => [baseline.in, candidate.in],
    because: 'One side looks for it where the other does not write it.',
    remedy: 'Accept it in both places for a while.',
    source: section('parameter-locations'),
  };
});
