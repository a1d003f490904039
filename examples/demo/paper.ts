/** Where the demo writes: plain text, wrapped to the terminal; with colours only where somebody sees them. */
export interface Paper {
  /** The title of a step, numbered. */
  step(title: string): void;
  /** A paragraph. */
  say(text: string): void;
  /** What was asked, and beside it what came of it. */
  entry(label: string, text: string, colour?: Colour): void;
  /** More of what came of it, below the text of the entry. */
  note(text: string, options?: { readonly indent?: number; readonly colour?: Colour }): void;
  /** Rows whose columns begin below each other; the last column takes what is left. */
  table(rows: readonly (readonly string[])[]): void;
}

/** How a text looks. */
export type Colour = keyof typeof codes;

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
/** Columns before the texts of steps, and before those of entries. */
const margin = 3;
const entryMargin = 20;

/** Writes on a stream: 80 to 100 columns as the terminal allows, 88 where there is none. */
export function createPaper(
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  environment: Readonly<Record<string, string | undefined>>,
): Paper {
  const width = Math.min(Math.max(stream.columns ?? 88, 80), 100);
  const colourful = stream.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  let steps = 0;

  /** Writes a text behind what stands before it; the lines that follow hang below its beginning. */
  const write = (before: string, text: string, colour?: Colour): void => {
    const paint = (part: string): string =>
      colourful && colour !== undefined ? `\u001B[${codes[colour]}m${part}\u001B[0m` : part;
    const blank = ' '.repeat(before.length);
    for (const [number, line] of wrap(text, width - before.length).entries()) {
      stream.write(`${number === 0 ? before : blank}${paint(line)}`.trimEnd() + '\n');
    }
  };
  return {
    step: (title) => {
      steps += 1;
      stream.write('\n');
      write(`${steps}.`.padEnd(margin), title, 'bold');
    },
    say: (text) => {
      write(' '.repeat(margin), text);
    },
    entry: (label, text, colour) => {
      write(`${' '.repeat(margin)}${label}`.padEnd(entryMargin - 1) + ' ', text, colour);
    },
    note: (text, { indent = 0, colour } = {}) => {
      write(' '.repeat(entryMargin + indent), text, colour);
    },
    table: (rows) => {
      const widths = columnWidths(rows);
      for (const row of rows) {
        const cells = row.slice(0, -1).map((cell, column) => printable(cell).padEnd(widths[column] ?? 0));
        write(`${' '.repeat(margin)}${[...cells, ''].join('  ')}`, row.at(-1) ?? '');
      }
    },
  };
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.slice(0, -1).entries()) {
      widths[column] = Math.max(widths[column] ?? 0, printable(cell).length);
    }
  }
  return widths;
}

/** Breaks a text into lines at its spaces; a word that no line can hold is broken where the line ends. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
    } else if (word.length <= width) {
      lines.push(line);
      line = word;
    } else {
      const parts = longer.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [];
      lines.push(...parts.slice(0, -1));
      line = parts.at(-1) ?? '';
    }
  }
  return [...lines, line];
}

/** Documents come from anybody: what would steer a terminal is shown as what it is. */
function printable(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\p{C}/gu, (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`);
}
