import type { RuleInfo } from '../../rule.ts';
import { specification } from './levels.ts';

const area = 'security';
const source = specification('securitySchemeObject');

export const securityRequired: RuleInfo = {
  id: 'security-required',
  area,
  level: 'breaking',
  because: 'Counterparts that showed no credential, which was enough, are refused.',
  remedy: 'Announce the requirement in a version that still accepts both.',
  source,
};

export const securityLifted: RuleInfo = {
  id: 'security-lifted',
  area,
  level: 'warning',
  because: 'Credentials are no longer asked for: clients may find another listener, and protection is gone.',
  source,
};

export const securityAlternativeAdded: RuleInfo = {
  id: 'security-alternative-added',
  area,
  level: 'info',
  because: 'One of the alternatives is enough, and those of the baseline are still among them.',
  source,
};

export const securityAlternativeRemoved: RuleInfo = {
  id: 'security-alternative-removed',
  area,
  level: 'breaking',
  because: 'Counterparts that present this credential are refused.',
  remedy: 'Keep the alternative until nobody presents it.',
  source,
};

export const securityRequirementTightened: RuleInfo = {
  id: 'security-requirement-tightened',
  area,
  level: 'breaking',
  because: 'What was enough by itself now has to come with another credential.',
  remedy: 'Keep the old combination as an alternative.',
  source,
};

export const securityRequirementRelaxed: RuleInfo = {
  id: 'security-requirement-relaxed',
  area,
  level: 'info',
  because: 'Part of what counterparts present is enough now.',
  source,
};

export const securityScopeAdded: RuleInfo = {
  id: 'security-scope-added',
  area,
  level: 'breaking',
  because: 'Tokens that were issued for the scopes of the baseline are refused.',
  remedy: 'Accept the old scopes until all tokens have been issued anew.',
  source,
};

export const securityScopeRemoved: RuleInfo = {
  id: 'security-scope-removed',
  area,
  level: 'info',
  because: 'Tokens have more scopes than are asked for.',
  source,
};

export const securitySchemeChanged: RuleInfo = {
  id: 'security-scheme-changed',
  area,
  level: 'breaking',
  because: 'Counterparts present their credential as the baseline says, or fetch it where the baseline says.',
  remedy: 'Add the new scheme as an alternative.',
  source,
};

export const securitySchemeRenamed: RuleInfo = {
  id: 'security-scheme-renamed',
  area,
  level: 'info',
  because: 'The name of a scheme lives in the document; the credential is the same.',
  source,
};

export const securityRules: readonly RuleInfo[] = [
  securityRequired,
  securityLifted,
  securityAlternativeAdded,
  securityAlternativeRemoved,
  securityRequirementTightened,
  securityRequirementRelaxed,
  securityScopeAdded,
  securityScopeRemoved,
  securitySchemeChanged,
  securitySchemeRenamed,
];
