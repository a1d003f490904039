import type { SchemeUse, Security } from '../model.ts';
import type { Rule } from '../../rule.ts';
import { section, type Exchange } from './exchange.ts';

type Alternative = readonly SchemeUse[];

const area = 'security';
const source = section('security-requirement-object');

/** No alternatives demand nothing, which is what one empty alternative says. */
function alternativesOf({ alternatives }: Security): readonly Alternative[] {
  return alternatives.length === 0 ? [[]] : alternatives;
}

/** Whether who satisfies `held` satisfies `asked`, too: the same credentials and no scopes beyond. */
function satisfies(held: Alternative, asked: Alternative): boolean {
  return asked.every((use) => held.some((own) => isTaken(own, use) && isSubset(use.scopes, own.scopes)));
}

/** Whether a credential is presented as asked. A caller may use any flow of OAuth 2, so all of them have to stay. */
function isTaken({ credential: held }: SchemeUse, { credential: asked }: SchemeUse): boolean {
  if (held === asked) return true;
  const [before, after] = [flowsOf(held), flowsOf(asked)];
  return before.length > 0 && before.every((flow) => after.some((other) => isFlowKept(flow, other)));
}

/** A flow may gain a URL to refresh tokens at. */
function isFlowKept(before: string, after: string): boolean {
  return before === after || before === after.replace(/ refreshUrl=\S*$/, '');
}

/** `oauth2 implicit authorizationUrl=… password tokenUrl=…` has two flows, each with its URLs. */
function flowsOf(credential: string): readonly string[] {
  const [type, ...words] = credential.split(' ');
  if (type !== 'oauth2') return [];
  const flows: string[] = [];
  for (const word of words) {
    if (word.includes('=') && flows.length > 0) flows.push(`${flows.pop() ?? ''} ${word}`);
    else flows.push(word);
  }
  return flows;
}

function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((each) => all.includes(each));
}

/** Alternatives with which a caller was let in by `from` and is not by `to`. */
function shutOut(from: Security, to: Security): readonly Alternative[] {
  const asked = alternativesOf(to);
  return alternativesOf(from).filter((held) => !asked.some((each) => satisfies(held, each)));
}

type Tightening = 'required' | 'scopes' | 'flows' | 'credential' | 'combined' | 'removed';

/** Why callers with this alternative are shut out, by what comes nearest to it. */
function tighteningOf(held: Alternative, to: Security): Tightening {
  if (held.length === 0) return 'required';
  const asked = alternativesOf(to);
  const hasCredentials = (each: Alternative): boolean => each.every((use) => held.some((own) => isTaken(own, use)));
  if (asked.some(hasCredentials)) return 'scopes';
  const hasTypes = (each: Alternative): boolean =>
    each.every((use) => held.some((own) => isTaken(own, use) || haveFlows(own, use)));
  if (asked.some(hasTypes)) return 'flows';
  const hasNames = (each: Alternative): boolean => each.every((use) => held.some(({ name }) => name === use.name));
  if (asked.some(hasNames)) return 'credential';
  const asksMore = (each: Alternative): boolean => held.every((own) => each.some((use) => isTaken(own, use)));
  return asked.some(asksMore) ? 'combined' : 'removed';
}

function haveFlows(one: SchemeUse, other: SchemeUse): boolean {
  return flowsOf(one.credential).length > 0 && flowsOf(other.credential).length > 0;
}

function tightened(tightening: Tightening): (baseline: Security, candidate: Security) => readonly Alternative[] {
  return (baseline, candidate) =>
    shutOut(baseline, candidate).filter((held) => tighteningOf(held, candidate) === tightening);
}

function described(alternative: Alternative): string {
  if (alternative.length === 0) return 'no credentials';
  return alternative.map(describedUse).toSorted().join(' with ');
}

function describedUse({ name, credential, scopes }: SchemeUse): string {
  return `${name} (${[credential, ...scopes.toSorted()].join(' ')})`;
}

function describedAll(security: Security): string {
  return alternativesOf(security).map(described).toSorted().join(', or ');
}

const values = (baseline: Security, candidate: Security): readonly unknown[] => [
  describedAll(baseline),
  describedAll(candidate),
];

function tighteningRule(
  tightening: Tightening,
  rule: {
    readonly id: string;
    readonly aliases?: readonly string[];
    readonly message: (held: string, candidate: string) => string;
    readonly because: string;
    readonly remedy: string;
  },
): Rule<Security> {
  const findAll = tightened(tightening);
  return {
    id: rule.id,
    ...(rule.aliases === undefined ? {} : { aliases: rule.aliases }),
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => findAll(baseline, candidate).length > 0,
    message: (baseline, candidate) =>
      rule.message(findAll(baseline, candidate).map(described).toSorted().join(', or '), describedAll(candidate)),
    values,
    because: rule.because,
    remedy: rule.remedy,
    source,
  };
}

/** Scopes that schemes of the one offer and, as far as it has them, those of the other do not. */
function offeredOnlyBy(security: Security, other: Security): readonly string[] {
  const others = new Map(other.alternatives.flat().map((use) => [use.name, use.offered]));
  const only = security.alternatives.flat().flatMap(({ name, offered }) => {
    const known = others.get(name);
    return known === undefined
      ? []
      : offered.filter((scope) => !known.includes(scope)).map((scope) => `${name} ${scope}`);
  });
  return [...new Set(only)].toSorted();
}

const scopeRules: readonly Rule<Security>[] = [
  {
    id: 'api-security-component-oauth-scope-removed',
    area,
    on: 'kept',
    level: 'warning',
    when: (baseline, candidate) => offeredOnlyBy(baseline, candidate).length > 0,
    message: (baseline, candidate) => `Scopes are no longer offered: ${offeredOnlyBy(baseline, candidate).join(', ')}.`,
    values: (baseline, candidate) => offeredOnlyBy(baseline, candidate),
    because:
      'Callers that ask for them may be refused a token; no operation that was compared asks for more than before.',
    source: section('oauth-flow-object'),
  },
  {
    id: 'api-security-component-oauth-scope-added',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => offeredOnlyBy(candidate, baseline).length > 0,
    message: (baseline, candidate) => `Scopes are offered, too: ${offeredOnlyBy(candidate, baseline).join(', ')}.`,
    values: (baseline, candidate) => offeredOnlyBy(candidate, baseline),
    because: 'Callers written against the baseline do not ask for them.',
    source: section('oauth-flow-object'),
  },
];

/** Rules about what callers have to present: whoever was let in before has to be let in still. */
const demandRules: readonly Rule<Security>[] = [
  tighteningRule('required', {
    id: 'api-security-became-required',
    aliases: ['api-security-added', 'api-global-security-added'],
    message: (_, candidate) => `Credentials became required: ${candidate}.`,
    because: 'Callers without credentials were let in under the baseline.',
    remedy: 'Keep an alternative without credentials.',
  }),
  tighteningRule('scopes', {
    id: 'api-security-scope-added',
    aliases: ['api-global-security-scope-added'],
    message: (held, candidate) => `${held} is no longer enough: ${candidate}.`,
    because: 'Credentials that were issued for the scopes of the baseline lack the new one.',
    remedy: 'Keep the scopes of the baseline.',
  }),
  tighteningRule('flows', {
    id: 'api-security-component-oauth-url-changed',
    aliases: ['api-security-component-oauth-token-url-changed'],
    message: (held, candidate) => `${held} is obtained differently: ${candidate}.`,
    because:
      'Callers written against the baseline ask for tokens by a flow, or at a URL, that the candidate does not name.',
    remedy: 'Keep the flows and their URLs.',
  }),
  tighteningRule('credential', {
    id: 'api-security-credential-changed',
    aliases: ['api-security-component-type-changed'],
    message: (held, candidate) => `${held} is presented differently: ${candidate}.`,
    because: 'Callers written against the baseline present the credential as it was.',
    remedy: 'Add a scheme and keep the other one as an alternative.',
  }),
  tighteningRule('combined', {
    id: 'api-security-combined',
    message: (held, candidate) => `${held} alone is no longer enough: ${candidate}.`,
    because: 'Callers written against the baseline present less.',
    remedy: 'Keep the alternative of the baseline.',
  }),
  tighteningRule('removed', {
    id: 'api-security-alternative-removed',
    aliases: ['api-security-removed', 'api-global-security-removed'],
    message: (held, candidate) => `${held} is no longer taken: ${candidate}.`,
    because: 'Callers written against the baseline present credentials that the candidate does not take.',
    remedy: 'Keep the alternative of the baseline.',
  }),
  {
    id: 'api-security-relaxed',
    aliases: ['api-security-scope-removed', 'api-global-security-scope-removed'],
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => shutOut(baseline, candidate).length === 0 && shutOut(candidate, baseline).length > 0,
    message: (baseline, candidate) =>
      `More callers are let in: ${describedAll(baseline)} became ${describedAll(candidate)}.`,
    values,
    because: 'Whoever was let in under the baseline still is.',
    source,
  },
  ...scopeRules,
];

/** Rules about what the application presents to receivers: they have to know every combination that may come. */
const presentationRules: readonly Rule<Security>[] = [
  {
    id: 'callback-security-changed',
    area,
    on: 'kept',
    level: 'breaking',
    when: (baseline, candidate) => shutOut(candidate, baseline).length > 0,
    message: (baseline, candidate) =>
      `Receivers are called with ${describedAll(candidate)} in place of ${describedAll(baseline)}.`,
    values,
    because:
      'Receivers written against the baseline refuse credentials that they do not know, or miss those they ask for.',
    remedy: 'Keep to the credentials of the baseline.',
    source,
  },
  {
    id: 'callback-security-restricted',
    area,
    on: 'kept',
    level: 'info',
    when: (baseline, candidate) => shutOut(candidate, baseline).length === 0 && shutOut(baseline, candidate).length > 0,
    message: (baseline, candidate) =>
      `Receivers are called with ${describedAll(candidate)} in place of ${describedAll(baseline)}.`,
    values,
    because: 'Receivers written against the baseline know every combination that may come.',
    source,
  },
];

export function securityRules({ request }: Exchange): readonly Rule<Security>[] {
  return request === 'inbound' ? demandRules : presentationRules;
}
