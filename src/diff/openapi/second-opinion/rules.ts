import type { Direction } from '../../../core/report.ts';
import type { RuleInfo } from '../../rule.ts';

const source = 'https://www.npmjs.com/package/openapi-diff';
const area = 'second opinion';

function breaking(code: string, direction: Direction, because: string): readonly [string, Judged] {
  const id = `openapi-diff-${code.replaceAll('.', '-')}`;
  const remedy = 'Keep what the baseline promises beside what is new.';
  return [code, { direction, rule: { id, area, level: 'breaking', because, remedy, source } }];
}

interface Judged {
  readonly direction: Direction;
  readonly rule: RuleInfo;
}

/** What the package calls breaking. */
export const judged: ReadonlyMap<string, Judged> = new Map([
  breaking('path.remove', 'none', 'Requests to the path were answered under the baseline.'),
  breaking('method.remove', 'none', 'Requests to the operation were answered under the baseline.'),
  breaking('request.body.scope.remove', 'request', 'Some body that was valid against the baseline is refused.'),
  breaking('response.body.scope.add', 'response', 'Some body that may come is not valid against the baseline.'),
  breaking('response.status-code.remove', 'response', 'Readers written against the baseline may wait for the status.'),
  breaking(
    'response.optional.header.remove',
    'response',
    'Readers written against the baseline may look for the header.',
  ),
  breaking('response.required.header.remove', 'response', 'Readers written against the baseline rely on the header.'),
]);

export const unclassified: RuleInfo = {
  id: 'openapi-diff-unclassified',
  area,
  level: 'breaking',
  because: 'The package does not know what the difference means, so nothing says that it is harmless.',
  source,
};

export const unavailable: RuleInfo = {
  id: 'openapi-diff-unavailable',
  area,
  level: 'warning',
  because:
    'The package reads Swagger 2.0 and OpenAPI 3.0 without recursive schemas; the verdict rests on the built-in rules.',
  source,
};

export const secondOpinionRules: readonly RuleInfo[] = [
  ...[...judged.values()].map(({ rule }) => rule),
  unclassified,
  unavailable,
];
