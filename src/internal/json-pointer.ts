/** Writes a JSON Pointer (RFC 6901) from unescaped segments; no segment gives `''`, the whole document. */
export function toPointer(segments: readonly PropertyKey[]): string {
  return segments.map((segment) => `/${escapeSegment(String(segment))}`).join('');
}

/** Reads a JSON Pointer into unescaped segments, or `undefined` where it is not one. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  const segments = pointer.slice(1).split('/');
  if (!pointer.includes('~')) return segments;
  return /~(?![01])/.test(pointer) ? undefined : segments.map(unescapeSegment);
}

/** Escapes `~` and `/` in one segment of a JSON Pointer. */
export function escapeSegment(segment: string): string {
  // Most segments have neither.
  return /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;
}

/** Undoes `escapeSegment`. */
function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
