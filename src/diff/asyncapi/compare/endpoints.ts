import type { Server } from '../model.ts';

/** More endpoints than that are not written out; their variables stay open. */
const mostEndpoints = 1000;

/** The endpoints that a server's template stands for, in the parts between those variables that can be anything. */
export function endpointsOf({ endpoint, variables }: Server): readonly (readonly string[])[] {
  let endpoints: readonly string[] = [endpoint.value ?? ''];
  for (const { name, values, fallback } of variables) {
    const taken = new Set([...(values ?? []), ...(fallback.value === undefined ? [] : [fallback.value])]);
    if (taken.size === 0 || endpoints.length * taken.size > mostEndpoints) continue;
    endpoints = endpoints.flatMap((each) => [...taken].map((value) => each.replaceAll(`{${name}}`, value)));
  }
  return endpoints.map((each) => each.split(/\{[^{}]*\}/));
}

/** Whether an endpoint is one of those that templates stand for. */
export function isCovered(endpoint: readonly string[], templates: readonly (readonly string[])[]): boolean {
  return templates.some((template) =>
    endpoint.length === 1 ? matches(endpoint[0] ?? '', template) : endpoint.join('{}') === template.join('{}'),
  );
}

/** The parts have to stand in the text in their order, the first at its start and the last at its end. */
function matches(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  const last = rest.at(-1) ?? '';
  return text.length >= from + last.length && text.endsWith(last);
}
