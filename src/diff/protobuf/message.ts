import type { JsonValue } from '../../internal/json.ts';
import type { ProtoEnum, ProtoField, ProtoMessage, ProtoScalar } from './model.ts';

/** How a message is reached from the payload: the last field, and the way to the message that has it. */
export interface Route {
  readonly before?: Route;
  readonly field: ProtoField;
  readonly message: ProtoMessage;
  readonly length: number;
}

export function along(before: Route | undefined, message: ProtoMessage, field: ProtoField): Route {
  return { message, field, length: (before?.length ?? 0) + 1, ...(before === undefined ? {} : { before }) };
}

/** Beyond these a witness helps nobody, and messages that hold messages could make it grow without end. */
const longestRoute = 30;
const mostFields = 1000;

/** A message in JSON under either name of its fields. */
export interface Sample {
  /** By the names of the definition. */
  readonly written: JsonValue;
  /** As Protobuf's JSON form has it. */
  readonly json: JsonValue;
}

/** One field of a message set to a value. */
export interface Setting {
  readonly field: ProtoField;
  /** By default a small one that leaves a trace. */
  readonly value?: JsonValue;
}

/**
 * A payload that holds, at the end of the route, the message with the given field set and all required ones;
 * `undefined` where that takes too much.
 */
export function payloadWith(
  route: Route | undefined,
  message: ProtoMessage,
  setting: Setting | undefined,
): Sample | undefined {
  if ((route?.length ?? 0) > longestRoute) return undefined;
  const [written, json] = (['name', 'jsonName'] as const).map((naming) => {
    const filler = new Filler(naming);
    let built = filler.message(message, new Set(), setting);
    for (let at = route; at !== undefined && built !== undefined; at = at.before) {
      built = filler.message(at.message, new Set(), { field: at.field, value: built });
    }
    return built;
  });
  return written === undefined || json === undefined ? undefined : { written, json };
}

class Filler {
  readonly #naming: 'name' | 'jsonName';
  #left = mostFields;

  constructor(naming: 'name' | 'jsonName') {
    this.#naming = naming;
  }

  /** `within` are the messages being built: none may require itself. */
  message(message: ProtoMessage, within: ReadonlySet<ProtoMessage>, setting?: Setting): JsonValue | undefined {
    if (within.has(message)) return undefined;
    const inside = new Set(within).add(message);
    const members: (readonly [string, JsonValue])[] = [];
    for (const field of message.fields) {
      const set = field === setting?.field;
      if (!set && field.presence !== 'required') continue;
      const value = (set ? setting.value : undefined) ?? this.#sample(field, inside, set);
      this.#left -= 1;
      if (value === undefined || this.#left < 0) return undefined;
      members.push([field[this.#naming], inCardinality(field, value)]);
    }
    return Object.fromEntries(members);
  }

  #sample({ type }: ProtoField, within: ReadonlySet<ProtoMessage>, traced: boolean): JsonValue | undefined {
    if (type.kind !== 'message') return sampleOf(type);
    // Messages that are empty look alike.
    const plain = type.fields.find((field) => field.type.kind !== 'message' && field.cardinality === 'singular');
    const setting = traced && plain !== undefined ? { field: plain } : undefined;
    return this.message(type, traced ? new Set() : within, setting);
  }
}

function inCardinality(field: ProtoField, value: JsonValue): JsonValue {
  if (field.cardinality === 'repeated') return [value];
  return field.cardinality === 'map' ? { [field.key?.name === 'bool' ? 'true' : '1']: value } : value;
}

/** A small value of a type that is not the zero value, where it has one. */
function sampleOf(type: ProtoScalar | ProtoEnum): JsonValue | undefined {
  if (type.kind === 'enum') return (type.values.find(({ number }) => number !== 0) ?? type.values[0])?.name;
  if (type.name === 'string') return 'a';
  if (type.name === 'bytes') return 'YQ==';
  if (type.name === 'bool') return true;
  return type.name.endsWith('64') ? '1' : 1;
}
