/**
 * A text that comes back as it was stored. SQLite ends some texts at a NUL and knows only whole code points, so that two
 * ids could become one.
 */
export function storable(text: string): string {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw new TypeError(`Not a text that can be stored: ${JSON.stringify(text)}`);
  }
  return text;
}
