import type { Parser } from '@asyncapi/parser';

import type { JsonObject } from '../../../src/internal/json.ts';

/** One reason why the parser refuses a document. */
export interface Diagnostic {
  readonly rule: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** Validates one document; an empty list means that the parser accepts it. */
export type ReferenceParser = (document: JsonObject) => Promise<readonly Diagnostic[]>;

/** Warnings and hints have higher numbers. */
function isError({ severity }: { readonly severity: number }): boolean {
  return severity === 0;
}

/** A validator whose parser, a third of a second to load, is loaded and built once, when first needed. */
export function createReferenceParser(): ReferenceParser {
  let parser: Promise<Parser> | undefined;
  return async (document) => {
    const { diagnostics } = await (
      await (parser ??= loadParser())
    ).parse(JSON.stringify(document), { applyTraits: false, parseSchemas: false });
    return diagnostics.filter(isError).map(({ code, message, path }) => ({ rule: String(code), message, path }));
  };
}

async function loadParser(): Promise<Parser> {
  const { Parser } = await import('@asyncapi/parser');
  // The built-in readers fetch URLs and open files, and take over whenever a custom one throws. These answer first, for
  // every scheme: what is neither http nor https goes to `file`. Documents with such references never get here anyway.
  const resolvers = ['file', 'http', 'https'].map((schema) => ({
    schema,
    order: 1,
    canRead: true,
    read: () => 'null',
  }));
  return new Parser({ ruleset: { recommended: false }, __unstable: { resolver: { cache: false, resolvers } } });
}
