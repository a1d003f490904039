import type { Encoding, MediaType, RequestBody } from '../model.ts';
import type { Rule, RuleInfo } from '../../rule.ts';
import type { Describing } from '../counterparts.ts';
import { isWithin } from '../media-range.ts';
import { isWrittenDifferently } from '../written.ts';
import { section, subjectOf, type Exchange, type Subject } from './exchange.ts';

/** Rules about the bodies of requests as a whole. */
export function bodyRules(exchange: Exchange): readonly Rule<RequestBody>[] {
  const subject = subjectOf(exchange, 'request', 'body');
  const area = 'bodies';
  const source = section('request-body-object');
  const { id, noun } = subject;
  const reads = subject.flow === 'inbound';
  return [
    {
      id: `${id}-added-required`,
      area,
      on: 'added',
      level: reads ? 'breaking' : 'info',
      when: ({ required }) => required,
      message: () => `A required ${noun} was added.`,
      because: reads
        ? 'Requests without a body were valid against the baseline and are refused by the candidate.'
        : 'Receivers written against the baseline do not look at a body.',
      ...(reads ? { remedy: 'Make the body optional.' } : {}),
      source,
    },
    {
      id: `${id}-added-optional`,
      area,
      on: 'added',
      level: 'info',
      when: ({ required }) => !required,
      message: () => `An optional ${noun} was added.`,
      because: reads
        ? 'Senders written against the baseline send none.'
        : 'Receivers written against the baseline do not look at a body.',
      source,
    },
    {
      id: `${id}-removed`,
      area,
      on: 'removed',
      level: 'breaking',
      message: () => `The ${noun} was removed.`,
      because: reads
        ? 'Bodies that were accepted under the baseline have no meaning under the candidate.'
        : 'Receivers written against the baseline rely on it.',
      remedy: 'Keep the body.',
      source,
    },
    {
      id: `${id}-became-required`,
      area,
      on: 'kept',
      level: reads ? 'breaking' : 'info',
      when: (baseline, candidate) => !baseline.required && candidate.required,
      message: () => `The ${noun} became required.`,
      because: reads
        ? 'Requests without a body were valid against the baseline and are refused by the candidate.'
        : 'Receivers written against the baseline can read a body that always comes.',
      ...(reads ? { remedy: 'Keep the body optional.' } : {}),
      source,
    },
    {
      id: `${id}-became-optional`,
      area,
      on: 'kept',
      level: reads ? 'info' : 'breaking',
      when: (baseline, candidate) => baseline.required && !candidate.required,
      message: () => `The ${noun} became optional.`,
      because: reads
        ? 'Requests with a body are still accepted.'
        : 'Receivers written against the baseline rely on it.',
      ...(reads ? {} : { remedy: 'Keep the body required.' }),
      source,
    },
  ];
}

/** A media type as the rules see it. */
export type JudgedType = Describing<MediaType>;

const area = 'media types';
const source = section('media-type-object');
const values = (baseline: MediaType, candidate: MediaType): readonly unknown[] => [baseline.range, candidate.range];

/** Rules about media types of bodies that the application reads. */
function readTypeRules(id: string): readonly Rule<JudgedType>[] {
  return [
    {
      id: `${id}-media-type-removed`,
      area,
      on: 'removed',
      level: 'breaking',
      message: ({ name }) => `The media type ${name} is no longer accepted.`,
      because: 'Bodies of this type were accepted under the baseline.',
      remedy: 'Keep the media type.',
      source,
    },
    {
      id: `${id}-media-type-added`,
      area,
      on: 'added',
      level: 'info',
      message: ({ name }) => `The media type ${name} is accepted, too.`,
      because: 'Senders written against the baseline do not use it.',
      source,
    },
    {
      id: `${id}-media-type-specialized`,
      area,
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) => baseline.lone && !isWithin(baseline.range, candidate.range),
      message: (baseline, candidate) => `Of ${baseline.name} only ${candidate.name} is accepted.`,
      values,
      because: 'Bodies of other types in the range were accepted under the baseline.',
      remedy: 'Keep the range.',
      source,
    },
    {
      id: `${id}-media-type-generalized`,
      area,
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => baseline.range !== candidate.range && isWithin(baseline.range, candidate.range),
      message: (baseline, candidate) => `The media type ${baseline.name} was widened to ${candidate.name}.`,
      values,
      because: 'What was sent before is still accepted.',
      source,
    },
  ];
}

/** Rules about media types of bodies that the application writes; readers of responses say which they accept. */
function writtenTypeRules(id: string, isNegotiated: boolean): readonly Rule<JudgedType>[] {
  return [
    {
      id: `${id}-media-type-removed`,
      area,
      on: 'removed',
      level: isNegotiated ? 'breaking' : 'info',
      message: ({ name }) => `The media type ${name} is no longer sent.`,
      because: isNegotiated
        ? 'Readers written against the baseline ask for it.'
        : 'Receivers written against the baseline can read the types that remain.',
      ...(isNegotiated ? { remedy: 'Keep the media type.' } : {}),
      source,
    },
    {
      id: `${id}-media-type-added`,
      area,
      on: 'added',
      level: isNegotiated ? 'info' : 'breaking',
      message: ({ name }) => `The media type ${name} may be sent, too.`,
      because: isNegotiated
        ? 'Readers that say what they accept do not get it.'
        : 'Receivers written against the baseline cannot say what they accept, and may get a type they do not read.',
      ...(isNegotiated ? {} : { remedy: 'Keep to the media types of the baseline.' }),
      source,
    },
    {
      id: `${id}-media-type-generalized`,
      ...(id === 'response' ? { aliases: ['response-media-type-name-generalized'] } : {}),
      area,
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) => candidate.lone && !isWithin(candidate.range, baseline.range),
      message: (baseline, candidate) => `The media type ${baseline.name} was widened to ${candidate.name}.`,
      values,
      because: 'Readers written against the baseline may get a type they do not read.',
      remedy: 'Keep the media type of the baseline.',
      source,
    },
    {
      id: `${id}-media-type-specialized`,
      ...(id === 'response' ? { aliases: ['response-media-type-name-specialized'] } : {}),
      area,
      on: 'kept',
      level: 'info',
      when: (baseline, candidate) => baseline.range !== candidate.range && isWithin(candidate.range, baseline.range),
      message: (baseline, candidate) => `Of ${baseline.name} only ${candidate.name} is sent.`,
      values,
      because: 'Readers written against the baseline read every type in the range.',
      source,
    },
  ];
}

/** Rules about the media types of requests and of responses. */
export function mediaTypeRules(exchange: Exchange, message: 'request' | 'response'): readonly Rule<JudgedType>[] {
  const id = message === 'request' ? `${exchange.prefix}request-body` : `${exchange.prefix}response`;
  const own = exchange[message] === 'inbound' ? readTypeRules(id) : writtenTypeRules(id, message === 'response');
  return [...own, renamedRule(id)];
}

/** Parameters of a media type that are left out of its range, such as a charset. */
function renamedRule(id: string): Rule<JudgedType> {
  return {
    id: `${id}-media-type-name-changed`,
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) =>
      baseline.range === candidate.range && baseline.name.toLowerCase() !== candidate.name.toLowerCase(),
    message: (baseline, candidate) => `The media type ${baseline.name} is written ${candidate.name} now.`,
    values: (baseline, candidate) => [baseline.name, candidate.name],
    because: 'Both name the same type.',
    source,
  };
}

/** Rules about how the members of form bodies are written. */
export function encodingRules(exchange: Exchange, message: 'request' | 'response'): readonly Rule<Encoding>[] {
  const { id, flow } = subjectOf(exchange, message, 'body');
  return [
    {
      id: `${id}-encoding-changed`,
      area,
      on: 'kept',
      level: 'breaking',
      when: (baseline, candidate) =>
        flow === 'inbound' ? !isReadAs(baseline, candidate) : !isReadAs(candidate, baseline),
      message: (baseline, candidate) =>
        `The member "${candidate.name}" is written differently: ${written(baseline)} became ${written(candidate)}.`,
      values: (baseline, candidate) => [written(baseline), written(candidate)],
      because: 'One side writes the member in a form that the other does not read.',
      remedy: 'Keep its encoding.',
      source: section('encoding-object'),
    },
  ];
}

/** Whether who reads a member as `taken` says can read all that is written as `sent` says. */
function isReadAs(sent: Encoding, taken: Encoding): boolean {
  if (!isWrittenDifferently(sent, taken)) return true;
  if (!isAsItIs(sent) || !isAsItIs(taken)) return false;
  const ranges = taken.contentType.split(', ');
  return sent.contentType.split(', ').every((type) => ranges.some((range) => isWithin(type, range)));
}

/** Whether nothing but the media type says how a member is written. */
function isAsItIs({ serialization, contentType }: Encoding): boolean {
  return serialization === `content ${contentType}`;
}

function written({ serialization, contentType }: Encoding): string {
  return `${serialization} ${contentType}`.trim();
}

/** What is said of a payload that only one side has a schema for; whether it breaks is up to containment. */
export interface SchemaPresence {
  readonly added: RuleInfo;
  readonly removed: RuleInfo;
}

export function schemaPresenceRules(subject: Subject): SchemaPresence {
  const reads = subject.flow === 'inbound';
  const isBody = subject.id.endsWith('body');
  const infix = isBody ? '-media-type' : '';
  return {
    added: {
      id: `${subject.id}${infix}-schema-added`,
      area: 'schemas',
      level: reads ? 'breaking' : 'info',
      because: reads
        ? 'Any value was accepted under the baseline.'
        : 'Readers written against the baseline had to expect any value.',
      source,
    },
    removed: {
      id: `${subject.id}${infix}-schema-removed`,
      area: 'schemas',
      level: reads ? 'info' : 'breaking',
      because: reads ? 'Any value is accepted now.' : 'Readers written against the baseline may now get any value.',
      source,
    },
  };
}
