import { inexactNumber, invalidDocument } from '../../document-rules.ts';
import type { RuleInfo } from '../../rule.ts';
import { section } from './exchange.ts';

/** Rules about how operations of two documents were matched. */
export const ambiguousPath: RuleInfo = {
  id: 'path-ambiguous',
  area: 'operations',
  level: 'info',
  because:
    'Several paths of one method differ in the names of their parameters only, so it is open which one a request meets.',
  remedy: 'Give each method and path shape one operation.',
  source: section('path-templating'),
};

export const coveredPath: RuleInfo = {
  id: 'path-covered-by-template',
  area: 'operations',
  level: 'info',
  because: 'Requests to it are taken by the operation of a path template, which was compared with it.',
  source: section('path-templating-matching'),
};

export const shadowedPath: RuleInfo = {
  id: 'path-shadows-template',
  area: 'operations',
  level: 'warning',
  because: 'Requests with that value went to the operation of the path template, and go to the new operation now.',
  remedy: 'Choose a path that no template of the baseline takes.',
  source: section('path-templating-matching'),
};

export const pathRules: readonly RuleInfo[] = [ambiguousPath, coveredPath, shadowedPath];

export const unknownMember: RuleInfo = {
  id: 'unknown-member-changed',
  area: 'document',
  level: 'breaking',
  because: 'No rule knows what this member means, so nothing says that the change is harmless.',
  remedy: 'Undo the change, or accept it by name.',
  source: section('openapi-specification'),
};

export const extensionChanged: RuleInfo = {
  id: 'extension-changed',
  area: 'document',
  level: 'info',
  because: 'Extensions mean what their authors say; no rule of the specification depends on them.',
  source: section('specification-extensions'),
};

export const versionChanged: RuleInfo = {
  id: 'specification-version-changed',
  area: 'document',
  level: 'info',
  because: 'Both documents are read by the rules of their own version, and compared by what they mean.',
  source: section('versions'),
};

export const documentRules: readonly RuleInfo[] = [
  unknownMember,
  extensionChanged,
  inexactNumber,
  versionChanged,
  invalidDocument,
];
