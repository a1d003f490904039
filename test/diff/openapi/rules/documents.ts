/** JSON as tests write it. */
export type Json = Record<string, unknown>;

/** A pair for which a rule says something, and a candidate so close to it that the rule must not. */
export interface Example {
  readonly baseline: Json;
  readonly fires: Json;
  readonly misses: Json;
  /** The time of the comparison; the default is the middle of 2030. */
  readonly now?: string;
}

export type Examples = Readonly<Record<string, Example>>;

export const ok: Json = { responses: { 200: { description: 'Done.' } } };

/** A document with paths, and further root members. */
export function api(paths: Json, root: Json = {}): Json {
  return { openapi: '3.1.0', info: { title: 'Things', version: '1' }, paths, ...root };
}

/** A document whose only operation is `GET /things/{id}`, or `POST` where it has a body. */
export function operation(members: Json, root: Json = {}): Json {
  const method = 'requestBody' in members ? 'post' : 'get';
  return api({ '/things/{id}': { [method]: { ...ok, ...members } } }, root);
}

/** A document whose only webhook is called by `POST`. */
export function webhook(members: Json, root: Json = {}): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    webhooks: { thing: { post: { ...ok, ...members } } },
    ...root,
  };
}

/** The same element in an exchange that counterparties start, and in one that the API starts. */
export const exchangesOf = [
  { prefix: '', document: operation },
  { prefix: 'callback-', document: webhook },
] as const;

/** Prefixes ids of examples, and puts their parts into documents. */
export function examplesOf(
  prefix: string,
  wrap: (part: Json) => Json,
  parts: Readonly<Record<string, readonly [baseline: Json, fires: Json, misses: Json]>>,
): Examples {
  return Object.fromEntries(
    Object.entries(parts).map(([id, [baseline, fires, misses]]) => [
      `${prefix}${id}`,
      { baseline: wrap(baseline), fires: wrap(fires), misses: wrap(misses) },
    ]),
  );
}
