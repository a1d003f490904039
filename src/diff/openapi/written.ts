/** What decides how a value is written: `style` treats lists and objects each in its own way. */
export type ValueKind = 'scalar' | 'array' | 'object';

/** How a value is written, and what it may be. */
export interface Written {
  /** With the defaults of its place filled in: `form explode`, `simple`, `tabs`, `content application/json`. */
  readonly serialization: string;
  readonly contentType?: string;
  /** Absent where values may be of any kind. */
  readonly kinds?: ReadonlySet<ValueKind>;
}

const everyKind: ReadonlySet<ValueKind> = new Set(['scalar', 'array', 'object']);

/** Whether values of some kind are possible on both sides and written differently. */
export function isWrittenDifferently(baseline: Written, candidate: Written): boolean {
  const { kinds: before = everyKind } = baseline;
  const { kinds: after = everyKind } = candidate;
  return [...before].some((kind) => after.has(kind) && formOf(kind, baseline) !== formOf(kind, candidate));
}

/** Styles that write a scalar as name and value; some of them are meant for lists or objects only. */
const namingStyles = new Set(['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']);

/** The same for serializations that do the same with values of a kind. */
function formOf(kind: ValueKind, { serialization, contentType = '' }: Written): string {
  const [style = '', ...flags] = serialization.split(' ');
  // Only what has parts can be exploded; a list of style `simple` has commas either way.
  const isIndivisible = kind === 'scalar' || (kind === 'array' && style === 'simple');
  const own = kind === 'scalar' && namingStyles.has(style) ? 'form' : style;
  return [own, ...flags.filter((flag) => !isIndivisible || flag !== 'explode'), contentType].join(' ');
}
