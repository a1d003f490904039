import { describe, expect, it } from 'vitest';

import { createPaper } from '../../examples/demo/paper.ts';

function write(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string>>,
  text: string,
): string {
  let written = '';
  const paper = createPaper({ ...stream, write: (part) => (written += part) }, environment);
  paper.entry('label', text, 'red');
  return written;
}

describe('the paper of the demo', () => {
  it('is coloured on a terminal only, and not against NO_COLOR', () => {
    expect(write({ isTTY: true }, {}, 'text')).toContain('\u001B[31mtext\u001B[0m');
    expect(write({}, {}, 'text')).not.toContain('\u001B');
    expect(write({ isTTY: true }, { NO_COLOR: '1' }, 'text')).not.toContain('\u001B');
    expect(write({ isTTY: true }, { TERM: 'dumb' }, 'text')).not.toContain('\u001B');
  });

  it.each([
    [60, 80],
    [90, 90],
    [300, 100],
  ])('on a terminal of %i columns is %i columns wide', (columns, width) => {
    const lines = write({ columns }, {}, 'word '.repeat(100)).trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(width - 6);
  });

  it('breaks a word that fits no line, and loses nothing', () => {
    const pointer = `/paths/${'segment'.repeat(40)}`;
    const written = write({}, {}, `at ${pointer}`);
    expect(written.replace(/\s+/g, '')).toBe(`labelat${pointer}`);
  });

  it('shows what would steer a terminal as what it is', () => {
    expect(write({}, {}, 'a\u001B[2Jb\u0007\u202Ec')).toContain('a\\u001b[2Jb\\u0007\\u202ec');
  });
});
