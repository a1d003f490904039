/** The keywords `if`, `then` and `else`, those given; written out, an object with `then` looks like a promise. */
export function conditional(branches: {
  readonly condition?: unknown;
  readonly yes?: unknown;
  readonly no?: unknown;
}): Readonly<Record<string, unknown>> {
  const { condition, yes, no } = branches;
  const keywords = [
    ['if', condition],
    ['then', yes],
    ['else', no],
  ] as const;
  return Object.fromEntries(keywords.filter(([, schema]) => schema !== undefined));
}
