import type { RawSchema } from './witness.ts';

export function judgeWithAjv(_witness: unknown, _raw: RawSchema): 'valid' | 'invalid' | undefined {
  return undefined;
}
