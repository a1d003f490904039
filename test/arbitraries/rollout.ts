import * as fc from 'fast-check';

import type { Command } from '../../src/core/command.ts';
import type { Comparison, Context, Lifecycle } from '../../src/core/context.ts';
import { pairsToCompare } from '../../src/core/evidence.ts';
import type { Policy } from '../../src/core/gates/policy.ts';
import type { ContractLine } from '../../src/core/line.ts';
import { activeVersion } from '../../src/core/line.ts';
import { rollbackTarget } from '../../src/core/rollback.ts';
import { freezeWindows, maximumCheckAge, minimumSoak, requireComputed } from '../../src/index.ts';
import { checksumOf } from '../../src/testing/index.ts';

const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

/** Names that a careless implementation trips over, among ordinary ones. */
export const versionName = fc.constantFrom(
  'v1',
  'v2',
  '__proto__',
  'constructor',
  'größe/2 ✓',
  '\u{1F680}'.repeat(64),
  'x'.repeat(64),
);

/** Few contents, so that versions meet the same and other ones. */
export const checksum = fc.constantFrom(...['a', 'b', 'c'].map(checksumOf));

const moment = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const jsonValue = fc.jsonValue({ maxDepth: 3 });

const declared = fc.record(
  {
    breaking_change_count: fc.nat({ max: 2 }),
    diff_summary: fc.oneof(
      fc.array(fc.string(), { maxLength: 2 }),
      fc.array(fc.nat(), { maxLength: 2 }).map((breaking_changes) => ({ breaking_changes })),
      jsonValue,
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const importing = fc
  .record({
    versions: fc.uniqueArray(
      fc.record({
        contract_version: versionName,
        status: fc.constantFrom('candidate', 'active', 'superseded', 'retired'),
        checksum,
        document_stored: mostly(true, false),
        created_at: moment,
        created_by: fc.constantFrom('ada', 'ben'),
      }),
      { minLength: 1, maxLength: 4, selector: ({ contract_version }) => contract_version },
    ),
    activated: fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
    honest: fc.boolean(),
  })
  .map(({ versions, activated, honest }): Command => {
    const names = activated.flatMap((index) => versions[index]?.contract_version ?? []);
    const log = names.filter((name, index) => !honest || name !== names[index - 1]);
    const statusOf = (name: string) =>
      name === log.at(-1) ? 'active' : log.includes(name) ? 'superseded' : 'candidate';
    return {
      type: 'import',
      versions: versions.map((version) =>
        honest ? { ...version, status: statusOf(version.contract_version) } : { ...version, status: version.status },
      ),
      activations: log.map((contract_version) => ({
        contract_version,
        activated_at: '2020-01-01T00:00:00Z',
        activated_by: 'ada',
      })),
    };
  });

const proposal = { baseline_version: versionName };

/** Commands that are well-formed, whatever the line says to them. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('create'),
      contract_version: versionName,
      checksum,
      document_stored: mostly(true, false),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record(
      { type: fc.constant('check'), baseline_version: versionName, candidate_version: versionName, declared },
      { requiredKeys: ['type', 'baseline_version', 'candidate_version'], noNullPrototype: true },
    ),
  },
  {
    weight: 8,
    arbitrary: fc.oneof(
      fc.record({ type: fc.constant('activate'), contract_version: versionName }),
      fc.record({ type: fc.constant('activate'), contract_version: versionName, ...proposal }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.oneof(
      fc.record({ type: fc.constant('rollback') }),
      fc.record({ type: fc.constant('rollback'), contract_version: versionName }),
      fc.record({ type: fc.constant('rollback'), ...proposal }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('retire'), contract_version: versionName }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        type: fc.constant('deprecate'),
        contract_version: versionName,
        deprecated_at: moment,
        sunset_at: moment,
        successor: versionName,
      },
      { requiredKeys: ['type', 'contract_version'], noNullPrototype: true },
    ),
  },
  { weight: 1, arbitrary: importing },
);

/** Something that only looks like a command, or not even that. */
export const nonsense: fc.Arbitrary<unknown> = fc.oneof(
  jsonValue,
  fc.anything({ maxDepth: 2 }),
  fc.tuple(command, fc.string(), jsonValue).map(([wellFormed, name, value]) => {
    const copy: Record<string, unknown> = { ...wellFormed };
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
    return copy;
  }),
  fc
    .tuple(command, fc.nat(), jsonValue)
    .map(([wellFormed, position, value]) =>
      Object.fromEntries(
        Object.entries(wellFormed).map((entry, index, all) =>
          index === position % all.length ? [entry[0], value] : entry,
        ),
      ),
    ),
);

/** What a step of a random history does, apart from the line it meets. */
export interface Step {
  readonly command: Command;
  /** Picks versions that the line has; `null` leaves the command as it is. */
  readonly aim: number | null;
  /** How an override is added to an activation or rollback. */
  readonly override: 'none' | 'bound' | 'unbound';
  readonly facts: Pick<Context, 'actor' | 'authorization' | 'ruleset_digest' | 'policy'> & {
    readonly lifecycle: Lifecycle | null;
    readonly minutes: number;
    /** Whether the differ answers. */
    readonly differ: boolean;
    /** What it finds, by pair. */
    readonly breaks: number;
  };
}

const policies: readonly Policy[] = [
  {},
  { rollback_window: { activations: 2 } },
  { rollback_window: { hours: 1 } },
  { gates: [requireComputed(), maximumCheckAge({ hours: 2 })] },
  { gates: [minimumSoak({ hours: 1 }), freezeWindows([{ weekday: 'tuesday' }])] },
  {
    gates: [
      {
        name: 'broken',
        evaluate: () => {
          throw new Error('broken');
        },
      },
    ],
  },
];

export const step: fc.Arbitrary<Step> = fc.record({
  command,
  aim: fc.option(fc.nat({ max: 20 }), { freq: 5 }),
  override: fc.constantFrom('none', 'none', 'none', 'bound', 'unbound'),
  facts: fc.record({
    actor: fc.constantFrom({ id: 'ada' }, { id: 'ben', type: 'user', roles: ['operator'] }),
    authorization: mostly(
      { operation: true, override: true },
      { operation: false, override: false },
      { operation: true, override: false },
    ),
    ruleset_digest: mostly<string | null>('rules-1', 'rules-2', null),
    policy: fc.oneof(fc.constant({}), fc.constantFrom(...policies)),
    lifecycle: mostly<Lifecycle | null>('active', 'draft', 'paused', 'retired', null),
    minutes: fc.nat({ max: 90 }),
    differ: mostly(true, false),
    breaks: fc.nat({ max: 7 }),
  }),
});

/** The command of a step, with an override that fits the line or does not. */
export function commandOf({ command: asked, aim, override }: Step, line: ContractLine): Command {
  const command = aim === null ? asked : aimed(asked, line, aim);
  if (override === 'none' || (command.type !== 'activate' && command.type !== 'rollback')) return command;
  const target = line.versions.get(command.contract_version ?? rollbackTarget(line) ?? '');
  const unbound = checksumOf('another');
  const bound = override === 'bound';
  return {
    ...command,
    override: {
      baseline_checksum: (bound ? activeVersion(line)?.checksum : undefined) ?? unbound,
      candidate_checksum: (bound ? target?.checksum : undefined) ?? unbound,
      justification: 'Agreed with the consumers.',
    },
  };
}

/** A command about versions that the line has: an activation of one, a check of it against the active version. */
function aimed(command: Command, line: ContractLine, aim: number): Command {
  const names = [...line.versions.keys()];
  const picked = names[aim % names.length];
  if (picked === undefined) return command;
  switch (command.type) {
    case 'activate':
      return { type: 'activate', contract_version: picked };
    case 'rollback':
      return aim % 2 === 0 ? { type: 'rollback' } : { type: 'rollback', contract_version: picked };
    case 'check': {
      const { declared: _, ...pair } = { ...command, candidate_version: picked };
      const [baseline, candidate] = [line.active_version ?? names[0] ?? picked, line.versions.get(picked)];
      const stored = line.versions.get(baseline)?.document_stored === true && candidate?.document_stored === true;
      const declared = stored ? {} : { declared: { breaking_change_count: aim % 2 } };
      return { ...pair, baseline_version: baseline, ...declared };
    }
    default:
      return command;
  }
}

/** The context of a step: a differ that answers whatever is asked, or nothing. */
export function contextOf({ facts }: Step, line: ContractLine, command: Command, index: number, now: string): Context {
  const { lifecycle, differ, breaks, minutes: _, ...rest } = facts;
  const pairs = differ ? pairsToCompare(line, command, facts.ruleset_digest) : [];
  return {
    ...rest,
    now,
    command_id: `command-${index}`,
    integration: lifecycle === null ? null : { integration_id: line.integration_id, lifecycle },
    approvals: [],
    comparisons: pairs.map(({ baseline, candidate }, position): Comparison => {
      // Half of the pairs are compatible; which ones is up to the step.
      const breaking_change_count = ((breaks >> position) & 1) * (breaks + 1);
      return {
        baseline_version: baseline.contract_version,
        candidate_version: candidate.contract_version,
        result: breaking_change_count === 0 ? 'compatible' : 'incompatible',
        breaking_change_count,
        ruleset_digest: facts.ruleset_digest ?? '',
        findings: [],
        report_checksum: null,
      };
    }),
  };
}
