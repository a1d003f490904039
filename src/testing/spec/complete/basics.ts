import type { ContractLine, ContractVersion } from '../../../core/line.ts';
import type { EventSpec, LineEvent } from '../events.ts';

/** The rules under which the builders' checks are made, and which are in force unless a spec says otherwise. */
export const defaultRuleset = 'rules-1';

/** Who creates versions unless stated otherwise. */
export const defaultAuthor = 'author';

/** Who does everything else. */
export const defaultOperator = 'operator';

/** What an override says unless stated otherwise. */
export const defaultJustification = 'The one consumer concerned has agreed to the change.';

/** What the runbook's names of events begin with. */
export const prefix = 'platform.integration.contract';

/** Stops, saying why an entry of a history could not have happened. */
export type Impossible = (why: string) => never;

/** What is stated of an event, by the last word of its type. */
export type StatedOf<Word extends string> = Extract<
  EventSpec,
  { readonly type: Extract<LineEvent['type'], `${typeof prefix}.${Word}`> }
>['data'];

/** The name that an entry must state. */
export function nameOf(name: string | undefined, impossible: Impossible): string {
  return name ?? impossible('it names no version.');
}

/** The version that an entry names. */
export function versionOf(line: ContractLine, stated: string | undefined, impossible: Impossible): ContractVersion {
  const name = nameOf(stated, impossible);
  return line.versions.get(name) ?? impossible(`no version "${name}" was created before.`);
}

/** What follows from the history may be stated, but not otherwise. */
export function assertAgrees(stated: object, settled: object, impossible: Impossible): void {
  const said = new Map(Object.entries(stated));
  for (const [name, value] of Object.entries(settled)) {
    const other: unknown = said.get(name);
    if (other !== undefined && other !== value) {
      impossible(`${name} is ${JSON.stringify(other)}, but the history makes it ${JSON.stringify(value)}.`);
    }
  }
}
