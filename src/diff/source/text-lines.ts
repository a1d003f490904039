/** A position in text, both counted from 1; columns in UTF-16 code units. Lines end with LF, CR or CR LF. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The line and column of one offset; for many offsets of one text, see `createLineIndex`. */
export function positionAt(text: string, offset: number): TextPosition {
  return createLineIndex(text.slice(0, offset))(offset);
}

/** Finds lines and columns of any number of offsets after one pass over the text. */
export function createLineIndex(text: string): (offset: number) => TextPosition {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
