import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import { contractVersionNameSchema, parsePayload } from '../core/command.ts';
import type { Refusal } from '../core/error.ts';
import { notFound } from '../core/error.ts';
import type { ContractEventType, RecordedEvent } from '../core/event.ts';
import { contractEventTypes, recordedEventSchema } from '../core/event.ts';
import type { CompatibilityCheck, ContractLine, ContractVersion, LineKey, VersionStatus } from '../core/line.ts';
import { rollbackTarget } from '../core/rollback.ts';
import { parseCursor, toCursor } from '../internal/cursor.ts';
import type { Page } from '../ports/contract-store.ts';
import type { Correlation } from './call-context.ts';
import type { Dependencies } from './dependencies.ts';
import { findIntegration } from './facts.ts';
import type { LineInput } from './line-input.ts';
import { openLine } from './open-line.ts';
import { lineState } from './outputs.ts';
import type { LineState } from './results.ts';
import { askStore, invalidCursor } from './store.ts';

/** Which part of a list to read. */
export interface PageInput extends LineInput {
  /** 1 to 200; default 50. */
  readonly limit?: number | undefined;
  /** `next` of the page before; good only with the same other fields. */
  readonly cursor?: string | undefined;
}

/** Which versions to list. */
export interface ListInput extends PageInput {
  readonly status?: VersionStatus | undefined;
}

/** Which version to read. */
export interface GetInput extends LineInput {
  readonly contract_version: string;
}

/** Which checks to list. */
export interface ChecksInput extends PageInput {
  readonly baseline_version?: string | undefined;
  readonly candidate_version?: string | undefined;
}

/** Which events to list. */
export interface EventsInput extends PageInput {
  readonly types?: readonly ContractEventType[] | undefined;
  readonly request_id?: string | undefined;
  readonly rollout_id?: string | undefined;
}

/** Versions in order of creation, with the state of their line. */
export interface VersionPage extends LineState, Page<ContractVersion> {
  /** The default target of a rollback; `null` where there is none. */
  readonly rollback_target: string | null;
}

/** A version, with the state of its line. */
export type VersionDetails = LineState & ContractVersion & { readonly rollback_target: string | null };

const limitSchema = z.int().min(1).max(200).default(50);
const scanLimit = 200;

const eventPageSchema: z.ZodType<Page<RecordedEvent>> = z.object({
  items: z.array(recordedEventSchema),
  next: z.string().nullable(),
});

const pageSchema = z.object({ limit: limitSchema, cursor: z.string().max(2048).optional() });
const listSchema = pageSchema.extend({
  status: z.enum(['candidate', 'active', 'superseded', 'retired']).optional(),
});
const getSchema = z.object({ contract_version: contractVersionNameSchema });
const checksSchema = pageSchema.extend({
  baseline_version: contractVersionNameSchema.optional(),
  candidate_version: contractVersionNameSchema.optional(),
});
const eventsSchema = pageSchema.extend({
  types: z.array(z.enum(contractEventTypes)).min(1).optional(),
  request_id: z.string().max(128).optional(),
  rollout_id: z.string().max(128).optional(),
});

/** Lists the versions of a line in order of creation. A version created meanwhile comes on a later page. */
export async function list(
  deps: Dependencies,
  correlation: Correlation,
  input: ListInput,
): Promise<Result<VersionPage, Refusal>> {
  const query = parsePayload(listSchema, input);
  if (query.isErr()) return err(query.error);
  const { limit, cursor, status } = query.value;
  const after = sequenceAfter('versions', cursor);
  if (after === undefined) return err(invalidCursor());
  const opened = await openToRead(deps, correlation, input);
  return opened.map((line) => {
    const rest = [...line.versions.values()].filter(
      (version) => version.created_seq > after && (status === undefined || version.status === status),
    );
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      ...lineState(line),
      rollback_target: rollbackTarget(line) ?? null,
      items,
      next: last === undefined || rest.length <= limit ? null : toCursor('versions', [last.created_seq]),
    };
  });
}

/** Reads one version. */
export async function get(
  deps: Dependencies,
  correlation: Correlation,
  input: GetInput,
): Promise<Result<VersionDetails, Refusal>> {
  const named = parsePayload(getSchema, input);
  if (named.isErr()) return err(named.error);
  const { contract_version } = named.value;
  const opened = await openToRead(deps, correlation, input, contract_version);
  return opened.andThen((line) => {
    const version = line.versions.get(contract_version);
    if (version === undefined) return err(notFound('target_missing', contract_version));
    return ok({ ...lineState(line), ...version, rollback_target: rollbackTarget(line) ?? null });
  });
}

/** Lists every check ever recorded on a line, in order; the head keeps only the latest of each pair. */
export async function checks(
  deps: Dependencies,
  correlation: Correlation,
  input: ChecksInput,
): Promise<Result<Page<CompatibilityCheck>, Refusal>> {
  const query = parsePayload(checksSchema, input);
  if (query.isErr()) return err(query.error);
  const { limit, baseline_version, candidate_version } = query.value;
  const after = sequenceAfter('checks', query.value.cursor);
  if (after === undefined) return err(invalidCursor());
  const opened = await openToRead(deps, correlation, input);
  if (opened.isErr()) return err(opened.error);

  const found: CompatibilityCheck[] = [];
  let cursor: string | undefined;
  do {
    const page = await readEvents(deps, opened.value, {
      types: ['platform.integration.contract.compatibility_evaluated', 'platform.integration.contract.activated'],
      limit: scanLimit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.isErr()) return err(page.error);
    const wanted = page.value.items
      .flatMap(checksOf)
      .filter(
        (check) =>
          check.check_seq > after &&
          (baseline_version === undefined || check.baseline_version === baseline_version) &&
          (candidate_version === undefined || check.candidate_version === candidate_version),
      );
    found.push(...wanted);
    cursor = page.value.next ?? undefined;
  } while (cursor !== undefined && found.length <= limit);

  const items = found.slice(0, limit);
  const last = items.at(-1);
  return ok({ items, next: last === undefined || found.length <= limit ? null : toCursor('checks', [last.check_seq]) });
}

/** Lists the audit events of a line, in order. */
export async function events(
  deps: Dependencies,
  correlation: Correlation,
  input: EventsInput,
): Promise<Result<Page<RecordedEvent>, Refusal>> {
  const query = parsePayload(eventsSchema, input);
  if (query.isErr()) return err(query.error);
  const opened = await openToRead(deps, correlation, input);
  if (opened.isErr()) return err(opened.error);
  const { limit, cursor, types, request_id, rollout_id } = query.value;
  return readEvents(deps, opened.value, {
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(types === undefined ? {} : { types }),
    ...(request_id === undefined ? {} : { request_id }),
    ...(rollout_id === undefined ? {} : { rollout_id }),
  });
}

/** Opens a line to be read. Only where nothing is stored does the catalog say whether there could be. */
async function openToRead(
  deps: Dependencies,
  correlation: Correlation,
  input: LineInput,
  contract_version?: string,
): Promise<Result<ContractLine, Refusal>> {
  const opened = await openLine(deps, correlation, input, { action: 'read', contract_version });
  if (opened.isErr() || opened.value.revision > 0) return opened;
  const integration = await findIntegration(deps, input.integration_id);
  if (integration.isErr()) return err(integration.error);
  return integration.value === null ? err(notFound('integration_missing')) : opened;
}

async function readEvents(
  deps: Dependencies,
  { integration_id, contract_type }: LineKey,
  query: Omit<Parameters<Dependencies['store']['events']>[0], 'integration_id' | 'contract_type'>,
): Promise<Result<Page<RecordedEvent>, Refusal>> {
  return askStore(deps, {
    value: eventPageSchema,
    call: (options) => deps.store.events({ integration_id, contract_type, ...query }, options),
  });
}

function checksOf(event: RecordedEvent): readonly CompatibilityCheck[] {
  switch (event.type) {
    case 'platform.integration.contract.compatibility_evaluated': {
      const { is_current_baseline: _, reverse_check, ...check } = event.data;
      return reverse_check === null ? [check] : [check, reverse_check];
    }
    case 'platform.integration.contract.activated':
      return event.data.reverse_check === null ? [] : [event.data.reverse_check];
    default:
      return [];
  }
}

/** The sequence number that a page begins after; `undefined` for a foreign cursor. */
function sequenceAfter(kind: string, cursor: string | undefined): number | undefined {
  if (cursor === undefined) return 0;
  const sequence = parseCursor(kind, cursor)?.[0];
  return typeof sequence === 'number' ? sequence : undefined;
}
