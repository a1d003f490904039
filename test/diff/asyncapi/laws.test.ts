import { describe, expect, it } from 'vitest';

import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import { edited, eventsV2, eventsV3 } from './documents.ts';
import { examples } from './examples.ts';

async function reportOf(baseline: string, candidate: string): Promise<unknown> {
  return (await diffAsyncApi(baseline, candidate))._unsafeUnwrap();
}

/** The same with the members of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

const candidates = examples.map(({ document = eventsV3, both = {}, fires }) => edited(document, both, fires));

describe('comparing event contracts', () => {
  it('finds nothing between a document and itself', async () => {
    for (const document of [edited(eventsV2), edited(eventsV3), ...candidates]) {
      expect(await reportOf(document, document)).toMatchObject({ compatibility: 'compatible', findings: [] });
    }
  });

  it('does not look at the order of members', async () => {
    for (const document of [edited(eventsV2), ...candidates]) {
      const other = JSON.stringify(reversed(JSON.parse(document)));
      expect(await reportOf(document, other)).toMatchObject({ findings: [] });
    }
  });

  it('finds nothing where a reference is written out, or written into a component', async () => {
    const { Place } = eventsV3.components.messages;
    const inline = edited(eventsV3, { '/channels/commands/messages/place': Place });
    for (const [baseline, candidate] of [
      [edited(eventsV3), inline],
      [inline, edited(eventsV3)],
    ] as const) {
      const { findings } = (await diffAsyncApi(baseline, candidate))._unsafeUnwrap();
      expect(findings.filter(({ rule }) => rule !== 'unused-component-changed')).toEqual([]);
    }
  });

  it('gives the same report again', async () => {
    for (const candidate of candidates.slice(0, 20)) {
      expect(await reportOf(edited(eventsV3), candidate)).toEqual(await reportOf(edited(eventsV3), candidate));
    }
  });

  it('counts the same breaks forward as backward with the documents swapped', async () => {
    for (const candidate of candidates.slice(0, 20)) {
      const forward = (await diffAsyncApi(candidate, edited(eventsV3), { mode: 'forward' }))._unsafeUnwrap();
      const backward = (await diffAsyncApi(edited(eventsV3), candidate))._unsafeUnwrap();
      expect(forward.breaking_change_count).toBe(backward.breaking_change_count);
    }
  });
});
