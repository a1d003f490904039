import { isNamed, unqualified, type AvroField, type AvroNamed, type AvroRecord, type AvroType } from './model.ts';

/**
 * How one writer type stands to one reader type, before looking inside:
 * `same` and `promoted` go on, with `lossy` where a value can change on the way, the others end there.
 */
export type Match =
  | { readonly kind: 'same'; readonly name: 'full' | 'unqualified' | 'alias' }
  | { readonly kind: 'promoted'; readonly lossy: boolean }
  | { readonly kind: 'size' }
  | { readonly kind: 'none' };

/** Reader types that read a writer's type, and whether they keep every value of it. */
const promotions: ReadonlyMap<string, ReadonlyMap<string, { readonly lossy: boolean }>> = new Map([
  [
    'int',
    new Map([
      ['long', { lossy: false }],
      ['float', { lossy: true }],
      ['double', { lossy: false }],
    ]),
  ],
  [
    'long',
    new Map([
      ['float', { lossy: true }],
      ['double', { lossy: true }],
    ]),
  ],
  ['float', new Map([['double', { lossy: false }]])],
  ['string', new Map([['bytes', { lossy: false }]])],
  // Bytes that are not UTF-8 make no string.
  ['bytes', new Map([['string', { lossy: true }]])],
]);

/** Compares two types that are no unions. */
export function matchTypes(writer: AvroType, reader: AvroType): Match {
  if (writer.kind !== reader.kind) {
    const promotion = promotions.get(writer.kind)?.get(reader.kind);
    return promotion === undefined ? { kind: 'none' } : { kind: 'promoted', ...promotion };
  }
  if (!isNamed(writer) || !isNamed(reader)) return { kind: 'same', name: 'full' };
  const name = matchNames(writer, reader);
  if (name === undefined) return { kind: 'none' };
  if (writer.kind === 'fixed' && reader.kind === 'fixed' && writer.size !== reader.size) return { kind: 'size' };
  return { kind: 'same', name };
}

function matchNames(writer: AvroNamed, reader: AvroNamed): 'full' | 'unqualified' | 'alias' | undefined {
  if (writer.name === reader.name) return 'full';
  if (reader.aliases.includes(writer.name)) return 'alias';
  return unqualified(writer.name) === unqualified(reader.name) ? 'unqualified' : undefined;
}

/** The reader's branch that takes a writer's value. */
export interface Pick {
  readonly index: number;
  readonly branch: AvroType;
  readonly match: Match;
  /** Why implementations may take different branches. */
  readonly disputed?: string;
}

/**
 * The branch that reads a type: the one of the same name or kind, else the first by namespace or alias, else the first
 * that promotes. The specification takes the first that matches at all, most implementations the exact one; where
 * that is another branch, or several match by name only, the pick is disputed.
 */
export function pickBranch(writer: AvroType, branches: readonly AvroType[]): Pick | undefined {
  const matches = branches
    .map((branch, index) => ({ index, branch, match: matchTypes(writer, branch) }))
    .filter(({ match }) => match.kind === 'same' || match.kind === 'promoted');
  const exact = matches.find(({ match }) => match.kind === 'same' && match.name === 'full');
  const byName = matches.filter(({ match }) => match.kind === 'same');
  const pick = exact ?? byName[0] ?? matches[0];
  if (pick === undefined) return undefined;
  if (exact === undefined && byName.length > 1) {
    return { ...pick, disputed: 'Several branches of the reader match the name of the type without its namespace.' };
  }
  const earlier = matches.find(({ index, match }) => index < pick.index && match.kind === 'promoted' && match.lossy);
  const kept = earlier === undefined || pick.match.kind === 'promoted';
  const asBytes = matches.some(({ index, branch }) => index < pick.index && branch.kind === 'bytes');
  if (kept && !asBytes) return pick;
  return {
    ...pick,
    disputed:
      'An earlier branch of the reader matches by promotion, and implementations differ in which one they take.',
  };
}

/** What a reader's field is read from. */
export interface FieldSource {
  readonly reader: AvroField;
  /** Absent where the writer has no such field. */
  readonly writer?: AvroField;
  readonly through?: 'name' | 'alias';
  /** Why implementations may read different fields. */
  readonly disputed?: string;
}

/** Finds for each field of the reader the field of the writer: by name, else by the reader's aliases. */
export function matchFields(writer: AvroRecord, reader: AvroRecord): readonly FieldSource[] {
  const written = new Map(writer.fields.map((field) => [field.name, field]));
  const names = new Set(reader.fields.map(({ name }) => name));
  const claims = new Map<string, number>();
  for (const { aliases } of reader.fields) {
    for (const alias of new Set(aliases)) claims.set(alias, (claims.get(alias) ?? 0) + 1);
  }
  return reader.fields.map((field) => {
    const byName = written.get(field.name);
    const found = field.aliases.flatMap((alias) => written.get(alias) ?? []).filter((one) => one !== byName);
    const [byAlias, second] = found;
    if (byAlias === undefined) {
      return byName === undefined ? { reader: field } : { reader: field, writer: byName, through: 'name' };
    }
    const ambiguous =
      byName !== undefined ||
      (second !== undefined && second !== byAlias) ||
      names.has(byAlias.name) ||
      (claims.get(byAlias.name) ?? 0) > 1;
    const source: FieldSource = { reader: field, writer: byName ?? byAlias, through: byName ? 'name' : 'alias' };
    if (!ambiguous) return source;
    return {
      ...source,
      disputed: 'Names and aliases lead to more than one field, which implementations refuse or resolve differently.',
    };
  });
}
