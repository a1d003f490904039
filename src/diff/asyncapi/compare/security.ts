import type { Occurring } from '../../findings.ts';
import type { RuleInfo } from '../../rule.ts';
import type { Alternative, SchemeUse, Security } from '../model.ts';
import {
  securityAlternativeAdded,
  securityAlternativeRemoved,
  securityLifted,
  securityRequired,
  securityRequirementRelaxed,
  securityRequirementTightened,
  securitySchemeChanged,
  securitySchemeRenamed,
  securityScopeAdded,
  securityScopeRemoved,
} from '../rules/security.ts';
import type { Context } from './context.ts';
import { pairInStages } from './pair.ts';

/** Compares what is demanded of counterparts: one of several alternatives, each with all of its schemes. */
export function compareSecurity(
  context: Context,
  [baseline, candidate]: readonly [Security, Security],
  { occurrence }: Occurring,
): void {
  const at: Occurring = { direction: 'none', ...(occurrence === undefined ? {} : { occurrence }) };
  const [before, after] = [isDemanded(baseline), isDemanded(candidate)];
  if (!before && !after) return;
  if (before !== after) {
    context.findings.add(after ? securityRequired : securityLifted, at, {
      baseline: baseline.pointer,
      candidate: candidate.pointer,
      message: after ? 'A credential is now required.' : 'No credential is required any more.',
      values: (after ? candidate : baseline).alternatives.map(nameOf),
    });
    return;
  }
  compareAlternatives(context, [baseline, candidate], at);
}

/** An alternative without schemes lets everybody in. */
function isDemanded({ alternatives }: Security): boolean {
  return alternatives.length > 0 && alternatives.every(({ schemes }) => schemes.length > 0);
}

function compareAlternatives(
  context: Context,
  [baseline, candidate]: readonly [Security, Security],
  at: Occurring,
): void {
  const add = (
    rule: RuleInfo,
    before: Alternative | undefined,
    after: Alternative | undefined,
    message: string,
  ): void =>
    context.findings.add(rule, at, {
      baseline: before?.pointer ?? baseline.pointer,
      candidate: after?.pointer ?? candidate.pointer,
      message,
      values: [before === undefined ? null : nameOf(before), after === undefined ? null : nameOf(after)],
    });
  const { kept, removed, added } = pairInStages(
    baseline.alternatives,
    candidate.alternatives,
    [(each) => keyOf(each, credentialWithScopes), (each) => keyOf(each, credentialOf), (each) => keyOf(each, nameIn)],
    (each) => keyOf(each, credentialWithScopes) ?? '',
  );
  const met = new Set<Alternative>();
  for (const [before, after] of kept) compareSchemes(context, [before, after], at);
  for (const before of removed) {
    const weaker = candidate.alternatives.find((after) => isPartOf(after, before));
    const stronger = added.find((after) => isPartOf(before, after));
    if (weaker !== undefined) {
      met.add(weaker);
      add(
        securityRequirementRelaxed,
        before,
        weaker,
        `${nameOf(weaker)} is enough where ${nameOf(before)} was required.`,
      );
    } else if (stronger === undefined) {
      add(securityAlternativeRemoved, before, undefined, `${nameOf(before)} is no longer accepted.`);
    } else {
      met.add(stronger);
      add(
        securityRequirementTightened,
        before,
        stronger,
        `${nameOf(stronger)} is required where ${nameOf(before)} was enough.`,
      );
    }
  }
  for (const after of added) {
    if (!met.has(after)) add(securityAlternativeAdded, undefined, after, `${nameOf(after)} is accepted as well.`);
  }
}

/** Schemes of two alternatives that ask for the same credentials, or for ones of the same names. */
function compareSchemes(
  context: Context,
  [baseline, candidate]: readonly [Alternative, Alternative],
  at: Occurring,
): void {
  const { kept } = pairInStages(
    baseline.schemes,
    candidate.schemes,
    [credentialOf, nameIn],
    (scheme) => `${scheme.name ?? ''} ${credentialOf(scheme)}`,
  );
  for (const [before, after] of kept) {
    const places = { baseline: before.pointer, candidate: after.pointer };
    if (!isAccepted(before, after)) {
      context.findings.add(securitySchemeChanged, at, {
        ...places,
        message: `The security scheme ${labelOf(after)} changed.`,
        values: [credentialOf(before), credentialOf(after)],
      });
    } else if (before.name !== undefined && after.name !== undefined && before.name !== after.name) {
      context.findings.add(securitySchemeRenamed, at, {
        ...places,
        message: `The security scheme "${before.name}" is now called "${after.name}".`,
        values: [before.name, after.name],
      });
    }
    compareScopes(context, [baseline, before], [candidate, after], at);
  }
}

function compareScopes(
  context: Context,
  [baseline, before]: readonly [Alternative, SchemeUse],
  [candidate, after]: readonly [Alternative, SchemeUse],
  at: Occurring,
): void {
  const places = { baseline: baseline.pointer, candidate: candidate.pointer };
  for (const scope of after.scopes.filter((each) => !before.scopes.includes(each))) {
    const message = `The scope "${scope}" of ${labelOf(after)} is now required.`;
    context.findings.add(securityScopeAdded, at, { ...places, message, values: [scope] });
  }
  for (const scope of before.scopes.filter((each) => !after.scopes.includes(each))) {
    const message = `The scope "${scope}" of ${labelOf(before)} is no longer required.`;
    context.findings.add(securityScopeRemoved, at, { ...places, message, values: [scope] });
  }
}

/** Whether a credential of the baseline is one of the candidate: further flows to get it do no harm. */
function isAccepted(baseline: SchemeUse, candidate: SchemeUse): boolean {
  if (baseline.credential !== candidate.credential) return false;
  return [...baseline.flows].every(([flow, addresses]) => candidate.flows.get(flow) === addresses);
}

/** Whether whoever satisfies `whole` satisfies `part`. */
function isPartOf(part: Alternative, whole: Alternative): boolean {
  return part.schemes.every((scheme) =>
    whole.schemes.some(
      (other) => isAccepted(other, scheme) && scheme.scopes.every((scope) => other.scopes.includes(scope)),
    ),
  );
}

function keyOf({ schemes }: Alternative, partOf: (scheme: SchemeUse) => string | undefined): string | undefined {
  const parts = schemes.map(partOf);
  return parts.some((part) => part === undefined) ? undefined : JSON.stringify(parts.map(String).toSorted());
}

function credentialOf({ credential, flows }: SchemeUse): string {
  return JSON.stringify([credential, [...flows].map(([flow, addresses]) => `${flow} ${addresses}`).toSorted()]);
}

function credentialWithScopes(scheme: SchemeUse): string {
  return JSON.stringify([credentialOf(scheme), scheme.scopes]);
}

/** Two schemes without name can only be told apart by what they are. */
function nameIn({ name, credential }: SchemeUse): string | undefined {
  return name ?? `type ${String(JSON.parse(credential)[0])}`;
}

function labelOf({ name, credential }: SchemeUse): string {
  return name === undefined ? credential : `"${name}"`;
}

function nameOf({ schemes }: Alternative): string {
  return schemes.map(labelOf).toSorted().join(' with ');
}
