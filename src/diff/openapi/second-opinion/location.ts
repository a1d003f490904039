import { toPointer } from '../../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../../internal/json.ts';

/** The pointer of a location whose keys, which may have dots themselves, are joined by dots. */
export function pointerOf(root: JsonValue, location: string): string {
  const search = (value: JsonValue, rest: string, path: readonly string[]): readonly string[] | undefined => {
    if (rest === '') return path;
    if (!isJsonObject(value) && !isJsonArray(value)) return undefined;
    for (const [key, member] of Object.entries(value)) {
      if (rest !== key && !rest.startsWith(`${key}.`)) continue;
      const found = search(member, rest.slice(key.length + 1), [...path, key]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const exact = search(root, location, []);
  if (exact !== undefined) return toPointer(exact);
  // A location below a reference is not in the text: the part above it is.
  const [first = '', ...others] = location.split('.');
  const top = isJsonObject(root) ? ownMember(root, first) : undefined;
  if (!isJsonObject(top)) return '';
  const path = Object.keys(top).find((key) => others.join('.').startsWith(`${key}.`));
  return toPointer(
    path === undefined
      ? [first]
      : [
          first,
          path,
          ...others
            .join('.')
            .slice(path.length + 1)
            .split('.'),
        ],
  );
}
