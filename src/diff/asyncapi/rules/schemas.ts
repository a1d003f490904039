import type { FindingLevel } from '../../../core/report.ts';
import type { ChangeKind } from '../../payload/payload.ts';
import type { RuleInfo } from '../../rule.ts';
import { byDirection, specification } from './levels.ts';

/** Where schemas are compared, each with the first part of its rules' ids. */
export const schemaPrefixes = [
  'message-payload',
  'message-headers',
  'kafka-message-key',
  'ws-query',
  'ws-headers',
  'http-query',
  'http-headers',
  'mqtt-correlation-data',
] as const;

export type SchemaPrefix = (typeof schemaPrefixes)[number];

/** What a kind of change means for what is sent and for what is received. */
interface Meaning {
  readonly send: FindingLevel;
  readonly receive: FindingLevel;
  readonly because: string;
  readonly remedy?: string;
}

const sentMore = 'Listeners meet values that the baseline excluded.';
const takesLess = 'Senders of the baseline may send values that are now refused.';
const keepOld = 'Go on accepting what the baseline allowed.';
const sendOld = 'Go on sending only what the baseline allowed.';

const narrowed: Meaning = { send: 'info', receive: 'breaking', because: takesLess, remedy: keepOld };
const widened: Meaning = { send: 'breaking', receive: 'info', because: sentMore, remedy: sendOld };

function changed(because: string): Meaning {
  return { send: 'breaking', receive: 'breaking', because, remedy: 'Add a member of its own for the new meaning.' };
}

const meanings = {
  'property-added': {
    send: 'info',
    receive: 'info',
    because: 'Whoever does not know an optional member leaves it out, or passes over it.',
  },
  'property-added-to-closed': {
    send: 'breaking',
    receive: 'info',
    because: 'Listeners refuse members that the baseline does not declare.',
    remedy: 'Open the object for undeclared members first.',
  },
  'required-property-added': {
    send: 'info',
    receive: 'breaking',
    because: 'Senders of the baseline do not send the member.',
    remedy: 'Make the member optional.',
  },
  'property-removed': {
    send: 'warning',
    receive: 'warning',
    because: 'Nothing is refused, but the data no longer comes, or is passed over.',
  },
  'property-removed-from-closed': {
    send: 'warning',
    receive: 'breaking',
    because: 'Senders of the baseline may send the member, and undeclared members are refused.',
    remedy: 'Keep declaring the member.',
  },
  'required-property-removed': {
    send: 'breaking',
    receive: 'warning',
    because: 'Listeners count on the member; what senders still send is passed over.',
    remedy: 'Keep sending the member.',
  },
  'property-became-required': {
    send: 'info',
    receive: 'breaking',
    because: 'Senders of the baseline may leave the member out.',
    remedy: 'Leave the member optional.',
  },
  'property-became-optional': {
    send: 'breaking',
    receive: 'info',
    because: 'Listeners count on the member being there.',
    remedy: 'Keep the member required.',
  },
  'type-changed': changed('A value of the one type is none of the other.'),
  'type-widened': widened,
  'type-narrowed': narrowed,
  'enum-value-added': widened,
  'enum-value-removed': narrowed,
  'enum-added': narrowed,
  'enum-removed': widened,
  'const-changed': changed('The one value is not the other.'),
  'constraint-tightened': narrowed,
  'constraint-loosened': widened,
  'pattern-changed': changed('Each pattern has texts that the other does not have, or may have them.'),
  'format-added': narrowed,
  'format-removed': widened,
  'format-changed': changed('A text in the one format is not read as the other.'),
  'format-widened': widened,
  'format-narrowed': narrowed,
  'default-changed': {
    send: 'warning',
    receive: 'warning',
    because: 'A message that leaves the value out now means something else.',
  },
  'additional-properties-closed': narrowed,
  'additional-properties-opened': widened,
  'undeclared-properties-refused': narrowed,
  'undeclared-properties-allowed': widened,
  'one-of-branch-added': widened,
  'one-of-branch-removed': narrowed,
  'discriminator-changed': changed('Readers choose the shape of the payload by the discriminator.'),
  'schema-narrowed': narrowed,
  'schema-widened': widened,
  'schema-changed': changed('Each schema has values that the other does not have.'),
  undecided: {
    send: 'breaking',
    receive: 'breaking',
    because: 'What cannot be proved compatible counts as breaking.',
    remedy: 'Undo the change, or write the schemas in a way that can be compared.',
  },
} as const satisfies Readonly<Record<string, Meaning>>;

type Suffix = keyof typeof meanings;

/** Kinds that the rules know under another name; what OpenAPI alone gives a meaning to is documentation in AsyncAPI. */
const otherNames: Readonly<
  Record<Exclude<ChangeKind, Suffix>, { readonly narrows: Suffix; readonly widens: Suffix } | undefined>
> = {
  'became-nullable': { narrows: 'type-widened', widens: 'type-widened' },
  'became-not-nullable': { narrows: 'type-narrowed', widens: 'type-narrowed' },
  'constraint-changed': { narrows: 'constraint-tightened', widens: 'constraint-loosened' },
  deprecated: undefined,
  reactivated: undefined,
  'became-read-only': undefined,
  'became-write-only': undefined,
  'extensible-enum-value-added': undefined,
  'extensible-enum-value-removed': undefined,
  'stability-decreased': undefined,
  'stability-increased': undefined,
};

function isSuffix(kind: ChangeKind): kind is ChangeKind & Suffix {
  return Object.hasOwn(meanings, kind);
}

function suffixOf(kind: ChangeKind, direction: 'send' | 'receive'): Suffix | undefined {
  if (isSuffix(kind)) return kind;
  // What is neither tighter nor looser breaks either way, for the reason that matters in this direction.
  return otherNames[kind]?.[direction === 'receive' ? 'narrows' : 'widens'];
}

const rules: ReadonlyMap<string, RuleInfo> = new Map(
  schemaPrefixes.flatMap((prefix) =>
    Object.entries(meanings).map(([suffix, meaning]: [string, Meaning]) => {
      const { send, receive, because, remedy } = meaning;
      const rule: RuleInfo = {
        id: `${prefix}-${suffix}`,
        area: prefix,
        level: byDirection(send, receive),
        because,
        ...(remedy === undefined ? {} : { remedy }),
        source: specification('schemaObject'),
      };
      return [rule.id, rule] as const;
    }),
  ),
);

/** The rule for a kind of change to a schema; `undefined` for what is documentation. */
export function schemaRule(
  prefix: SchemaPrefix,
  kind: ChangeKind,
  direction: 'send' | 'receive',
): RuleInfo | undefined {
  const suffix = suffixOf(kind, direction);
  return suffix === undefined ? undefined : rules.get(`${prefix}-${suffix}`);
}

export const schemaRules: readonly RuleInfo[] = [...rules.values()];
