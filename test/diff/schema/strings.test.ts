import { describe, it } from 'vitest';

import { expectContained, expectEqual, expectNotContained, expectUndecided, expectWitness } from './containment.ts';

describe('containment of strings', () => {
  it('compares lengths', () => {
    expectContained({ type: 'string', minLength: 3 }, { minLength: 2 });
    expectWitness({ type: 'string', maxLength: 3 }, { maxLength: 2 }, 'aaa');
    expectEqual({ type: 'string', maxLength: 0 }, { const: '' });
    expectContained({ type: 'string', minLength: 3, maxLength: 2 }, false);
  });

  it('counts characters, not code units', () => {
    expectContained({ const: '💙💙' }, { maxLength: 2 });
    expectContained({ type: 'string', pattern: '^[💙]{2}$' }, { maxLength: 2 });
  });

  it('compares patterns as languages', () => {
    expectEqual({ type: 'string', pattern: '^(a|b)*$' }, { type: 'string', pattern: '^[ab]*$' });
    expectContained({ type: 'string', pattern: '^a{3}$' }, { minLength: 3, maxLength: 3 });
    expectWitness({ type: 'string', pattern: '^a+$' }, { pattern: '^a{2,}$' }, 'a');
    expectContained({ allOf: [{ type: 'string', pattern: '^a' }, { pattern: '^b' }] }, false);
  });

  it('does not anchor patterns', () => {
    expectContained({ type: 'string' }, { pattern: '[a-z]*' });
    expectContained({ type: 'string', pattern: '^x' }, { pattern: 'x' });
    expectNotContained({ type: 'string', pattern: 'x' }, { pattern: '^x' });
  });

  it('knows that a dot is not a line break', () => {
    expectNotContained({ type: 'string', minLength: 1 }, { pattern: '.' });
    expectContained({ type: 'string', pattern: '.' }, { minLength: 1 });
  });

  it('takes \\d and \\w as ECMA-262 does', () => {
    expectNotContained({ const: '৪২' }, { pattern: '^\\d+$' });
    expectContained({ const: '42' }, { pattern: '^\\d+$' });
  });

  it('works with lists of words', () => {
    expectContained({ enum: ['a', 'b'] }, { enum: ['c', 'b', 'a'] });
    expectWitness({ enum: ['a', 'b'] }, { enum: ['a'] }, 'b');
    expectContained({ enum: ['abc', 'abd'] }, { pattern: '^ab' });
    expectContained({ type: 'string', not: { enum: ['a', 'b'] } }, { not: { const: 'a' } });
    expectEqual({ type: 'string', pattern: '^[ab]$' }, { enum: ['a', 'b'] });
  });

  it('leaves formats alone unless asked to check them', () => {
    expectContained({ type: 'string' }, { format: 'date-time' });
    expectNotContained({ type: 'string' }, { format: 'date-time' }, { formats: 'assert' });
    expectContained({ type: 'string', format: 'date-time' }, { format: 'date-time' }, { formats: 'assert' });
  });

  it('proves what formats imply', () => {
    const options = { formats: 'assert' } as const;
    expectContained({ type: 'string', format: 'date' }, { not: { format: 'date-time' } }, options);
    expectContained({ type: 'string', format: 'ipv4' }, { not: { format: 'ipv6' } }, options);
    expectContained({ type: 'string', format: 'date' }, { pattern: '^\\d{4}-' }, options);
    expectContained({ type: 'string', format: 'uuid' }, { minLength: 36 }, options);
  });

  it('does not check formats that it does not know', () => {
    expectContained({ type: 'string' }, { format: 'customer-number' }, { formats: 'assert' });
  });

  it('is undecided about what is not a regular language', () => {
    expectUndecided({ type: 'string', pattern: '^(a+)b\\1$' }, { pattern: '^a{2}b' }, /regular/u);
    expectContained({ type: 'string', pattern: '^(a+)b\\1$' }, { type: 'string' });
    expectContained({ type: 'string', pattern: '^(a+)b\\1$' }, { pattern: '^(a+)b\\1$' });
  });

  it('prefers readable witnesses', () => {
    expectWitness({ type: 'string' }, { type: 'number' }, 'a');
    expectWitness({ type: 'string' }, { enum: ['a'] }, 'b');
  });
});
