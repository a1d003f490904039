import type { Server } from './model.ts';

/** Whether every URL of a server is one that some of the others have; no if that takes too long to tell. */
export function isServerCovered(server: Server, others: readonly Server[]): boolean {
  const urls = urlsOf(server);
  const literals = new Set(others.map(({ url }) => url));
  const templates = others.filter(({ url }) => variable.test(url));
  if (urls === undefined || templates.length > mostTemplates) return false;
  return urls.every((url) => literals.has(url) || templates.some((template) => hasUrl(template, url)));
}

const variable = /\{([^{}]*)\}/u;
const mostUrls = 1000;
const mostTemplates = 100;

/**
 * The URLs of a server, or undefined if they are too many. A variable with any value stays in its braces, a text like no
 * other; its default is a URL of its own, as it may have slashes.
 */
function urlsOf(server: Server): readonly string[] | undefined {
  let urls: readonly string[] = [server.url];
  for (const name of new Set(partsOf(server).names)) {
    const { values, isFree } = valuesOf(server, name);
    const texts = isFree ? [`{${name}}`, ...values] : values;
    if (urls.length * texts.length > mostUrls) return undefined;
    urls = urls.flatMap((url) => texts.map((text) => url.replaceAll(`{${name}}`, () => text)));
  }
  return urls;
}

/** The texts around the variables of a server's URL, and their names. */
function partsOf({ url }: Server): { readonly texts: readonly string[]; readonly names: readonly string[] } {
  const parts = url.split(variable);
  const at = (remainder: number): readonly string[] => parts.filter((_, index) => index % 2 === remainder);
  return { texts: at(0), names: at(1) };
}

/** The values of a variable that are named; a free one takes others, too: those without slashes, which lead elsewhere. */
function valuesOf(
  { variables, defaults = {} }: Server,
  name: string,
): { readonly values: readonly string[]; readonly isFree: boolean } {
  const listed = (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? [];
  if (listed.length > 0) return { values: listed, isFree: false };
  const byDefault = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  return { values: byDefault === undefined ? [] : [byDefault], isFree: true };
}

/** Whether some values of its variables make the URL out of a template. */
function hasUrl(template: Server, url: string): boolean {
  const { texts, names } = partsOf(template);
  // The same value in two places is not looked for.
  if (new Set(names).size < names.length) return false;
  const [first = '', ...others] = texts;
  let ends = after(new Set([0]), url, [first]);
  for (const [index, text] of others.entries()) {
    const { values, isFree } = valuesOf(template, names[index] ?? '');
    const named = after(ends, url, values);
    ends = after(isFree ? new Set([...named, ...afterAnyText(ends, url)]) : named, url, [text]);
  }
  return ends.has(url.length);
}

/** The places in a URL to which one of some texts leads. */
function after(starts: ReadonlySet<number>, url: string, texts: readonly string[]): ReadonlySet<number> {
  const ends = new Set<number>();
  for (const start of starts) {
    for (const text of texts) if (url.startsWith(text, start)) ends.add(start + text.length);
  }
  return ends;
}

/** The places to which a text without slashes leads; an empty text is no value. */
function afterAnyText(starts: ReadonlySet<number>, url: string): ReadonlySet<number> {
  const ends = new Set<number>();
  for (let place = 0; place < url.length; place++) {
    if ((starts.has(place) || ends.has(place)) && !'/?#'.includes(url.charAt(place))) ends.add(place + 1);
  }
  return ends;
}
