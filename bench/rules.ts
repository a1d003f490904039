import { openApiRules } from '../src/diff/openapi/rules/catalogue.ts';
import type { RuleInfo } from '../src/diff/rule.ts';

const levels = ['breaking', 'warning', 'info'] as const;

/** Rules about webhooks and callbacks mirror the others; with this flag they are printed, too. */
const isWhole = process.argv.includes('--callbacks');

function levelOf({ level }: RuleInfo): string {
  if (typeof level === 'string') return level;
  return Object.entries(level)
    .map(([direction, each]) => `${direction}: ${each}`)
    .join(', ');
}

function row(rule: RuleInfo): string {
  const names = [rule.id, ...(rule.aliases ?? []).map((alias) => `(${alias})`)].join('<br>');
  return `| ${names} | ${levelOf(rule)} | ${rule.because} |`;
}

/** Schema rules are many and alike: by what they are about and their level, without what repeats. */
function schemaRows(rules: readonly RuleInfo[]): readonly string[] {
  const subjects = ['request-body', 'request', 'response-body', 'response'];
  const subjectOf = ({ id }: RuleInfo): string => {
    const core = id.replace(/^callback-/, '');
    return subjects.find((subject) => core.includes(`${subject}-`)) ?? '';
  };
  return subjects.flatMap((subject) =>
    levels.map((level) => {
      const ids = rules.filter((rule) => subjectOf(rule) === subject && levelOf(rule) === level).map(({ id }) => id);
      return `| ${subject} | ${level} | ${ids.join(', ')} |`;
    }),
  );
}

const shown = openApiRules.filter(({ id, area }) => isWhole || area === 'callbacks' || !id.startsWith('callback-'));
for (const area of new Set(shown.map((rule) => rule.area))) {
  const rules = shown.filter((rule) => rule.area === area);
  console.log(`\n### ${area} (${rules.length})\n`);
  if (area === 'schemas') {
    console.log(['| about | level | rules |', '| --- | --- | --- |', ...schemaRows(rules)].join('\n'));
  } else {
    console.log(['| rule | level | because |', '| --- | --- | --- |', ...rules.map(row)].join('\n'));
  }
}
console.log(`\n${openApiRules.length} rules, of which ${openApiRules.length - shown.length} are not shown.`);
