import type { FindingLevel } from '../../core/report.ts';
import type { JsonValue } from '../../internal/json.ts';
import type { PayloadDifference, PayloadDirection, PayloadWitness } from '../payload/difference.ts';
import { encodeHex } from './encode.ts';
import type { AvroType } from './model.ts';
import { readValue } from './read.ts';
import { avroRules } from './rules.ts';
import { valueAlong, type Route } from './sample.ts';

type AvroRuleId = (typeof avroRules)[number]['id'];

const rules = new Map(avroRules.map((rule) => [rule.id, rule]));

/** So many differences are read by nobody one by one, and each witness costs a message. */
const mostWitnesses = 500;

/** What a difference says beyond its rule; places are given by the part each side plays. */
export interface Said {
  readonly message: string;
  readonly writer?: string;
  readonly reader?: string;
  readonly values: readonly JsonValue[];
  /** Where the facts give another level than the rule. */
  readonly level?: FindingLevel;
  readonly undecided?: string;
  readonly witness?: PayloadWitness | undefined;
}

/** A writer's type and the reader's type that reads it. */
export interface Task {
  readonly writer: AvroType;
  readonly reader: AvroType;
  /** The way to the writer's type. */
  readonly route?: Route | undefined;
}

/** One writer's schema and one reader's, and what was found between them. */
export class Comparison {
  readonly found: PayloadDifference[] = [];
  readonly direction: PayloadDirection;
  readonly writer: AvroType;
  readonly reader: AvroType;

  constructor(sides: { readonly baseline: AvroType; readonly candidate: AvroType }, direction: PayloadDirection) {
    this.direction = direction;
    const sends = direction === 'send';
    this.writer = sides[sends ? 'candidate' : 'baseline'];
    this.reader = sides[sends ? 'baseline' : 'candidate'];
  }

  /** Puts what belongs to the writer and the reader in the order of time. */
  inTime<Value>(writer: Value, reader: Value): readonly [baseline: Value, candidate: Value] {
    return this.direction === 'send' ? [reader, writer] : [writer, reader];
  }

  /** Whether what only the writer has was added by the candidate, or removed by it. */
  get writerOnly(): 'added' | 'removed' {
    return this.direction === 'send' ? 'added' : 'removed';
  }

  get readerOnly(): 'added' | 'removed' {
    return this.direction === 'send' ? 'removed' : 'added';
  }

  report(id: AvroRuleId, { writer, reader, level, undecided, witness, ...said }: Said): void {
    const rule = rules.get(id);
    if (rule === undefined) throw new TypeError(`Impossible: no rule ${id}`);
    const [baseline, candidate] = this.inTime(writer, reader);
    this.found.push({
      rule: id,
      level: level ?? rule.levels[this.direction],
      message: said.message,
      because: rule.because,
      ...(rule.remedy === undefined ? {} : { remedy: rule.remedy }),
      ...(baseline === undefined ? {} : { baseline: { pointer: baseline } }),
      ...(candidate === undefined ? {} : { candidate: { pointer: candidate } }),
      ...(witness === undefined ? {} : { witness }),
      ...(undecided === undefined ? {} : { undecided }),
      values: said.values,
    });
  }

  /**
   * A message with the given value at the end of the route, if the reader refuses it, or else if `misread` says what
   * the reader takes it for.
   */
  witness(route: Route | undefined, value: JsonValue | undefined, misread?: string): PayloadWitness | undefined {
    if (this.found.length > mostWitnesses) return undefined;
    const json = value === undefined ? undefined : valueAlong(route, value);
    if (json === undefined) return undefined;
    const reading = readValue(this.writer, this.reader, json);
    const hex = encodeHex(this.writer, json);
    if ('refused' in reading) return { hex, json, outcome: 'refused', reading: reading.refused };
    return misread === undefined ? undefined : { hex, json, outcome: 'misread', reading: misread };
  }
}
