import { isDocumentation } from '../../source/differences.ts';
import { expandedSize } from '../../source/expanded-size.ts';
import { roleOfItem, roleOfMember, rolesOf, type Role } from '../../source/references.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { referenceOf } from '../../source/resolve.ts';

/** Why a document cannot be given to the package. */
type Obstacle = 'recursive-reference' | 'too-large' | 'reference-in-data';

/** A document as the package gets it, and what it would cost there. */
export interface Prepared {
  readonly document: JsonObject;
  readonly obstacle?: Obstacle;
}

/** Documentation that no validator asks for, and that may hold anything. */
const dropped = new Set(['example', 'examples', 'externalDocs']);

/**
 * The package dereferences a document completely and gives every body a copy of all component schemas. Beyond these
 * sizes, counted in values, that takes minutes and gigabytes.
 */
const most = { expanded: 400_000, copied: 20_000_000 };

/** Makes a copy without examples and extensions, and tells whether the package can take it. */
export function prepare(root: JsonObject): Prepared {
  const copy = copyOf(root, 'object', rolesOf(root));
  const document = isJsonObject(copy) ? copy : {};
  const obstacle = hasOutsideReference(document) ? 'reference-in-data' : sizeObstacle(document);
  return { document, ...(obstacle === undefined ? {} : { obstacle }) };
}

function copyOf(value: JsonValue, role: Role, roles: ReadonlyMap<string, Role>): JsonValue {
  if (isJsonArray(value)) return value.map((item) => copyOf(item, roleOfItem(role), roles));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value)
    .filter(([key]) => !isDocumentation(role, key, dropped))
    .map(([key, member]): [string, JsonValue] => [key, copyOf(member, roleOfMember(roles, role, key), roles)]);
  // Defines own members, whatever their names.
  return Object.fromEntries(members);
}

/** The package takes any object with a `$ref` for a reference, even inside defaults and enums, and loads it. */
function hasOutsideReference(value: JsonValue): boolean {
  if (isJsonArray(value)) return value.some(hasOutsideReference);
  if (!isJsonObject(value)) return false;
  const reference = referenceOf(value);
  return (reference !== undefined && !reference.startsWith('#')) || Object.values(value).some(hasOutsideReference);
}

function sizeObstacle(document: JsonObject): Obstacle | undefined {
  const whole = expandedSize(document);
  if (whole.recursive) return 'recursive-reference';
  const schemas = ownMember(document, 'definitions') ?? schemasOf(ownMember(document, 'components')) ?? null;
  const copied = expandedSize(document, schemas).size * countBodies(ownMember(document, 'paths') ?? null);
  return whole.size > most.expanded || copied > most.copied ? 'too-large' : undefined;
}

function schemasOf(components: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(components) ? ownMember(components, 'schemas') : undefined;
}

/** At most as many bodies as there are `schema` members and references below the paths. */
function countBodies(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  for (const [key, member] of Object.entries(value)) {
    count += countBodies(member) + (key === 'schema' || key === '$ref' ? 1 : 0);
  }
  return count;
}
