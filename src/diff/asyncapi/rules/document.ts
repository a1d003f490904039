import type { RuleInfo } from '../../rule.ts';
import { specification } from './levels.ts';
import { slotRule } from './slot.ts';

const root = specification('A2SObject');

export const specificationRules = [
  slotRule(
    {
      id: 'specification-version-changed',
      area: 'document',
      level: 'info',
      because: 'Counterparts exchange messages, not documents: the version of AsyncAPI never travels.',
      source: root,
    },
    'The AsyncAPI version',
  ),
];

export const versionRules = [
  slotRule(
    {
      id: 'info-version-changed',
      area: 'document',
      level: 'info',
      because: 'The version is what the author calls the contract; what it says is judged by itself.',
      source: specification('infoObject'),
    },
    'The version of the application',
  ),
];

export const identityRules = [
  slotRule(
    {
      id: 'application-id-changed',
      area: 'document',
      level: 'warning',
      because: 'Another id can mean that another application now answers.',
      remedy: 'Keep the id as long as it is the same application.',
      source: specification('A2SIdString'),
    },
    'The id of the application',
  ),
];

export const documentationChanged: RuleInfo = {
  id: 'documentation-changed',
  area: 'document',
  level: 'info',
  because: 'Titles, descriptions, tags, examples and the like are for readers; no message contains them.',
  source: root,
};

export const extensionChanged: RuleInfo = {
  id: 'extension-changed',
  area: 'document',
  level: 'info',
  because: 'Members that start with "x-" mean only what their users agreed on.',
  source: specification('specificationExtensions'),
};

export const unusedComponentChanged: RuleInfo = {
  id: 'unused-component-changed',
  area: 'document',
  level: 'info',
  because: 'No operation and no reply of the application leads to it.',
  source: specification('componentsObject'),
};

export const documentRules: readonly RuleInfo[] = [
  ...specificationRules,
  ...versionRules,
  ...identityRules,
  documentationChanged,
  extensionChanged,
  unusedComponentChanged,
];
