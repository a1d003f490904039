import { canonicalJson } from '../../internal/canonical-json.ts';
import type { Occurrence } from '../../core/report.ts';
import type { FindingSink } from '../findings.ts';
import type { Flow, PayloadChange, PayloadComparer, SchemaUse, Text } from '../payload/payload.ts';
import { keyOfText } from '../payload/way.ts';
import type { Sameness } from '../source/sameness.ts';
import { schemaPresenceRules } from './rules/bodies.ts';
import { directionOf, type Subject } from './rules/exchange.ts';
import { judgeSchemaChange } from './rules/schemas.ts';

/** A payload of an operation on both sides, as far as each has a schema for it. */
export interface PayloadPair {
  readonly subject: Subject;
  readonly baseline: SchemaUse | undefined;
  readonly candidate: SchemaUse | undefined;
  readonly text: Text;
  /** Whether they may travel as XML. */
  readonly xml: boolean;
  readonly operation: string;
}

/** Operations that an answer was met in, and as what. */
interface Met {
  readonly subject: Subject;
  readonly operations: Map<string, Occurrence>;
}

/** A change, how it is called, and all that it was met in. */
interface Cause {
  readonly change: PayloadChange;
  readonly subject: Subject;
  readonly rank: string;
  /** What it is called after, which is where its witness belongs. */
  readonly most: Met;
  readonly met: Set<Met>;
}

/** What a value can be of which nothing is said; where it travels as text, it is some text. */
const anything = true;
const anyText = { type: 'string' };

/**
 * Compares payloads of operations. A change of one schema is one finding, however many payloads it is part of; it is
 * called after the most general of them.
 */
export class PayloadWalk {
  readonly #payloads: PayloadComparer;
  readonly #sameness: Sameness;
  readonly #answers = new Map<string, readonly PayloadChange[]>();
  readonly #met = new Map<readonly PayloadChange[], Map<string, Met>>();

  constructor(payloads: PayloadComparer, sameness: Sameness) {
    this.#payloads = payloads;
    this.#sameness = sameness;
  }

  compare(pair: PayloadPair, findings: FindingSink): void {
    const { subject, baseline, candidate, operation } = pair;
    if (baseline !== undefined && candidate !== undefined) {
      this.#note(this.#ask(baseline, candidate, pair), subject, { operation, pointer: candidate.pointer });
      return;
    }
    const stated = baseline ?? candidate;
    if (stated === undefined) return;
    const open: SchemaUse = { ...stated, made: pair.text === true ? anyText : anything };
    const changes = this.#ask(baseline ?? open, candidate ?? open, pair);
    const breaking = changes.find(({ breaks }) => breaks);
    const rules = schemaPresenceRules(subject);
    const at = { direction: directionOf(subject.flow), occurrence: { operation, pointer: stated.pointer } };
    findings.add(baseline === undefined ? rules.added : rules.removed, at, {
      [baseline === undefined ? 'candidate' : 'baseline']: stated.pointer,
      message: `The schema of the ${subject.noun} was ${baseline === undefined ? 'added' : 'removed'}.`,
      values: [],
      ...(breaking?.witness === undefined ? {} : { witness: breaking.witness }),
      ...(breaking?.undecided === undefined ? {} : { undecided: breaking.undecided }),
      level: breaking === undefined ? 'info' : 'breaking',
    });
  }

  /** Reports what was met; once, when every operation has been compared. */
  report(findings: FindingSink): void {
    for (const { change, subject, most, met } of this.#causes()) {
      const { rule, level, because } = judgeSchemaChange(subject, change);
      const { baseline, candidate, message, values, undecided } = change;
      const witness = change.witnessHere === undefined ? change.witness : change.witnessHere();
      const found = {
        ...(baseline === undefined ? {} : { baseline }),
        ...(candidate === undefined ? {} : { candidate }),
        message: change.path === '' ? message : `${change.path}: ${message}`,
        values: [change.keyword, ...values],
        ...(witness === undefined ? {} : { witness }),
        ...(undecided === undefined ? {} : { undecided }),
        level,
        because,
      };
      const [first] = most.operations.values();
      const occurrences = [...met].flatMap(({ operations }) => [...operations.values()]);
      findings.add(rule, { direction: directionOf(subject.flow), occurrences, ...(first && { first }) }, found);
    }
  }

  #causes(): Iterable<Cause> {
    const causes = new Map<string, Cause>();
    const texts = new Map<unknown, string>();
    for (const [changes, bySubject] of this.#met) {
      for (const each of bySubject.values()) {
        for (const change of changes) {
          const { subject } = each;
          const key = causeOf(change, subject.flow, texts);
          const rank = rankOf(subject, change);
          const known = causes.get(key);
          const met = (known?.met ?? new Set<Met>()).add(each);
          if (known === undefined || rank < known.rank) causes.set(key, { change, subject, rank, most: each, met });
        }
      }
    }
    return causes.values();
  }

  #ask(baseline: SchemaUse, candidate: SchemaUse, { subject, text, xml }: PayloadPair): readonly PayloadChange[] {
    const { flow } = subject;
    const isMade = baseline.made !== undefined || candidate.made !== undefined;
    if (!isMade && baseline.dialect === candidate.dialect && this.#sameness.at(baseline.pointer, candidate.pointer))
      return [];
    const key = [flow, keyOfText({ text, xml }), keyOf(baseline), keyOf(candidate)].join(' ');
    let answer = this.#answers.get(key);
    if (answer === undefined) {
      answer = this.#payloads.compare({ baseline, candidate, flow, text, xml });
      this.#answers.set(key, answer);
    }
    return answer;
  }

  #note(changes: readonly PayloadChange[], subject: Subject, occurrence: Occurrence): void {
    if (changes.length === 0) return;
    let bySubject = this.#met.get(changes);
    if (bySubject === undefined) this.#met.set(changes, (bySubject = new Map<string, Met>()));
    let met = bySubject.get(subject.id);
    if (met === undefined) bySubject.set(subject.id, (met = { subject, operations: new Map() }));
    met.operations.set(`${occurrence.operation} ${occurrence.pointer}`, occurrence);
  }
}

function keyOf({ pointer, dialect, made }: SchemaUse): string {
  return JSON.stringify([pointer, dialect, made === undefined ? null : canonicalJson(made)]);
}

/**
 * A change is the same wherever in a payload it is met; what could not be judged as a whole is so wherever the same is
 * written, as a reference that leads nowhere. `texts` keeps what is written of values.
 */
function causeOf(change: PayloadChange, flow: Flow, texts: Map<unknown, string>): string {
  const { kind, breaks, baseline = '', candidate = '', keyword, values, undecided = '' } = change;
  let text = texts.get(values);
  if (text === undefined) texts.set(values, (text = canonicalJson(values)));
  if (kind === 'undecided' && keyword === '') return [flow, kind, undecided, text].join('\u0000');
  return [flow, kind, breaks, baseline, candidate, keyword, text].join('\u0000');
}

/** A change is called after the most general payload: whole payloads before what is deeper inside, shorter ids first. */
function rankOf({ id }: Subject, { path }: PayloadChange): string {
  const depth = String(path.split('/').length).padStart(3, '0');
  return [path === '' ? 0 : 1, String(id.length).padStart(3, '0'), id, depth, path].join(' ');
}
