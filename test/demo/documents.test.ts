import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';

import { createAsyncApiDiffer } from '../../src/adapters/built-in/create-asyncapi-differ.ts';
import { createOpenApiDiffer } from '../../src/adapters/built-in/create-openapi-differ.ts';

const root = fileURLToPath(new URL('../../examples/documents', import.meta.url));
const filesOf = (folder: string) => readdirSync(join(root, folder)).map((file) => join(folder, file));
const call = { signal: AbortSignal.timeout(60_000) };

describe('the example documents', () => {
  it.each(filesOf('payments-api'))('%s is a valid OpenAPI document', async (file) => {
    const bytes = readFileSync(join(root, file));
    const { valid, errors } = await new Validator().validate(bytes.toString());
    expect({ valid, errors }).toEqual({ valid: true });
    expect((await createOpenApiDiffer().validate(bytes, call))._unsafeUnwrap()).toMatchObject({
      specification: 'openapi 3.0.3',
    });
  });

  it.each(filesOf('payment-events'))('%s is a valid AsyncAPI document', async (file) => {
    const validated = await createAsyncApiDiffer().validate(readFileSync(join(root, file)), call);
    expect(validated._unsafeUnwrap()).toMatchObject({ specification: 'asyncapi 3.0.0' });
  });

  it('are three versions of each contract', () => {
    for (const folder of ['payments-api', 'payment-events']) expect(filesOf(folder)).toHaveLength(3);
  });
});
