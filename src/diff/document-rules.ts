import type { RuleInfo } from './rule.ts';

/** Why what depends on a number that a double does not hold is undecided. */
export const notExact = 'the numbers are not read exactly';

export const inexactNumber: RuleInfo = {
  id: 'number-not-exact',
  area: 'document',
  level: 'breaking',
  because: 'The numbers are written differently and look equal as doubles, so their difference cannot be judged.',
  remedy: 'Write a number that a double holds.',
  source: 'https://www.rfc-editor.org/rfc/rfc8259#section-6',
};

export const invalidDocument: RuleInfo = {
  id: 'document-invalid',
  area: 'document',
  level: 'breaking',
  because: 'What breaks the specification can mean anything, so nothing that depends on it is certain.',
  remedy: 'Correct the document.',
  source: 'https://www.rfc-editor.org/rfc/rfc9413#section-4',
};
