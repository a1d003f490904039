import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import type { ContractDiffer } from '../../../ports/contract-differ.ts';
import { call, valueOf, within } from '../assertions.ts';
import type { Check, Subject } from '../check.ts';
import type { DifferSubject } from '../harness.ts';

/** A differ gives the same verdict of the same documents, and is at no stranger's mercy. */
export const differChecks: readonly Check[] = [
  {
    id: 'differ-determinism',
    title: 'the same documents give the same report, whatever the order of their keys',
    requires: ['differ'],
    run: async (subject) => {
      const { differ, pairs } = differOf(subject);
      assert.ok(pairs.length > 0, 'the harness names no pair of documents');
      for (const { baseline, candidate } of pairs) {
        const first = valueOf(await differ.diff(toBytes(baseline), toBytes(candidate), call));
        const again = valueOf(await differ.diff(toBytes(baseline), toBytes(candidate), call));
        assert.deepEqual(again, first);
        assert.equal(first.ruleset_digest, differ.ruleset_digest);
        const turned = valueOf(await differ.diff(toBytes(turn(baseline)), toBytes(turn(candidate)), call));
        assert.equal(turned.compatibility, first.compatibility);
        assert.equal(turned.breaking_change_count, first.breaking_change_count);
        assert.equal(turned.ruleset_digest, first.ruleset_digest);
      }
    },
  },
  {
    id: 'differ-identity',
    title: 'a document is compatible with itself',
    requires: ['differ'],
    run: async (subject) => {
      const { differ, pairs } = differOf(subject);
      for (const document of pairs.flatMap(({ baseline, candidate }) => [baseline, candidate])) {
        const report = valueOf(await differ.diff(toBytes(document), toBytes(document), call));
        assert.equal(report.compatibility, 'compatible');
        assert.deepEqual(
          report.findings.filter(({ level }) => level === 'breaking'),
          [],
        );
      }
    },
  },
  {
    id: 'hostile-documents',
    title: 'documents that are made to harm end with a typed answer in time, and nothing is fetched',
    requires: ['differ'],
    run: async (subject) => {
      const { differ, pairs } = differOf(subject);
      const canary = await startCanary();
      try {
        for (const [name, document] of hostileDocuments(canary.url, pairs[0]?.baseline ?? '{}')) {
          await assertAnswers(differ, name, toBytes(document), toBytes(pairs[0]?.baseline ?? '{}'));
        }
        assert.equal(canary.hits(), 0, 'a document made the differ call a server');
      } finally {
        await canary.close();
      }
    },
  },
];

const inTimeMs = 30_000;

function differOf({ harness }: Subject): DifferSubject {
  assert.ok(harness.differ !== undefined);
  return harness.differ;
}

/** Whatever it says, it is a Result, in time; and what is not valid is never compatible. */
async function assertAnswers(
  differ: ContractDiffer,
  name: string,
  document: Uint8Array,
  baseline: Uint8Array,
): Promise<void> {
  const validated = await within(inTimeMs, name, differ.validate(document, call));
  if (validated.isErr()) assert.match(validated.error.kind, /^(?:invalid_document|timeout|unavailable)$/, name);
  const compared = await within(inTimeMs, name, differ.diff(baseline, document, call));
  if (compared.isErr()) assert.match(compared.error.kind, /^(?:invalid_document|timeout|unavailable)$/, name);
  else if (validated.isErr()) assert.equal(compared.value.compatibility, 'incompatible', name);
}

function hostileDocuments(url: string, sound: string): readonly (readonly [name: string, document: string])[] {
  const aliases = Array.from(
    { length: 9 },
    (_, level) =>
      `a${level}: &a${level} [${
        level === 0
          ? 'x'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ')
      }]`,
  );
  const withRef = (ref: string): string =>
    JSON.stringify({
      ...(JSON.parse(sound) as object),
      'x-ref': { $ref: ref },
      components: { schemas: { A: { $ref: ref } } },
    });
  return [
    ['nothing', ''],
    ['no document', 'null'],
    ['text that is no UTF-8 of anything', '\u0000\uFFFD'],
    ['aliases that multiply', aliases.join('\n')],
    ['10,000 levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a duplicate key', '{"openapi": "3.0.3", "openapi": "3.1.0"}'],
    ['a prototype', '{"__proto__": {"openapi": "3.0.3"}, "constructor": {}, "toString": 1}'],
    ['a reference to a server', withRef(`${url}/schema.json`)],
    ['a reference to a server, in capitals', withRef(`${url.replace('http', 'HTTP')}/schema.json#/a`)],
    ['a reference without a scheme', withRef(url.slice('http:'.length))],
    ['a reference to a file', withRef('file:///etc/hostname')],
    ['a reference to a path', withRef('../../../../etc/hostname')],
    ['a reference to itself', withRef('#/components/schemas/A')],
    ['a pattern that explodes', withRef('#').replace('"x-ref"', '"x-pattern": {"pattern": "^(a+)+$"}, "x-ref"')],
    ['an enum of 200,000', JSON.stringify({ ...(JSON.parse(sound) as object), 'x-enum': Array(200_000).fill('a') })],
  ];
}

async function startCanary(): Promise<{ url: string; hits: () => number; close: () => Promise<void> }> {
  let hits = 0;
  const server = createServer((_, response) => {
    hits += 1;
    response.end('{"type": "string"}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    hits: () => hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The same JSON with the members of every object in the opposite order. */
function turn(json: string): string {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, member]) => [key, turned(member)]),
    );
  };
  return JSON.stringify(turned(JSON.parse(json)));
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
