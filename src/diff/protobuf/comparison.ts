import type { Type } from 'protobufjs';

import type { FindingLevel } from '../../core/report.ts';
import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import type { PayloadDifference, PayloadDirection, PayloadWitness } from '../payload/difference.ts';
import { payloadWith, type Route, type Setting } from './message.ts';
import type { ProtoFile, ProtoMessage } from './model.ts';
import type { Protobufjs } from './parse.ts';
import { protobufRules } from './rules.ts';

/** So many differences are read by nobody one by one, and each witness costs a message. */
const mostWitnesses = 500;

/** What the messages of a content type look like. */
export type ProtobufEncoding = 'binary' | 'json';

export type ProtobufRuleId = (typeof protobufRules)[number]['id'];

const rules = new Map(protobufRules.map((rule) => [rule.id, rule]));

/** Two messages of the same part of a payload. */
export interface Pair {
  readonly baseline: ProtoMessage;
  readonly candidate: ProtoMessage;
  /** The payloads that hold them. */
  readonly payload: { readonly baseline: ProtoMessage; readonly candidate: ProtoMessage };
  /** The way from the payload to the message, on the writer's side. */
  readonly route?: Route | undefined;
}

interface Placed {
  readonly place: PayloadDifference['baseline'];
}

/** What a difference says beyond its rule. */
export interface Said {
  readonly message: string;
  readonly baseline?: Placed | undefined;
  readonly candidate?: Placed | undefined;
  readonly values: readonly JsonValue[];
  /** Where the facts or the encoding give another level than the rule. */
  readonly level?: FindingLevel | undefined;
  readonly undecided?: string;
  readonly witness?: PayloadWitness | undefined;
}

export interface ProtobufSetting {
  readonly direction: PayloadDirection;
  readonly encoding: ProtobufEncoding;
}

/** Two definitions, and what was found between them. */
export class Comparison {
  readonly found: PayloadDifference[] = [];
  readonly direction: PayloadDirection;
  readonly encoding: ProtobufEncoding;
  readonly baseline: ProtoFile;
  readonly candidate: ProtoFile;
  readonly #protobuf: Protobufjs;

  constructor(
    protobuf: Protobufjs,
    { baseline, candidate }: { readonly baseline: ProtoFile; readonly candidate: ProtoFile },
    { direction, encoding }: ProtobufSetting,
  ) {
    this.#protobuf = protobuf;
    this.baseline = baseline;
    this.candidate = candidate;
    this.direction = direction;
    this.encoding = encoding;
  }

  get inJson(): boolean {
    return this.encoding === 'json';
  }

  /** Takes from a pair the part of the side that writes messages. */
  writerOf<Value>({ baseline, candidate }: { readonly baseline: Value; readonly candidate: Value }): Value {
    return this.direction === 'send' ? candidate : baseline;
  }

  readerOf<Value>({ baseline, candidate }: { readonly baseline: Value; readonly candidate: Value }): Value {
    return this.direction === 'send' ? baseline : candidate;
  }

  report(id: ProtobufRuleId, { baseline, candidate, level, undecided, witness, ...said }: Said): void {
    const rule = rules.get(id);
    if (rule === undefined) throw new TypeError(`Impossible: no rule ${id}`);
    this.found.push({
      rule: id,
      level: level ?? rule.levels[this.direction],
      message: said.message,
      because: rule.because,
      ...('remedy' in rule ? { remedy: rule.remedy } : {}),
      ...(baseline?.place === undefined ? {} : { baseline: baseline.place }),
      ...(candidate?.place === undefined ? {} : { candidate: candidate.place }),
      ...(witness === undefined ? {} : { witness }),
      ...(undecided === undefined ? {} : { undecided }),
      values: said.values,
    });
  }

  /**
   * A payload in which the writer's message has a field set. In the binary encoding it is shown only if the reader
   * fails on it or gets something else, and `otherwise` says what is lost where the two look alike; in JSON the
   * caller knows what the reader does.
   */
  witness(
    pair: Pair,
    setting: Setting | undefined,
    reading: { readonly otherwise?: string; readonly json: string; readonly misread?: boolean },
  ): PayloadWitness | undefined {
    if (this.found.length > mostWitnesses) return undefined;
    const sample = payloadWith(pair.route, this.writerOf(pair), setting);
    if (sample === undefined) return undefined;
    const { written, json } = sample;
    if (this.inJson) {
      const hex = toHex(new TextEncoder().encode(JSON.stringify(json)));
      return { hex, json, outcome: reading.misread === true ? 'misread' : 'refused', reading: reading.json };
    }
    try {
      return this.#binaryWitness(pair, { written, json }, reading.otherwise);
    } catch {
      // The parser's encoder may refuse what its parser accepted; the difference stands without a witness.
      return undefined;
    }
  }

  #binaryWitness(
    pair: Pair,
    { written, json }: { written: JsonValue; json: JsonValue },
    otherwise: string | undefined,
  ): PayloadWitness | undefined {
    const writer = this.writerOf(this).root.lookupType(this.writerOf(pair.payload).name);
    const reader = this.readerOf(this).root.lookupType(this.readerOf(pair.payload).name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a message is a JSON object
    const bytes = writer.encode(writer.fromObject(written as Record<string, unknown>)).finish();
    const meant = meaningOf(writer, bytes);
    const hex = toHex(bytes);
    let got: string;
    let shown: string;
    try {
      got = meaningOf(reader, bytes);
      shown = canonicalJson(reader.toObject(reader.decode(bytes), { ...asJson, enums: String })).slice(0, 500);
    } catch (error) {
      const why = error instanceof Error || error instanceof this.#protobuf.util.ProtocolError ? error.message : '';
      return { hex, json, outcome: 'refused', reading: `The reader fails: ${why.slice(0, 200)}.` };
    }
    if (got !== meant) return { hex, json, outcome: 'misread', reading: `The reader gets ${shown}.` };
    return otherwise === undefined ? undefined : { hex, json, outcome: 'misread', reading: otherwise };
  }
}

const asJson = { longs: String, bytes: String, json: true } as const;

/** What a type makes of a message; numbers are alike in whatever type they come. */
function meaningOf(type: Type, bytes: Uint8Array): string {
  const object: unknown = type.toObject(type.decode(bytes), asJson);
  const plain = JSON.stringify(object, (_key, value: unknown) => {
    return typeof value === 'boolean' || typeof value === 'number' ? String(Number(value)) : value;
  });
  return canonicalJson(JSON.parse(plain));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
