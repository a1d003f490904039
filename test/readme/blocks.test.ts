import { describe, expect, it } from 'vitest';

import { findExamples } from './blocks.ts';

function fenced(...blocks: readonly (readonly [language: string, code: string])[]): string {
  return blocks.map(([language, code]) => `\`\`\`${language}\n${code}\n\`\`\`\n`).join('\n');
}

describe('finding out how the blocks of the README are tried', () => {
  it('takes the text after a program as what it prints, and the JSON after requests as their answer', () => {
    const examples = findExamples(fenced(['ts', 'a()'], ['text', 'A'], ['sh', 'curl x'], ['json', '{"b":1}']));
    expect(examples).toMatchObject([
      { kind: 'program', prints: 'A\n', block: { line: 2 } },
      { kind: 'requests', answer: { b: 1 } },
    ]);
  });

  it('tells files and commands from programs and requests', () => {
    const examples = findExamples(fenced(['ts', '// examples/a.ts\na()'], ['sh', '# first\nnpm ci']));
    expect(examples).toMatchObject([
      { kind: 'file', path: 'examples/a.ts', block: { code: 'a()' } },
      { kind: 'commands', commands: ['npm ci'] },
    ]);
  });

  it.each([
    ['of an unknown language', fenced(['yaml', 'a: 1'])],
    ['of no language', fenced(['', 'a'])],
    ['of JSON that answers nothing', fenced(['json', '{}'])],
    ['of text that nothing prints', fenced(['sh', 'npm ci'], ['text', 'added'])],
    ['of JSON that does not parse', fenced(['sh', 'curl x'], ['json', '{ … }'])],
    ['without an end', '```ts\na()\n'],
  ])('refuses a block %s', (_, markdown) => {
    expect(() => findExamples(markdown)).toThrow(/Nothing tries the block|no end|JSON/);
  });
});
