import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import { parsePayload } from '../core/command.ts';
import type { Refusal } from '../core/error.ts';
import { invalidPayload } from '../core/error.ts';
import { checksumOf } from '../internal/checksum.ts';
import { bytesSchema, callPort, portFailureSchema, toUnavailable } from './call-port.ts';
import { storeDocument, validateDocument } from './compare.ts';
import type { Dependencies } from './dependencies.ts';
import type { Execution } from './execute.ts';
import type { LineInput } from './line-input.ts';
import { versionResult } from './outputs.ts';
import type { VersionResult } from './results.ts';
import { versionResultSchema } from './results.ts';

/** A new version: with its document, or with a reference to it and its checksum. */
export interface CreateVersionInput extends LineInput {
  readonly contract_version: string;
  /** JSON or YAML text, its UTF-8 bytes, or a JSON object. The bytes are kept exactly; an object is kept as its JSON. */
  readonly document?: string | Uint8Array | Readonly<Record<string, unknown>> | undefined;
  /** Where the document lives, instead of the document; fetched if a `resolver` is configured. */
  readonly schema_ref?: string | undefined;
  /** `sha256:` and 64 hexadecimal digits of the document's bytes; required with `schema_ref`. */
  readonly schema_checksum?: string | undefined;
}

const contentSchema = z.object({
  // Taken as it is: a copy of an object would lose a member named `__proto__`.
  document: z
    .custom<NonNullable<CreateVersionInput['document']>>(isDocument, { error: 'must be text, bytes, or a JSON object' })
    .optional(),
  schema_ref: z.string().min(1).max(2048).optional(),
  schema_checksum: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, { error: 'must be sha256: and 64 hexadecimal digits' })
    .optional(),
});

/** The content of a new version: bytes that are at hand, or only the name and checksum of what is elsewhere. */
interface Content {
  readonly bytes: Uint8Array | undefined;
  readonly checksum: string;
  readonly schema_ref: string | undefined;
}

/** Prepares the creation of a version. The document is read and kept only once everything else allows the creation. */
export async function createVersion(
  deps: Dependencies,
  input: CreateVersionInput,
): Promise<Result<Execution<VersionResult>, Refusal>> {
  const content = await readContent(input);
  if (content.isErr()) return err(content.error);
  const { bytes, checksum, schema_ref } = content.value;
  const { contract_version } = input;
  const fetched = schema_ref !== undefined && deps.resolver !== undefined;
  return ok({
    input,
    command: {
      type: 'create',
      contract_version,
      checksum,
      document_stored: deps.documents !== undefined && (bytes !== undefined || fetched),
      ...(schema_ref === undefined ? {} : { schema_ref }),
    },
    output: versionResultSchema,
    toOutput: versionResult(contract_version),
    prepare: async ({ contract_type }) => {
      const document = bytes === undefined ? await resolve(deps, content.value) : ok(bytes);
      if (document.isErr()) return err(document.error);
      if (document.value === undefined) return ok(undefined);
      const valid = await validateDocument(deps, contract_type, document.value);
      if (valid.isErr()) return err(valid.error);
      return deps.documents === undefined
        ? ok(undefined)
        : storeDocument(deps, deps.documents, checksum, document.value);
    },
  });
}

async function readContent(input: CreateVersionInput): Promise<Result<Content, Refusal>> {
  const parsed = parsePayload(contentSchema, input);
  if (parsed.isErr()) return err(parsed.error);
  const { document, schema_ref, schema_checksum } = parsed.value;
  if (document !== undefined) {
    const bytes = toBytes(document);
    if (bytes === undefined) {
      return err(
        invalidPayload(
          'invalid_document',
          'The document cannot be written as JSON: it is nested too deeply, contains itself, or holds what JSON has no form for.',
          [{ pointer: '/document', message: 'cannot be written as JSON' }],
        ),
      );
    }
    const checksum = await checksumOf(bytes);
    return schema_checksum === undefined || schema_checksum === checksum
      ? ok({ bytes, checksum, schema_ref })
      : err(checksumMismatch(checksum));
  }
  if (schema_ref !== undefined && schema_checksum !== undefined) {
    return ok({ bytes: undefined, checksum: schema_checksum, schema_ref });
  }
  return err(
    invalidPayload('invalid_field', '/document: is required, or schema_ref with schema_checksum.', [
      { pointer: '/document', message: 'is required, or schema_ref with schema_checksum' },
    ]),
  );
}

function isDocument(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

function toBytes(document: NonNullable<CreateVersionInput['document']>): Uint8Array | undefined {
  if (document instanceof Uint8Array) return document.slice();
  try {
    return new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));
  } catch {
    return undefined;
  }
}

/** Fetches a referenced document, if somebody can; what comes must be what the creator vouched for. */
async function resolve(
  deps: Dependencies,
  { schema_ref, checksum }: Content,
): Promise<Result<Uint8Array | undefined, Refusal>> {
  const { resolver } = deps;
  if (resolver === undefined || schema_ref === undefined) return ok(undefined);
  const resolved = await callPort({
    dependency: 'schema_resolver',
    deadline_ms: deps.deadlines.port_ms,
    value: bytesSchema,
    error: portFailureSchema,
    call: (options) => resolver.resolve(schema_ref, options),
  });
  if (resolved.isErr()) return err(toUnavailable('schema_resolver')(resolved.error));
  if (resolved.value === null) {
    return err(
      invalidPayload('invalid_document', `Nothing is found under the schema_ref "${schema_ref}".`, [
        { pointer: '/schema_ref', message: 'names nothing' },
      ]),
    );
  }
  const found = await checksumOf(resolved.value);
  return found === checksum ? ok(resolved.value) : err(checksumMismatch(found));
}

function checksumMismatch(found: string): Refusal {
  return invalidPayload('invalid_document', `The document's checksum is ${found}, not schema_checksum.`, [
    { pointer: '/schema_checksum', message: `must be ${found}` },
  ]);
}
