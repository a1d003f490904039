/**
 * A text that a database gives back as it was stored. Some end a text at a NUL or refuse it, and all know only whole code
 * points, so that two ids could become one.
 *
 * @throws TypeError for any other text
 */
export function storable(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new TypeError(`Not a text that can be stored: ${JSON.stringify(text)}`);
  }
  return text;
}
