/** Every checksum that stands anywhere in a text. */
export function findChecksums(text: string): readonly string[] {
  return text.match(/sha256:[0-9a-f]{64}/g) ?? [];
}
