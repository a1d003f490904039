import type { FindingLevel } from '../../../core/report.ts';
import type { ChangeKind, PayloadChange } from '../../payload/payload.ts';
import type { RuleInfo } from '../../rule.ts';
import { exchanges, subjectOf, type Exchange, type Subject } from './exchange.ts';

/** How a kind of change reads: what it is called, and what it means where it does not break. */
interface KindInfo {
  /** What follows the subject in the id. */
  readonly suffix: string;
  /** About a member of an object: ids where `*` stands for what the object belongs to. */
  readonly member?: { readonly inbound: string; readonly outbound: string };
  /** Which flows it breaks as a rule; containment has the last word on each change. */
  readonly breaks: 'inbound' | 'outbound' | 'both' | 'neither';
  /** The level where it does not break. */
  readonly otherwise: FindingLevel;
}

const narrows = (suffix: string): KindInfo => ({ suffix, breaks: 'inbound', otherwise: 'info' });
const widens = (suffix: string): KindInfo => ({ suffix, breaks: 'outbound', otherwise: 'info' });
const changes = (suffix: string): KindInfo => ({ suffix, breaks: 'both', otherwise: 'info' });

function ofMember(
  breaks: KindInfo['breaks'],
  inbound: string,
  outbound: string,
  otherwise: FindingLevel = 'info',
): KindInfo {
  return { suffix: '', member: { inbound, outbound }, breaks, otherwise };
}

const kinds: Readonly<
  Record<Exclude<ChangeKind, 'constraint-tightened' | 'constraint-loosened' | 'constraint-changed'>, KindInfo>
> = {
  'property-added': ofMember('neither', 'new-optional-*-property', '*-optional-property-added'),
  'property-added-to-closed': ofMember(
    'outbound',
    'new-optional-*-property-in-closed-object',
    '*-optional-property-added-to-closed-object',
  ),
  'required-property-added': ofMember('inbound', 'new-required-*-property', '*-required-property-added'),
  'property-removed': ofMember('neither', '*-property-removed', '*-optional-property-removed', 'warning'),
  'property-removed-from-closed': ofMember(
    'inbound',
    '*-property-removed-from-closed-object',
    '*-optional-property-removed-from-closed-object',
    'warning',
  ),
  'required-property-removed': ofMember(
    'outbound',
    '*-required-property-removed',
    '*-required-property-removed',
    'warning',
  ),
  'property-became-required': ofMember('inbound', '*-property-became-required', '*-property-became-required'),
  'property-became-optional': ofMember('outbound', '*-property-became-optional', '*-property-became-optional'),
  'type-changed': changes('type-changed'),
  'type-widened': widens('type-generalized'),
  'type-narrowed': narrows('type-specialized'),
  'became-nullable': widens('became-nullable'),
  'became-not-nullable': narrows('became-not-nullable'),
  'enum-value-added': widens('enum-value-added'),
  'enum-value-removed': narrows('enum-value-removed'),
  'enum-added': narrows('became-enum'),
  'enum-removed': widens('enum-removed'),
  'const-changed': changes('const-changed'),
  'pattern-changed': changes('pattern-changed'),
  'format-added': narrows('format-added'),
  'format-removed': widens('format-removed'),
  'format-changed': changes('format-changed'),
  'format-widened': widens('format-generalized'),
  'format-narrowed': narrows('format-specialized'),
  'default-changed': { suffix: 'default-value-changed', breaks: 'neither', otherwise: 'warning' },
  'additional-properties-closed': narrows('additional-properties-closed'),
  'additional-properties-opened': widens('additional-properties-opened'),
  'undeclared-properties-refused': narrows('undeclared-properties-refused'),
  'undeclared-properties-allowed': widens('undeclared-properties-allowed'),
  'one-of-branch-added': widens('one-of-added'),
  'one-of-branch-removed': narrows('one-of-removed'),
  'discriminator-changed': changes('discriminator-changed'),
  deprecated: ofMember('neither', '*-property-deprecated', '*-property-deprecated'),
  reactivated: ofMember('neither', '*-property-reactivated', '*-property-reactivated'),
  'became-read-only': ofMember('neither', '*-property-became-read-only', '*-property-became-read-only', 'warning'),
  'became-write-only': ofMember('neither', '*-property-became-write-only', '*-property-became-write-only', 'warning'),
  'extensible-enum-value-added': {
    suffix: 'x-extensible-enum-value-added',
    breaks: 'neither',
    otherwise: 'info',
  },
  'extensible-enum-value-removed': narrows('x-extensible-enum-value-removed'),
  'stability-decreased': changes('stability-decreased'),
  'stability-increased': { suffix: 'stability-increased', breaks: 'neither', otherwise: 'info' },
  'schema-narrowed': narrows('schema-narrowed'),
  'schema-widened': widens('schema-generalized'),
  'schema-changed': changes('schema-changed'),
  undecided: changes('schema-undecided'),
};

/** Keywords whose constraints have ids of their own, and how those call them. */
const constraints: Readonly<Record<string, string>> = {
  maximum: 'max',
  minimum: 'min',
  exclusiveMaximum: 'exclusive-max',
  exclusiveMinimum: 'exclusive-min',
  maxLength: 'max-length',
  minLength: 'min-length',
  maxItems: 'max-items',
  minItems: 'min-items',
  maxProperties: 'max-properties',
  minProperties: 'min-properties',
  maxContains: 'max-contains',
  minContains: 'min-contains',
  multipleOf: 'multiple-of',
  uniqueItems: 'unique-items',
  pattern: 'pattern',
};

/** Rules about bounds: set where none was, unset, and moved. */
const constraintKinds: ReadonlyMap<string, KindInfo> = new Map(
  Object.entries(constraints).flatMap(([keyword, name]) => {
    if (keyword === 'pattern') return [narrows('pattern-added'), widens('pattern-removed')].map(byId);
    const [set, unset] = [narrows(`${name}-set`), widens(`${name}-unset`)];
    if (keyword === 'uniqueItems') return [set, unset].map(byId);
    if (keyword === 'multipleOf') return [set, unset, changes(`${name}-changed`)].map(byId);
    const isUpper = name.includes('max');
    const [up, down] = [`${name}-increased`, `${name}-decreased`];
    return [set, unset, isUpper ? widens(up) : narrows(up), isUpper ? narrows(down) : widens(down)].map(byId);
  }),
);

/** What is left: constraints that combine schemas, such as `contains`. */
const otherConstraints = {
  'constraint-tightened': narrows('constraint-tightened'),
  'constraint-loosened': widens('constraint-loosened'),
  'constraint-changed': changes('constraint-changed'),
} as const;

function byId(info: KindInfo): readonly [string, KindInfo] {
  return [info.suffix, info];
}

/** Ids of other tools for the same, or for a part of it. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  'new-required-request-property': ['new-required-request-property-with-default'],
  'request-property-became-required': ['request-property-became-required-with-default'],
  'request-property-default-value-changed': [
    'request-property-default-value-added',
    'request-property-default-value-removed',
  ],
  'response-property-default-value-changed': [
    'response-property-default-value-added',
    'response-property-default-value-removed',
  ],
  'request-property-type-specialized': ['request-property-list-of-types-narrowed'],
  'request-property-type-generalized': ['request-property-list-of-types-widened'],
  'response-property-type-specialized': ['response-property-list-of-types-narrowed'],
  'response-property-type-generalized': ['response-property-list-of-types-widened'],
  'response-body-enum-value-removed': ['response-mediatype-enum-value-removed'],
};

function kindOf({ kind, keyword, values: [before, after] }: PayloadChange): KindInfo {
  if (kind !== 'constraint-tightened' && kind !== 'constraint-loosened' && kind !== 'constraint-changed') {
    return kinds[kind];
  }
  const name = Object.hasOwn(constraints, keyword) ? constraints[keyword] : undefined;
  const candidates =
    name === undefined ? [] : [`${name}-${movement(before, after)}`, `${name}-${presence(before, after)}`];
  for (const id of candidates) {
    const info = constraintKinds.get(id);
    if (info !== undefined) return info;
  }
  return otherConstraints[kind];
}

function movement(before: unknown, after: unknown): string {
  if (typeof before === 'number' && typeof after === 'number') return after > before ? 'increased' : 'decreased';
  if (isUnset(before)) return 'set';
  return isUnset(after) ? 'unset' : 'changed';
}

/** What patterns call set and unset; other keywords have `changed` for what moves without order. */
function presence(before: unknown, after: unknown): string {
  if (isUnset(before)) return 'added';
  return isUnset(after) ? 'removed' : 'changed';
}

function isUnset(value: unknown): boolean {
  return value === null || value === false;
}

const source = 'https://json-schema.org/draft/2020-12/json-schema-validation';

function idOf(subject: Subject, { member, suffix }: KindInfo): string {
  if (member === undefined) return `${subject.id}-${suffix}`;
  return member[subject.flow].replace('*', subject.id.replace(/-property$/, ''));
}

function toRule(subject: Subject, info: KindInfo): RuleInfo {
  const id = idOf(subject, info);
  const breaks = info.breaks === 'both' || info.breaks === subject.flow;
  return {
    id,
    ...(Object.hasOwn(aliases, id) ? { aliases: aliases[id] ?? [] } : {}),
    area: 'schemas',
    level: breaks ? 'breaking' : info.otherwise,
    because: because(subject, breaks),
    ...(breaks ? { remedy: remedyOf(subject) } : {}),
    source,
  };
}

/** Why a change of a schema breaks in a flow, or does not. */
function because({ flow }: Subject, breaks: boolean): string {
  if (flow === 'inbound') {
    return breaks
      ? 'What was sent validly under the baseline can be refused by the candidate.'
      : 'Everything that was sent validly under the baseline is still accepted.';
  }
  return breaks
    ? 'What may come under the candidate was not to be expected under the baseline.'
    : 'Everything that may come was to be expected under the baseline.';
}

function remedyOf({ flow }: Subject): string {
  return flow === 'inbound'
    ? 'Accept what the baseline accepts.'
    : 'Send only what the baseline allows, or offer the change under a new operation, media type or version.';
}

/** What a change of a schema is called where it stands, and how it is judged. */
export interface SchemaJudgement {
  readonly rule: RuleInfo;
  readonly level: FindingLevel;
  readonly because: string;
}

/** The rule of a change of the payload `whole`, and its level: breaking exactly if containment says so. */
export function judgeSchemaChange(whole: Subject, change: PayloadChange): SchemaJudgement {
  const info = kindOf(change);
  const subject = info.member !== undefined || change.path !== '' ? propertyOf(whole) : whole;
  const level = change.breaks ? 'breaking' : info.otherwise;
  return { rule: toRule(subject, info), level, because: because(subject, change.breaks) };
}

/** The subject of what stands inside a payload: `request-body` has `request-property`, other values `…-property`. */
export function propertyOf(subject: Subject): Subject {
  const id = subject.id.endsWith('-body') ? subject.id.replace(/body$/, 'property') : `${subject.id}-property`;
  return { ...subject, id, noun: id.replaceAll('-', ' ') };
}

/** Every payload that has a schema. */
export function schemaSubjects(exchange: Exchange): readonly Subject[] {
  return [
    subjectOf(exchange, 'request', 'body'),
    subjectOf(exchange, 'response', 'body'),
    subjectOf(exchange, 'request', 'parameter'),
    subjectOf(exchange, 'request', 'header'),
    subjectOf(exchange, 'response', 'header'),
  ];
}

/** Every rule about schemas: each payload and what it is made of, with each kind of change. */
export const schemaRules: readonly RuleInfo[] = exchanges.flatMap(schemaSubjects).flatMap((whole) => {
  const all = [...Object.values(kinds), ...constraintKinds.values(), ...Object.values(otherConstraints)];
  const ofWhole = all.filter(({ member }) => member === undefined).map((info) => toRule(whole, info));
  return [...ofWhole, ...all.map((info) => toRule(propertyOf(whole), info))];
});
