import { toPointer } from '../../internal/json-pointer.ts';
import { isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import type { FindingSink, Occurring } from '../findings.ts';
import { pairBy, type Pairing } from '../pairing.ts';
import type { PayloadComparer } from '../payload/payload.ts';
import { applyRules } from '../rule.ts';
import type { Sameness } from '../source/sameness.ts';
import { compareOperation, judge, type OperationPart } from './compare-operation.ts';
import { PayloadWalk } from './compare-payloads.ts';
import { fitToTemplate, takes } from './covered-path.ts';
import type { ApiModel, Operation, OperationEntry, SchemeUse } from './model.ts';
import { pairOperations } from './pair-operations.ts';
import { ambiguousPath, coveredPath, shadowedPath, versionChanged } from './rules/documents.ts';
import { called, served, type Exchange } from './rules/exchange.ts';
import { callRules, nameOf, operationRules, type CalledOperation } from './rules/operations.ts';
import { Sweep } from './sweep.ts';

/** One side of a comparison. */
export interface ApiSide {
  readonly model: ApiModel;
  /** The document itself. */
  readonly root: JsonValue;
}

/** What a comparison of two APIs needs. */
export interface ApiComparison {
  readonly baseline: ApiSide;
  readonly candidate: ApiSide;
  readonly findings: FindingSink;
  readonly payloads: PayloadComparer;
  readonly sameness: Sameness;
  /** When sunset dates are judged, in milliseconds since 1970; without it none has passed. */
  readonly now: number | undefined;
}

/**
 * Compares two APIs: pairs their operations and asks every rule about them. What is certainly the same on both sides is
 * never read.
 */
export function compareApis(comparison: ApiComparison): void {
  new ApiWalk(comparison).run();
}

/** Where no operation is affected in particular. */
const nowhere: Occurring = { direction: 'none' };

/** What operations inherit from the root of their document. */
const inherited = ['servers', 'security', 'host', 'basePath', 'schemes', 'consumes', 'produces', 'securityDefinitions'];

/** What operations inherit from their path item, and what leads to others. */
const inheritedFromPathItem = new Set(['$ref', 'parameters', 'servers']);

/** The parts that members of an operation make: in Swagger 2.0 parameters make the body, too. */
const partsOfMembers: ReadonlyMap<string, readonly OperationPart[]> = new Map([
  ['parameters', ['parameters', 'body']],
  ['requestBody', ['body']],
  ['responses', ['responses']],
  ['callbacks', ['callbacks']],
]);

class ApiWalk {
  readonly #comparison: ApiComparison;
  readonly #payloads: PayloadWalk;
  readonly #sweep: Sweep;
  /** Whether everything that operations inherit is the same. */
  readonly #isRootSame: boolean;
  /** Calls that are being compared or were; callbacks can refer to each other in circles. */
  readonly #visited = new Set<string>();

  constructor(comparison: ApiComparison) {
    this.#comparison = comparison;
    const { payloads, sameness, baseline, candidate, findings } = this.#comparison;
    this.#payloads = new PayloadWalk(payloads, sameness);
    this.#sweep = new Sweep(baseline.root, candidate.root, findings);
    this.#isRootSame =
      inherited.every((key) => this.#isMemberSame([key])) && this.#isMemberSame(['components', 'securitySchemes']);
  }

  run(): void {
    const { baseline, candidate, findings } = this.#comparison;
    if (baseline.model.specification !== candidate.model.specification) this.#version();
    this.#sweep.compare('document', { pointer: '' }, { pointer: '' }, nowhere);
    this.#operations();
    this.#webhooks();
    this.#payloads.report(findings);
  }

  #version(): void {
    const { baseline, candidate, findings } = this.#comparison;
    const [before, after] = [baseline.model.specification, candidate.model.specification];
    findings.add(versionChanged, nowhere, {
      baseline: '',
      candidate: '',
      message: `The document is written in ${after}, and was in ${before}.`,
      values: [before, after],
    });
  }

  #operations(): void {
    const { baseline, candidate, findings, now } = this.#comparison;
    const pairing = pairOperations(baseline.model.operations, candidate.model.operations);
    for (const [before, after] of pairing.kept) this.#served(before, after);
    for (const [before, after] of pairing.ambiguous) this.#note(ambiguousPath, before, after, 'was matched with');
    for (const [before, after] of pairing.covered) {
      this.#note(coveredPath, before, after, 'is taken by');
      const fitted = fitToTemplate({ baseline: before.read(), candidate: after.read() }, this.#comparison.payloads);
      this.#compare(fitted.baseline, fitted.candidate, served, nameOf(before), undefined);
    }
    for (const [before, after] of pairing.shadowing) {
      if (takes(before.read(), after.path, this.#comparison.payloads))
        this.#note(shadowedPath, before, after, 'loses requests to');
    }
    for (const on of ['removed', 'added'] as const) {
      for (const entry of pairing[on]) {
        const only = { removed: [], added: [], kept: [], [on]: [judge(entry.read(), now)] };
        const occurrence = { operation: nameOf(entry), pointer: entry.pointer };
        applyRules(operationRules, only, findings, { direction: 'none', occurrence });
      }
    }
  }

  #note(rule: typeof ambiguousPath, before: OperationEntry, after: OperationEntry, how: string): void {
    const at = { direction: 'none', occurrence: { operation: nameOf(before), pointer: before.pointer } } as const;
    this.#comparison.findings.add(rule, at, {
      baseline: before.pointer,
      candidate: after.pointer,
      message: `${nameOf(before)} ${how} ${nameOf(after)}.`,
      values: [before.path, after.path],
    });
  }

  #served(before: OperationEntry, after: OperationEntry): void {
    if (this.#isSame(before, after)) return;
    this.#pathItem(before, after, nameOf(before));
    this.#compare(before.read(), after.read(), served, nameOf(before), this.#differing(before, after));
  }

  #webhooks(): void {
    const { baseline, candidate } = this.#comparison;
    const pairing = pairBy(baseline.model.webhooks, candidate.model.webhooks, nameOf);
    this.#calls('webhook', pairing, called, 'webhook');
  }

  /** Operations that the API calls: pairs by name, as no request arrives under their path. */
  #calls(kind: CalledOperation['kind'], pairing: Pairing<OperationEntry>, exchange: Exchange, owner: string): void {
    const { findings, now } = this.#comparison;
    for (const [before, after] of pairing.kept) {
      const visit = `${exchange.prefix} ${before.pointer} ${after.pointer}`;
      if (this.#visited.has(visit) || this.#isSame(before, after)) continue;
      this.#visited.add(visit);
      this.#pathItem(before, after, `${owner} ${nameOf(before)}`);
      const name = `${owner} ${nameOf(before)}`;
      this.#compare(before.read(), after.read(), exchange, name, this.#differing(before, after));
    }
    for (const on of ['removed', 'added'] as const) {
      for (const entry of pairing[on]) {
        const only = { removed: [], added: [], kept: [], [on]: [{ ...judge(entry.read(), now), kind }] };
        const occurrence = { operation: `${owner} ${nameOf(entry)}`, pointer: entry.pointer };
        applyRules(callRules, only, findings, { direction: 'none', occurrence });
      }
    }
  }

  #compare(
    before: Operation,
    after: Operation,
    exchange: Exchange,
    operation: string,
    differing: ReadonlySet<OperationPart> | undefined,
  ): void {
    const { findings, now, sameness } = this.#comparison;
    const at: Occurring = { direction: 'none', occurrence: { operation, pointer: after.pointer } };
    const shared = { findings, payloads: this.#payloads, sweep: this.#sweep, sameness, now };
    compareOperation(before, after, { ...shared, exchange, operation, differing });
    if (differing === undefined) this.#schemes(before, after, at);
    if (differing?.has('callbacks') === false) return;
    if (this.#isRootSame && sameness.at(`${before.pointer}/callbacks`, `${after.pointer}/callbacks`)) return;
    const turned = exchange === served ? called : served;
    this.#calls('callback', pairBy(before.callbacks, after.callbacks, nameOf), turned, `${operation} callback`);
  }

  #pathItem(before: OperationEntry, after: OperationEntry, operation: string): void {
    const [one, other] = [before.pathItem, after.pathItem];
    if (one === undefined || other === undefined || this.#comparison.sameness.at(one, other)) return;
    const at: Occurring = { direction: 'none', occurrence: { operation, pointer: after.pointer } };
    this.#sweep.compare('path item', { pointer: one }, { pointer: other }, at);
  }

  #schemes(before: Operation, after: Operation, at: Occurring): void {
    const schemes = pairBy(schemesOf(before), schemesOf(after), ({ name }) => name);
    for (const [one, other] of schemes.kept) this.#sweep.compare('security scheme', one, other, at);
  }

  /** Whether both are the same with all that they inherit; false if that is not known. */
  #isSame(before: OperationEntry, after: OperationEntry): boolean {
    const [one, other] = [before.pathItem, after.pathItem];
    if (!this.#isRootSame || one === undefined || other === undefined || before.path !== after.path) return false;
    return this.#comparison.sameness.at(one, other);
  }

  /** The parts in which two operations differ, if they and what they inherit are certainly the same in all else. */
  #differing(before: OperationEntry, after: OperationEntry): ReadonlySet<OperationPart> | undefined {
    const [one, other] = [before.pathItem, after.pathItem];
    if (!this.#isRootSame || one === undefined || other === undefined || before.path !== after.path) return undefined;
    // One that a path item refers to has other parameters beside its own.
    if (!before.pointer.startsWith(`${one}/`) || !after.pointer.startsWith(`${other}/`)) return undefined;
    const { sameness } = this.#comparison;
    if (sameness.differingAt(one, other, inheritedFromPathItem)?.length !== 0) return undefined;
    const keys = sameness.differingAt(before.pointer, after.pointer);
    if (keys === undefined || keys.some((key) => !partsOfMembers.has(key))) return undefined;
    return new Set(keys.flatMap((key) => partsOfMembers.get(key) ?? []));
  }

  #isMemberSame(path: readonly string[]): boolean {
    const { baseline, candidate, sameness } = this.#comparison;
    const has = ({ root }: ApiSide): boolean => path.reduce(memberOf, root as JsonValue | undefined) !== undefined;
    if (!has(baseline) && !has(candidate)) return true;
    return sameness.at(toPointer(path), toPointer(path));
  }
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? ownMember(value, key) : undefined;
}

function schemesOf({ security }: Operation): readonly SchemeUse[] {
  return security.alternatives.flat();
}
