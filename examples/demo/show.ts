import type {
  ActivationResult,
  CheckResult,
  ContractVersion,
  Finding,
  Place,
  PlanResult,
  RecordedEvent,
  RolloutError,
  VersionResult,
} from 'contract-rollout';

import type { Paper } from './paper.ts';

const shownFindings = 5;
const shownIssues = 5;
/** Every event's type begins with it; the trail writes an ellipsis instead. */
export const eventPrefix = 'platform.integration.contract.';

export function showVersion(paper: Paper, label: string, version: VersionResult): void {
  const { status, checksum, revision, request_id } = version;
  paper.entry(label, `${status}, revision ${revision}, ${checksum.slice(0, 19)}… (${request_id})`, 'green');
}

export function showActivation(paper: Paper, label: string, activation: ActivationResult): void {
  const { revision, baseline_version, justification, request_id } = activation;
  const instead = baseline_version === null ? 'nothing was active before' : `"${baseline_version}" is superseded`;
  const because = 'check_seq' in justification ? `, on check ${justification.check_seq}` : '';
  const by = justification.kind === 'override' ? ` and override "${justification.override_id}"` : '';
  paper.entry(label, `active, ${instead}${because}${by}, revision ${revision} (${request_id})`, 'green');
}

export function showRefusal(paper: Paper, label: string, error: RolloutError): void {
  paper.entry(label, `REFUSED: ${error.error_code}, ${error.reason} (${error.request_id})`, 'red');
  paper.note(error.message);
  if ('remedy' in error && error.remedy !== undefined) paper.note(`Remedy: ${error.remedy}`);
  if ('issues' in error) {
    for (const { pointer, message, line, rule } of error.issues.slice(0, shownIssues)) {
      const place = [pointer, ...(line === undefined ? [] : [`line ${line}`])].filter((part) => part !== '').join(', ');
      paper.note(`- ${rule === undefined ? '' : `${rule}: `}${message}${place === '' ? '' : ` (${place})`}`);
    }
    showRest(paper, error.issues.length - shownIssues, 'problem');
  }
}

export function showCheck(paper: Paper, label: string, check: CheckResult): void {
  const { result, breaking_change_count: count, rollback_ready, request_id } = check;
  const changes = count === 0 ? 'no breaking change' : count === 1 ? '1 breaking change' : `${count} breaking changes`;
  paper.entry(label, `${result}: ${changes} (${request_id})`, result === 'compatible' ? 'green' : 'red');
  const breaking = check.findings.filter((finding) => finding.level === 'breaking').slice(0, shownFindings);
  showFindings(paper, breaking);
  showRest(paper, count - breaking.length, 'breaking change');
  if (check.findings.some((finding) => finding.undecided !== undefined)) {
    paper.note('What the differ cannot decide counts as breaking.');
  }
  if (rollback_ready !== null) {
    paper.note(
      rollback_ready ? 'The way back would be open.' : 'The way back would be closed: it is a breaking change.',
    );
  }
}

/** What several findings have in common is said of the first only. */
function showFindings(paper: Paper, findings: readonly Finding[]): void {
  const said = new Set<string>();
  for (const [index, finding] of findings.entries()) {
    const { rule, direction, message, because, remedy, undecided, witness, occurrences } = finding;
    paper.note(`${index + 1}. ${rule}${direction === 'none' ? '' : ` (${direction})`}`, { colour: 'yellow' });
    const texts = [
      message,
      ...places(finding),
      ...occurrences.slice(0, 1).map(({ operation }) => `in ${operation}`),
      ...(witness === undefined ? [] : [`for example ${JSON.stringify(witness)}`]),
      `because: ${because}`,
      ...(undecided === undefined ? [] : [`undecided: ${undecided}`]),
      ...(remedy === undefined ? [] : [`remedy: ${remedy}`]),
    ];
    for (const text of texts) {
      if (!said.has(text)) paper.note(text, { indent: 3 });
      said.add(text);
    }
  }
}

function places({ baseline, candidate }: Finding): readonly string[] {
  if (baseline !== undefined && baseline.pointer === candidate?.pointer) {
    const { line } = baseline;
    const moved =
      line === candidate.line || candidate.line === undefined ? '' : `, in the candidate line ${candidate.line}`;
    return [`at ${placeText(baseline)}${moved}`];
  }
  return [
    ...(baseline === undefined ? [] : [`baseline: ${placeText(baseline)}`]),
    ...(candidate === undefined ? [] : [`candidate: ${placeText(candidate)}`]),
  ];
}

function placeText({ pointer, line }: Place): string {
  return `${pointer === '' ? 'the whole document' : pointer}${line === undefined ? '' : `, line ${line}`}`;
}

function showRest(paper: Paper, rest: number, what: string): void {
  if (rest > 0) paper.note(`… and ${rest} more ${what}${rest === 1 ? '' : 's'}.`);
}

/** Every gate with its verdict, and what would open it. */
export function showPlan(paper: Paper, label: string, plan: PlanResult): void {
  const { allowed, baseline_version, contract_version, gates, request_id } = plan;
  const way = `"${baseline_version}" → "${contract_version}"`;
  paper.entry(label, `${way}: ${allowed ? 'allowed' : 'blocked'} (${request_id})`, allowed ? 'green' : 'yellow');
  for (const { gate, outcome, reason, message, remedy } of gates) {
    paper.note(`${outcome === 'pass' ? 'pass' : 'BLOCK'} ${gate}${reason === undefined ? '' : `: ${reason}`}`, {
      colour: outcome === 'pass' ? 'green' : 'red',
    });
    if (message !== undefined) paper.note(message, { indent: 6 });
    if (remedy !== undefined) paper.note(`Remedy: ${remedy}`, { indent: 6 });
  }
}

export function showVersions(paper: Paper, versions: readonly ContractVersion[]): void {
  paper.table([
    ['VERSION', 'STATUS', 'CREATED BY', 'CHECKSUM'],
    ...versions.map(({ contract_version, status, created_by, checksum }) => [
      contract_version,
      status,
      created_by,
      `${checksum.slice(0, 19)}…`,
    ]),
  ]);
}

/** The audit trail; the events of a refusal belong to no commit, but stand where they happened. */
export function showEvents(paper: Paper, events: readonly RecordedEvent[]): void {
  paper.table([
    ['REVISION', 'REQUEST', 'EVENT', 'WHAT'],
    ...events.map((event) => [
      String(event.revision ?? ''),
      event.request_id,
      event.type.replace(eventPrefix, '…'),
      describe(event),
    ]),
  ]);
}

function describe({ type, data }: RecordedEvent): string {
  switch (type) {
    case 'platform.integration.contract.compatibility_evaluated':
      return `${data.baseline_version} → ${data.candidate_version}: ${data.result}`;
    case 'platform.integration.contract.superseded':
      return `${data.contract_version}, by ${data.superseded_by}`;
    case 'platform.integration.contract.activation_blocked':
      return `${data.operation} ${data.contract_version}: ${data.reason}`;
    case 'platform.integration.contract.activated':
      return `${data.contract_version}, ${data.justification.kind}`;
    case 'platform.integration.contract.override_used':
      return `${data.contract_version}: ${data.justification}`;
    case 'platform.integration.contract.imported':
      return `${data.versions.length} versions`;
    case 'platform.integration.contract.access_denied':
      return `${data.action}: ${data.reason}`;
    default:
      return data.contract_version;
  }
}
