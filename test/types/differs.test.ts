import { expectTypeOf, it } from 'vitest';

import type {
  ContractDiffer,
  ContractType,
  DiffOptions,
  DiffPool,
  DiffPoolOptions,
  DifferUnavailableReason,
  DiffTask,
  OpenApiDifferOptions,
  ValidateTask,
  Waiver,
} from '../../src/index.ts';
import { createDiffPool, createOpenApiDiffer } from '../../src/index.ts';

it('the differ and the pool are made of options that the root entry names', () => {
  expectTypeOf(createOpenApiDiffer).parameter(0).toEqualTypeOf<OpenApiDifferOptions | undefined>();
  expectTypeOf(createOpenApiDiffer).returns.toEqualTypeOf<ContractDiffer>();
  expectTypeOf(createDiffPool).parameter(0).toEqualTypeOf<DiffPoolOptions | undefined>();
  expectTypeOf(createDiffPool).returns.toEqualTypeOf<DiffPool>();
  expectTypeOf<OpenApiDifferOptions['accept']>().toEqualTypeOf<readonly Waiver[] | undefined>();
  expectTypeOf<DiffTask['options']>().toEqualTypeOf<DiffOptions | undefined>();
  expectTypeOf<ValidateTask['contract_type']>().toEqualTypeOf<ContractType>();
  expectTypeOf<'queue_full'>().toExtend<DifferUnavailableReason>();
});

it('takes the time from a clock, not from an option', () => {
  // @ts-expect-error
  expectTypeOf(createOpenApiDiffer).toBeCallableWith({ now: '2026-01-01T00:00:00Z' });
});
