import { describe, expect, it } from 'vitest';

import { ann, createWorld, payments, prepareUpgrade, recorded } from './support.ts';

describe('a rollback that is refused', () => {
  it('says what would open the gate, and is audited with the target that it would have had', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    (await world.rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrap();
    const refused = (await world.rollout.rollback(payments, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ reason: 'breaking_changes', remedy: expect.stringContaining('roll back') });
    expect((await recorded(world.store)).at(-1)).toMatchObject({
      type: 'platform.integration.contract.activation_blocked',
      data: { operation: 'rollback', contract_version: 'v1' },
    });
  });

  it('is audited without a target where there is none', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const refused = (await world.rollout.rollback(payments, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ reason: 'no_rollback_target' });
    expect((await recorded(world.store)).at(-1)).toMatchObject({
      data: { operation: 'rollback', contract_version: null },
    });
  });
});
