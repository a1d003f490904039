import type { Encoding, Link, RequestBody, Security, Server } from '../model.ts';
import type { Ruleset } from '../../judging.ts';
import type { Rule, RuleInfo } from '../../rule.ts';
import { bodyRules, encodingRules, mediaTypeRules, schemaPresenceRules, type JudgedType } from './bodies.ts';
import { called, exchanges, served, subjectOf, type Exchange } from './exchange.ts';
import { documentRules, pathRules } from './documents.ts';
import { secondOpinionRules } from '../second-opinion/rules.ts';
import { callRules, calledOperationRules, operationRules, type JudgedOperation } from './operations.ts';
import { linkRules, responseRules, type JudgedResponse } from './responses.ts';
import { schemaRules, schemaSubjects } from './schemas.ts';
import { securityRules } from './security.ts';
import { serverRules } from './servers.ts';
import { headerRules, movedRules, parameterRules, type JudgedValue } from './values.ts';

/** The rules about operations of one exchange, by what they are about. */
export interface ExchangeRules {
  readonly operations: readonly Rule<JudgedOperation>[];
  readonly security: readonly Rule<Security>[];
  readonly servers: readonly Rule<Server>[];
  readonly parameters: readonly Rule<JudgedValue>[];
  readonly parameterId: string;
  readonly bodies: readonly Rule<RequestBody>[];
  readonly responses: readonly Rule<JudgedResponse>[];
  readonly links: readonly Rule<Link>[];
  readonly headers: ByMessage<JudgedValue>;
  readonly mediaTypes: ByMessage<JudgedType>;
  readonly encodings: ByMessage<Encoding>;
}

interface ByMessage<T> {
  readonly request: readonly Rule<T>[];
  readonly response: readonly Rule<T>[];
}

const rules = new Map<Exchange, ExchangeRules>([
  [served, build(served)],
  [called, build(called)],
]);

export function rulesOf(exchange: Exchange): ExchangeRules {
  return rules.get(exchange) ?? build(exchange);
}

function build(exchange: Exchange): ExchangeRules {
  return {
    operations: exchange === served ? operationRules : calledOperationRules,
    security: securityRules(exchange),
    servers: serverRules,
    parameters: parameterRules(exchange),
    parameterId: subjectOf(exchange, 'request', 'parameter').id,
    bodies: bodyRules(exchange),
    responses: responseRules(exchange),
    links: linkRules(exchange),
    headers: { request: headerRules(exchange, 'request'), response: headerRules(exchange, 'response') },
    mediaTypes: { request: mediaTypeRules(exchange, 'request'), response: mediaTypeRules(exchange, 'response') },
    encodings: { request: encodingRules(exchange, 'request'), response: encodingRules(exchange, 'response') },
  };
}

function listAll(): readonly RuleInfo[] {
  const all: RuleInfo[] = [...documentRules, ...pathRules, ...callRules, ...movedRules, ...secondOpinionRules];
  for (const exchange of exchanges) {
    const { parameterId: _, headers, mediaTypes, encodings, ...single } = rulesOf(exchange);
    for (const each of Object.values(single)) all.push(...each);
    for (const each of [headers, mediaTypes, encodings]) all.push(...each.request, ...each.response);
    for (const subject of schemaSubjects(exchange)) all.push(...Object.values(schemaPresenceRules(subject)));
  }
  return [...all, ...schemaRules];
}

/**
 * Every rule by which `diffOpenApi` judges, by area and id. Rules about what counterparties send to the API, or get from
 * it, have a counterpart with the prefix `callback-` for webhooks and callbacks, whose payloads travel the other way.
 */
export const openApiRules: readonly RuleInfo[] = [...new Map(listAll().map((rule) => [rule.id, rule])).values()].sort(
  (one, other) => compareText(one.area, other.area) || compareText(one.id, other.id),
);

/** What `diffOpenApi` judges by. */
export const openApiRuleset: Ruleset = { engine: 'openapi', revision: 1, rules: openApiRules };

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
