import { readFileSync } from 'node:fs';

import type { ContractType } from 'contract-rollout';

/** A document of a file, and the type of contract that it says it is. */
export interface SourceDocument {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly contract_type: ContractType;
}

/** Reads a document; throws, for people, if there is none or it is no contract. */
export function readDocument(path: string): SourceDocument {
  const bytes = readBytes(path);
  const contract_type = contractTypeOf(new TextDecoder().decode(bytes));
  if (contract_type === undefined) {
    throw new Error(
      `${path} is neither an OpenAPI nor an AsyncAPI document: it has no "openapi", "swagger" or "asyncapi" at its top.`,
    );
  }
  return { path, bytes, contract_type };
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a directory', EACCES: 'permission denied' }[
      code ?? ''
    ];
    throw new Error(`${path} cannot be read: ${why ?? code ?? String(error)}.`, { cause: error });
  }
}

/** The contract type, told from the one member that every such document has at its top. */
function contractTypeOf(text: string): ContractType | undefined {
  const names = isJsonObject(text) ? topOfJson(text) : topOfYaml(text);
  if (names.some((name) => name === 'openapi' || name === 'swagger')) return 'openapi';
  return names.includes('asyncapi') ? 'event' : undefined;
}

function isJsonObject(text: string): boolean {
  return /^\s*\{/.test(text);
}

function topOfJson(text: string): readonly string[] {
  try {
    return Object.keys(JSON.parse(text) as object);
  } catch {
    // YAML in its flow style begins alike; what is broken is refused, with its place, when the version is created.
    return [...text.matchAll(/["']?\b(openapi|swagger|asyncapi)\b["']?\s*:/g)].map(([, name = '']) => name).slice(0, 1);
  }
}

/** The members of a block mapping begin their lines; whatever is inside them is indented. */
function topOfYaml(text: string): readonly string[] {
  return [...text.matchAll(/^(["']?)(openapi|swagger|asyncapi)\1\s*:/gm)].map(([, , name = '']) => name);
}
