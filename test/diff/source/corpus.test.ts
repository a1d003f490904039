import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { detectContract } from '../../../src/diff/source/contract-kind.ts';
import { parseDocument } from '../../../src/diff/source/parse-document.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const folders = ['real-pairs/files', 'openapi-rules/specs', 'asyncapi/specs'].filter((folder) =>
  existsSync(corpus + folder),
);

describe.skipIf(folders.length === 0)('documents of the corpora', () => {
  it.each(folders)('in %s are read, unless they refer to others', { timeout: 120_000 }, (folder) => {
    const refused: string[] = [];
    for (const file of readdirSync(corpus + folder)) {
      const result = parseDocument(readFileSync(`${corpus}${folder}/${file}`));
      if (result.isErr() && result.error.kind !== 'external-reference')
        refused.push(`${file}: ${result.error.message}`);
      if (result.isOk() && detectContract(result.value) === undefined) refused.push(`${file}: unknown kind`);
    }
    expect(refused).toEqual([]);
  });
});
