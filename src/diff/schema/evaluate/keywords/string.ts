import { malformed, valid } from '../evaluation.ts';
import { evaluateFormat } from '../formats.ts';
import type { Keywords } from '../site.ts';
import { atLeast, atMost, sizeBound } from './size.ts';

/** Length in code points (RFC 8259 characters), not in UTF-16 units. */
const lengthOf = (instance: unknown): number => Array.from(String(instance)).length;

export const strings: Keywords = {
  minLength: sizeBound('minLength', 'string', lengthOf, atLeast),
  maxLength: sizeBound('maxLength', 'string', lengthOf, atMost),
  pattern: {
    on: 'string',
    evaluate: (value, site) =>
      typeof value === 'string' && typeof site.instance === 'string'
        ? site.matches(value, site.instance)
        : malformed('pattern'),
  },
  format: {
    evaluate: (value, { formats, instance }) => {
      if (formats === 'annotate') return valid;
      return typeof value === 'string' ? evaluateFormat(value, instance) : malformed('format');
    },
  },
};
