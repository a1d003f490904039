import type { Deprecation } from '../core/line.ts';
import type { Page } from '../ports/contract-store.ts';

// Links are relative to the request, so that they hold wherever the handler is mounted.

/** Where a version is, seen from the collection. */
export function versionLocation(contract_version: string, contract_type: string): string {
  return `contracts/${encodeURIComponent(contract_version)}?contract_type=${contract_type}`;
}

/** The link to the next page: the same query with another cursor. */
export function nextPageHeaders(page: Page<unknown>, query: object): Record<string, string> {
  if (page.next === null) return {};
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor: page.next })) {
    for (const each of Array.isArray(value) ? value : [value]) next.append(name, String(each));
  }
  return { link: `<?${next.toString()}>; rel="next"` };
}

/** What RFC 9745 and RFC 8594 have to say of a deprecated version. */
export function deprecationHeaders(deprecation: Deprecation | null, contract_type: string): Record<string, string> {
  if (deprecation === null) return {};
  const { deprecated_at, sunset_at, successor } = deprecation;
  return {
    deprecation: `@${Math.floor(Date.parse(deprecated_at) / 1000)}`,
    ...(sunset_at === null ? {} : { sunset: new Date(sunset_at).toUTCString() }),
    ...(successor === null
      ? {}
      : { link: `<${encodeURIComponent(successor)}?contract_type=${contract_type}>; rel="successor-version"` }),
  };
}
