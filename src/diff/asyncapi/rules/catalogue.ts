import { avroRules } from '../../avro/rules.ts';
import { inexactNumber, invalidDocument } from '../../document-rules.ts';
import type { PayloadRule } from '../../payload/difference.ts';
import { protobufRules } from '../../protobuf/rules.ts';
import type { Ruleset } from '../../judging.ts';
import type { RuleInfo } from '../../rule.ts';
import { bindingAreaRules } from './bindings/bindings.ts';
import { channelAreaRules } from './channels.ts';
import { documentRules } from './document.ts';
import { messageAreaRules } from './messages.ts';
import { operationAreaRules } from './operations.ts';
import { schemaRules } from './schemas.ts';
import { securityRules } from './security.ts';
import { serverAreaRules } from './servers.ts';

/** A rule of a payload format, as findings know it. */
export function toRuleInfo({ id, levels, because, remedy, source }: PayloadRule): RuleInfo {
  const [area = ''] = id.split('-');
  return { id, area, level: levels, because, source, ...(remedy === undefined ? {} : { remedy }) };
}

const all: readonly RuleInfo[] = [
  ...documentRules,
  invalidDocument,
  inexactNumber,
  ...serverAreaRules,
  ...securityRules,
  ...channelAreaRules,
  ...operationAreaRules,
  ...messageAreaRules,
  ...bindingAreaRules,
  ...[...avroRules, ...protobufRules].map(toRuleInfo),
  ...schemaRules,
];

/**
 * The rules of event contracts: what each finds, how severe it is for what the application sends and receives, and why.
 * Each id is there once.
 */
export const asyncApiRules: readonly RuleInfo[] = [
  ...new Map(
    all.map(({ id, area, level, because, remedy, source }): readonly [string, RuleInfo] => [
      id,
      { id, area, level, because, ...(remedy === undefined ? {} : { remedy }), source },
    ]),
  ).values(),
];

/** What `diffAsyncApi` judges by. */
export const asyncApiRuleset: Ruleset = { engine: 'asyncapi', revision: 1, rules: asyncApiRules };
