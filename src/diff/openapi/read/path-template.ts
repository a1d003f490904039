/** The names of a path's expressions, `{id}`, in order; `undefined` where braces do not match. */
export function expressionsOf(path: string): readonly string[] | undefined {
  const names: string[] = [];
  let rest = path;
  for (;;) {
    const open = rest.search(/[{}]/u);
    if (open === -1) return names;
    const close = rest.indexOf('}', open);
    const name = rest.slice(open + 1, close);
    if (rest[open] === '}' || close === -1 || name.includes('{')) return undefined;
    names.push(name);
    rest = rest.slice(close + 1);
  }
}

/** A path with its expressions emptied: paths with the same shape have the same URLs. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/gu, '{}');
}
