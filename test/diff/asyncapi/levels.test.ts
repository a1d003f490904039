import { describe, expect, it } from 'vitest';

import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import type { Finding } from '../../../src/core/report.ts';
import type { EventDirection } from '../../../src/diff/asyncapi/model.ts';
import { judgedChanges, undirectedChanges, type Judged } from './levels.ts';
import { schemaChanges, standings } from './schema-levels.ts';
import { smallDocument, type Major, type Parts } from './small-documents.ts';

const majors = ['2.x', '3.x'] as const;
const directions = ['send', 'receive'] as const;

function inEachMajor<T extends { readonly only?: Major }>(changes: readonly T[]): readonly (T & { major: Major })[] {
  return changes.flatMap((change) =>
    majors.filter((major) => change.only === undefined || change.only === major).map((major) => ({ ...change, major })),
  );
}

/** What is found besides what everything may bring along: the rule, and whatever is more than informative. */
async function notable(
  { rule, before, after }: Pick<Judged, 'rule' | 'before' | 'after'>,
  major: Major,
  direction: EventDirection,
): Promise<readonly (readonly [string, Finding['level'], Finding['direction']])[]> {
  const result = await diffAsyncApi(smallDocument(major, direction, before), smallDocument(major, direction, after));
  if (result.isErr()) throw new Error(JSON.stringify(result.error.problems));
  return result.value.findings
    .filter((finding) => finding.level !== 'info' || finding.rule === rule)
    .map((finding) => [finding.rule, finding.level, finding.direction] as const);
}

describe('one change is one finding, at the level of its direction', () => {
  it.each(inEachMajor(judgedChanges).flatMap((change) => directions.map((direction) => ({ ...change, direction }))))(
    '$rule in $major, $direction',
    async ({ major, direction, ...change }) => {
      expect(await notable(change, major, direction)).toEqual([[change.rule, change[direction], direction]]);
    },
  );

  it.each(inEachMajor(undirectedChanges))('$rule in $major', async ({ major, ...change }) => {
    expect(await notable(change, major, 'send')).toEqual([[change.rule, change.level, 'none']]);
  });
});

describe.each(Object.entries(standings))('a schema that is %s', (_, stand) => {
  const partsWith = (schema: Parameters<typeof stand>[0]): Parts => {
    const { payload, named } = stand(schema);
    return { payload, ...(named === undefined ? {} : { document: { components: { schemas: { Named: named } } } }) };
  };

  it.each(directions)('is one finding for one change, where it is part of what is to %s', async (direction) => {
    for (const [suffix, levels, baseline, candidate] of schemaChanges) {
      const rule = `message-payload-${suffix}`;
      const found = await notable({ rule, before: partsWith(baseline), after: partsWith(candidate) }, '3.x', direction);
      const level = levels[direction === 'send' ? 0 : 1];
      expect({ baseline, candidate, found }).toEqual({ baseline, candidate, found: [[rule, level, direction]] });
    }
  });
});
