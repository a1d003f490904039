declare module 'json-schema-compare' {
  const compare: (a: unknown, b: unknown) => boolean;
  export = compare;
}
