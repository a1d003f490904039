import { isJsonObject, ownMember } from '../../internal/json.ts';
import type { SourceDocument } from './parse-document.ts';

/** Which contract a document is, by the version field at its root. */
export interface ContractKind {
  readonly contract_type: 'openapi' | 'event';
  readonly specification: 'swagger' | 'openapi' | 'asyncapi';
  /** As the document states it; not checked against the versions that exist. */
  readonly version: string;
}

const markers = [
  { specification: 'swagger', contract_type: 'openapi' },
  { specification: 'openapi', contract_type: 'openapi' },
  { specification: 'asyncapi', contract_type: 'event' },
] as const;

/** Tells the kind of a contract; `undefined` for a document that names none, or more than one. */
export function detectContract(document: SourceDocument): ContractKind | undefined {
  const root = document.value;
  if (!isJsonObject(root)) return undefined;
  const named = markers.filter(({ specification }) => Object.hasOwn(root, specification));
  const [marker, second] = named;
  if (marker === undefined || second !== undefined) return undefined;
  const version = ownMember(root, marker.specification);
  if (typeof version === 'string' && version !== '') return { ...marker, version };
  // YAML reads an unquoted `swagger: 2.0` as the number 2.
  return marker.specification === 'swagger' && version === 2 ? { ...marker, version: '2.0' } : undefined;
}
