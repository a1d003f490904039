import { describe, expect, it } from 'vitest';

import { createWorld, payments } from './support.ts';

describe('a call that names nobody', () => {
  it('is told which argument is missing, and nothing is looked up', async () => {
    const { rollout } = createWorld();
    // @ts-expect-error -- left out by mistake
    const refused = (await rollout.list(payments))._unsafeUnwrapErr();
    expect(refused).toMatchObject({
      error_code: 'integration_contract_invalid_payload',
      message: 'The second argument, which names the actor, is required.',
    });
  });
});
