/** A name that an object has twice, and where it stands for the second time. */
export interface DuplicateKey {
  readonly key: string;
  /** In UTF-16 code units, from 0. */
  readonly position: number;
}

const [quote, comma, backslash] = [0x22, 0x2c, 0x5c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Finds the first name that is twice in one object of a text, which must be JSON: a parser drops one of the two. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  // The names of each object that is open; a list has none.
  const open: (Set<string> | undefined)[] = [];
  let names: Set<string> | undefined;
  for (let index = 0, atName = false; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case openBrace:
      case openBracket:
        names = text.charCodeAt(index) === openBrace ? new Set() : undefined;
        open.push(names);
        atName = names !== undefined;
        break;
      case closeBrace:
      case closeBracket:
        open.pop();
        names = open.at(-1);
        break;
      case comma:
        atName = names !== undefined;
        break;
      case quote: {
        const end = endOfString(text, index);
        if (atName && names !== undefined) {
          const key = nameOf(text.slice(index, end + 1));
          if (names.has(key)) return { key, position: index };
          names.add(key);
        }
        atName = false;
        index = end;
        break;
      }
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text.charCodeAt(end) !== quote) end += text.charCodeAt(end) === backslash ? 2 : 1;
  return end;
}

/** One name has many spellings. */
function nameOf(spelled: string): string {
  return spelled.includes('\\') ? (JSON.parse(spelled) as string) : spelled.slice(1, -1);
}
