import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { Declaration } from './declaration.ts';
import { countDeclared, declarationSchema } from './declaration.ts';
import type { InvalidPayload } from './error.ts';
import { invalidPayload } from './error.ts';
import { toPointer } from '../internal/json-pointer.ts';
import { parseBy } from '../internal/parse.ts';
import { describeIssue } from './describe-issue.ts';

/** Adds a version; it is a candidate, always. */
export interface Create {
  readonly type: 'create';
  readonly contract_version: string;
  /** `sha256:` and 64 hexadecimal digits, of the document's bytes. */
  readonly checksum: string;
  readonly document_stored: boolean;
  readonly schema_ref?: string;
}

/** Records evidence for an ordered pair of versions. */
export interface Check {
  readonly type: 'check';
  readonly baseline_version: string;
  readonly candidate_version: string;
  /** What the operator says of the pair; it must agree with what is computed, and counts alone only where nothing is. */
  readonly declared?: Declaration;
}

/** Makes a version the active one. */
export interface Activate {
  readonly type: 'activate';
  readonly contract_version: string;
  /** Refused unless it is the active version. */
  readonly baseline_version?: string;
  readonly override?: Override;
}

/** Makes a version that was active before the active one again. */
export interface Rollback {
  readonly type: 'rollback';
  /** Default: the version that was active before the current one was first activated. */
  readonly contract_version?: string;
  /** Refused unless it is the active version. */
  readonly baseline_version?: string;
  readonly override?: Override;
}

/** Takes responsibility for an incompatible pair, once. It never replaces a missing check. */
export interface Override {
  /** Default: the command's id. Refused where it was used before. */
  readonly override_id?: string | undefined;
  /** Checksum of the active version's document. */
  readonly baseline_checksum: string;
  /** Checksum of the target's document. */
  readonly candidate_checksum: string;
  /** Why, for the audit trail; 10 to 2,000 characters. */
  readonly justification: string;
}

/** Takes a version out of use for good. */
export interface Retire {
  readonly type: 'retire';
  readonly contract_version: string;
}

/** Announces the end of a version. */
export interface Deprecate {
  readonly type: 'deprecate';
  readonly contract_version: string;
  /** RFC 3339; default: now. */
  readonly deprecated_at?: string;
  /** RFC 3339; not before `deprecated_at`. */
  readonly sunset_at?: string;
  /** The version to move to; it must exist on the line. */
  readonly successor?: string;
}

/** Takes over the history of a line that was kept elsewhere; only an empty line accepts it. */
export interface Import {
  readonly type: 'import';
  /** In order of creation, with the statuses they have. */
  readonly versions: readonly ImportedVersion[];
  /** In order of activation; the last one names the active version. */
  readonly activations: readonly ImportedActivation[];
}

/** A version of an imported history. */
export interface ImportedVersion {
  readonly contract_version: string;
  readonly status: 'candidate' | 'active' | 'superseded' | 'retired';
  /** `sha256:` and 64 hexadecimal digits, of the document's bytes. */
  readonly checksum: string;
  readonly document_stored: boolean;
  readonly schema_ref?: string | undefined;
  /** RFC 3339. */
  readonly created_at: string;
  readonly created_by: string;
}

/** An activation of an imported history. */
export interface ImportedActivation {
  readonly contract_version: string;
  /** RFC 3339. */
  readonly activated_at: string;
  readonly activated_by: string;
  /** Default `activation`. */
  readonly kind?: 'activation' | 'rollback' | undefined;
}

/** What can be asked of a contract line. */
export type Command = Create | Check | Activate | Rollback | Retire | Deprecate | Import;

const reservedVersions = new Set([
  'latest',
  'active',
  'compatibility-check',
  'compatibility-checks',
  'rollback',
  'overrides',
  'events',
  '.',
  '..',
]);

const identifier = (limit: number) =>
  z
    .string()
    .min(1)
    .refine((text) => text.length <= limit || Array.from(text).length <= limit, {
      error: `must have at most ${limit} characters`,
    })
    .refine((text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text), { error: 'must not contain control characters' })
    .refine((text) => text.trim() === text, { error: 'must not begin or end with a space' });

/** An integration's id: 1 to 128 characters, no control characters, no space around it. */
export const integrationIdSchema = identifier(128);

/** A version's name: 1 to 64 characters, no control characters, no space around it, none of the reserved words. */
export const contractVersionNameSchema = identifier(64).refine((text) => !reservedVersions.has(text), {
  error: 'is a reserved word',
});

/** A command's id: 1 to 128 characters, no control characters, no space around it. */
export const commandIdSchema = identifier(128);

const checksumSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, { error: 'must be sha256: and 64 hexadecimal digits' });

/** A moment with its offset, RFC 3339. */
export const momentSchema = z.iso.datetime({ offset: true });

export const overrideSchema: z.ZodType<Override> = z.strictObject({
  override_id: identifier(128).optional(),
  baseline_checksum: checksumSchema,
  candidate_checksum: checksumSchema,
  justification: z
    .string()
    .max(2000)
    .refine((text) => text.trim().length >= 10, { error: 'must say why, in at least 10 characters' }),
});

const commandSchema: z.ZodType<Command> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('create'),
    contract_version: contractVersionNameSchema,
    checksum: checksumSchema,
    document_stored: z.boolean(),
    schema_ref: z.string().min(1).max(2048).exactOptional(),
  }),
  z.strictObject({
    type: z.literal('check'),
    baseline_version: contractVersionNameSchema,
    candidate_version: contractVersionNameSchema,
    declared: declarationSchema.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('activate'),
    contract_version: contractVersionNameSchema,
    baseline_version: contractVersionNameSchema.exactOptional(),
    override: overrideSchema.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('rollback'),
    contract_version: contractVersionNameSchema.exactOptional(),
    baseline_version: contractVersionNameSchema.exactOptional(),
    override: overrideSchema.exactOptional(),
  }),
  z.strictObject({ type: z.literal('retire'), contract_version: contractVersionNameSchema }),
  z.strictObject({
    type: z.literal('deprecate'),
    contract_version: contractVersionNameSchema,
    deprecated_at: momentSchema.exactOptional(),
    sunset_at: momentSchema.exactOptional(),
    successor: contractVersionNameSchema.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('import'),
    versions: z
      .array(
        z.strictObject({
          contract_version: contractVersionNameSchema,
          status: z.enum(['candidate', 'active', 'superseded', 'retired']),
          checksum: checksumSchema,
          document_stored: z.boolean(),
          schema_ref: z.string().min(1).max(2048).optional(),
          created_at: momentSchema,
          created_by: z.string().min(1),
        }),
      )
      .min(1),
    activations: z.array(
      z.strictObject({
        contract_version: contractVersionNameSchema,
        activated_at: momentSchema,
        activated_by: z.string().min(1),
        kind: z.enum(['activation', 'rollback']).optional(),
      }),
    ),
  }),
]);

/** The first guard of every command: whether it is well-formed, whatever the line looks like. */
export function parseCommand(command: unknown): Result<Command, InvalidPayload> {
  return parsePayload(commandSchema, command).andThen((parsed) =>
    parsed.type === 'check' ? countDeclared(parsed.declared).map(() => parsed) : ok(parsed),
  );
}

/** Reads a payload by its schema; what is wrong is named by JSON Pointer, and the whole of it by `subject`. */
export function parsePayload<T>(
  schema: z.ZodType<T>,
  payload: unknown,
  subject = 'The payload',
): Result<T, InvalidPayload> {
  const parsed = parseBy(schema, payload, { error: describeIssue });
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), message: 'is not a known field' }))
      : [{ pointer: toPointer(issue.path), message: issue.message }],
  );
  const first = issues[0];
  const what =
    first === undefined
      ? 'The payload is malformed.'
      : first.pointer === ''
        ? `${subject} ${first.message}.`
        : `${first.pointer}: ${first.message}.`;
  return err(invalidPayload('invalid_field', what, issues));
}
