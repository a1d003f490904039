import { decodeOpaque, encodeOpaque } from './opaque.ts';

/** What a cursor may hold: the sort key of the last item of a page. */
export type CursorKey = readonly (string | number)[];

/** A cursor of a kind of list, opaque to callers and safe in a URL. */
export function toCursor(kind: string, key: CursorKey): string {
  return encodeOpaque([kind, ...key]);
}

/** The key inside a cursor, or `null` if it is no cursor of this kind. Its parts are of unknown type. */
export function parseCursor(kind: string, cursor: string): readonly unknown[] | null {
  const parsed = decodeOpaque(cursor);
  return Array.isArray(parsed) && parsed[0] === kind ? parsed.slice(1) : null;
}
