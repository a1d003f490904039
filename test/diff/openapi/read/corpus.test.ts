import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { parseApi } from '../../../../src/diff/openapi/parse.ts';

const corpus = fileURLToPath(new URL('../../../../../shared/corpus/', import.meta.url));
const folders = ['real-pairs/files', 'openapi-rules/specs'].filter((folder) => existsSync(corpus + folder));

describe.skipIf(folders.length === 0)('OpenAPI documents of the corpora', () => {
  it.each(folders)('in %s are read without a problem', { timeout: 120_000 }, (folder) => {
    const refused: string[] = [];
    let operations = 0;
    for (const file of readdirSync(corpus + folder)) {
      const source = readFileSync(`${corpus}${folder}/${file}`);
      if (/^"?asyncapi|^\s*"asyncapi"/mu.test(source.toString('utf8', 0, 2000))) continue;
      const result = parseApi(source, undefined);
      if (result.isErr()) {
        for (const { rule, pointer } of result.error.problems.slice(0, 3)) refused.push(`${file}: ${rule} ${pointer}`);
      } else {
        operations += result.value.model.operations.length + result.value.model.webhooks.length;
      }
    }
    expect(refused).toEqual([]);
    expect(operations).toBeGreaterThan(0);
  });
});
