import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import { withDirectReferences } from '../../../src/diff/source/direct-references.ts';
import { findViolations } from '../../../src/diff/asyncapi/validate/validate.ts';
import { createGrammarLoader, isVersion } from '../../../src/diff/asyncapi/validate/specification.ts';
import { parseDocument } from '../../../src/diff/source/parse-document.ts';
import { isJsonObject, type JsonObject } from '../../../src/internal/json.ts';
import { createReferenceParser } from '../../adapters/asyncapi/reference-parser.ts';
import { edited, eventsV2, eventsV3 } from './documents.ts';
import { examples } from './examples.ts';

const parse = createReferenceParser();

/** Edits that the parser has to have an opinion about: members of every kind taken away or turned into something else. */
function* mutants(document: object, seed: number): Generator<string> {
  const pointers: string[] = [];
  const collect = (value: unknown, pointer: string): void => {
    if (pointer !== '') pointers.push(pointer);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value))
      collect(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  };
  collect(document, '');
  // A linear congruence: the same mutants on every machine.
  let state = seed;
  for (let count = 0; count < 12; count++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const pointer = pointers[state % pointers.length] ?? '';
    const value = [undefined, 1, 'x', {}, [], null, { $ref: '#/info' }][(state >> 8) % 7];
    yield edited(document, { [pointer]: value });
  }
}

function referencesIn(root: JsonObject): ReadonlySet<string> {
  return parseDocument(JSON.stringify(root)).match(
    ({ references }) => references,
    () => new Set(),
  );
}

async function opinions(
  root: JsonObject,
): Promise<{ readonly ours: boolean; readonly theirs: boolean; readonly said: string }> {
  const { asyncapi: version } = root;
  const ours =
    typeof version === 'string' && isVersion(version)
      ? await findViolations(withDirectReferences(root, referencesIn(root)), version, createGrammarLoader(), root)
      : [{ rule: 'version' }];
  const theirs = await parse(root);
  return {
    ours: ours.length === 0,
    theirs: theirs.length === 0,
    said: JSON.stringify([ours.slice(0, 2), theirs.slice(0, 2)]),
  };
}

async function disagreements(texts: Iterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const text of texts) {
    const root = parseDocument(text)
      .map(({ value }) => value)
      .unwrapOr(null);
    if (!isJsonObject(root)) continue;
    const { ours, theirs, said } = await opinions(root);
    if (ours !== theirs) found.push(`${text.slice(0, 60)}: ${said.slice(0, 700)}`);
  }
  return found;
}

describe('validation agrees with the parser of AsyncAPI', () => {
  it('on the documents of the examples', { timeout: 240_000 }, async () => {
    const texts = examples
      .filter((_, index) => index % 15 === 0)
      .map(({ document = eventsV3, both = {}, fires }) => edited(document, both, fires));
    expect(await disagreements([edited(eventsV2), edited(eventsV3), ...texts])).toEqual([]);
  });

  it('on references that lead through others', async () => {
    const through = (name: string): string =>
      edited(eventsV3, {
        '/channels/idle': { $ref: '#/components/channels/Idle' },
        '/components/channels': { Idle: { address: 'idle', messages: { ping: { payload: { type: 'string' } } } } },
        '/operations/onPing': {
          action: 'receive',
          channel: { $ref: '#/channels/idle' },
          messages: [{ $ref: `#/channels/idle/messages/${name}` }],
        },
      });
    expect(await disagreements([through('ping'), through('pong')])).toEqual([]);
    expect(await diffAsyncApi(through('ping'), through('ping'))).toMatchObject({ value: { findings: [] } });
  });

  it.each([
    ['2.x', eventsV2],
    ['3.x', eventsV3],
  ])('on documents of %s with a member turned into something else', { timeout: 240_000 }, async (_, document) => {
    expect(await disagreements(mutants(document, 7))).toEqual([]);
  });
});

const corpus = fileURLToPath(new URL('../../../../shared/corpus/asyncapi/specs/', import.meta.url));

describe.skipIf(!existsSync(corpus))('documents of the corpus', () => {
  it('are right for the parser and for us, one of every thirty', { timeout: 240_000 }, async () => {
    const files = readdirSync(corpus).filter((_, index) => index % 30 === 0);
    expect(await disagreements(files.map((file) => readFileSync(corpus + file, 'utf8')))).toEqual([]);
  });
});
