import { createComparer } from './comparer.ts';
import type { ComparerOptions, Containment } from './comparer.ts';
import type { DialectName } from './compile/dialect.ts';

/** How two schemas are compared. */
export interface CompareOptions extends Omit<ComparerOptions, 'direction'> {
  /** Default: what a schema's own `$schema` names, else 2020-12. */
  readonly dialect?: DialectName;
}

/**
 * Is every instance of `sub` an instance of `sup`?
 *
 * @example
 * compareSchemas({ type: 'integer' }, { type: 'number' }); // { verdict: 'contained' }
 * compareSchemas({ type: 'number' }, { type: 'integer' }); // { verdict: 'not_contained', witness: 0.5 }
 */
export function compareSchemas(sub: unknown, sup: unknown, options: CompareOptions = {}): Containment {
  const { dialect, ...rest } = options;
  const comparer = createComparer(rest);
  return comparer.compare(comparer.read(sub, dialect).at(''), comparer.read(sup, dialect).at(''));
}
