import type { ContractEvent } from '../../core/event.ts';
import type { Refusal } from '../../core/error.ts';
import type { Plan } from '../../core/plan.ts';
import type { EventSpec } from './events.ts';
import type { Passage } from './time.ts';

/** An event in short, as its builder is written: `checked('v1', 'v2', 'compatible')`. */
export function describeEvent(event: EventSpec | ContractEvent): string {
  switch (event.type) {
    case 'platform.integration.contract.compatibility_evaluated': {
      const { baseline_version, candidate_version, result, breaking_change_count: count } = event.data;
      const verdict =
        result === 'incompatible' && count !== undefined ? `{ breaking_change_count: ${count} }` : quoted(result);
      return `checked(${[quoted(baseline_version), quoted(candidate_version), verdict].filter(Boolean).join(', ')})`;
    }
    case 'platform.integration.contract.activated': {
      const { contract_version, kind } = event.data;
      return `activated(${quoted(contract_version)}${kind === 'rollback' ? ", { kind: 'rollback' }" : ''})`;
    }
    case 'platform.integration.contract.imported':
      return `imported(${event.data.versions?.length ?? 0} versions)`;
    case 'platform.integration.contract.created':
      return `created(${quoted(event.data.contract_version)})`;
    case 'platform.integration.contract.superseded':
      return `superseded(${quoted(event.data.contract_version)})`;
    case 'platform.integration.contract.retired':
      return `retired(${quoted(event.data.contract_version)})`;
    case 'platform.integration.contract.deprecated':
      return `deprecated(${quoted(event.data.contract_version)})`;
    case 'platform.integration.contract.override_used':
      return `overrideUsed(${quoted(event.data.contract_version)})`;
    default:
      return event.type;
  }
}

/** Time going by, as its builder is written. */
export function describePassage(passage: Passage): string {
  return passage.kind === 'until'
    ? `at(${quoted(passage.moment)})`
    : `elapsed({ minutes: ${passage.milliseconds / 60_000} })`;
}

/** A list of events, one in a line. */
export function describeEvents(events: readonly ContractEvent[]): string {
  if (events.length === 0) return 'Nothing happens: the line is already as asked.';
  return ['All events:', ...events.map((event) => `  ${describeEvent(event)}`)].join('\n');
}

/** A refusal: its code and reason, what it says, and what would help. */
export function describeRefusal(refusal: Refusal): string {
  const gate = 'gate' in refusal ? `, gate ${refusal.gate}` : '';
  const lines = [`The refusal: ${refusal.error_code} (${refusal.reason}${gate})`, `  ${refusal.message}`];
  if ('remedy' in refusal && refusal.remedy !== undefined) lines.push(`  ${refusal.remedy}`);
  if ('issues' in refusal) lines.push(...refusal.issues.map(({ pointer, message }) => `  ${pointer}: ${message}`));
  return lines.join('\n');
}

/** Every gate of a plan, one in a line. */
export function describePlan({ gates }: Plan): string {
  const told = gates.map(({ gate, outcome, reason, message }) =>
    outcome === 'pass' ? `  pass   ${gate}` : `  block  ${gate}: ${reason ?? ''}. ${message ?? ''}`,
  );
  return ['All gates:', ...told].join('\n');
}

function quoted(text: string | undefined): string {
  return text === undefined ? '' : `'${text}'`;
}
