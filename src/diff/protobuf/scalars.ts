/** How the candidate's type stands to the baseline's: the same values, more, fewer, or other ones. */
export type Relation = 'same' | 'widened' | 'narrowed' | 'changed';

/** For each type, those that read every message of it as it was meant. */
type Readers = ReadonlyMap<string, readonly string[]>;

const binary: Readers = new Map([
  ['int32', ['int64']],
  ['uint32', ['uint64', 'int64']],
  ['sint32', ['sint64']],
  ['bool', ['int32', 'int64', 'uint32', 'uint64']],
  ['enum', ['int32', 'int64']],
  ['string', ['bytes']],
]);

/** In JSON, numbers of up to 32 bits are numbers and larger ones are texts, and readers take both. */
const json: Readers = new Map([
  ['int32', ['int64', 'double']],
  ['uint32', ['uint64', 'int64', 'double']],
  ['float', ['double']],
]);

/** Types that differ in their bytes only. */
const alikeInJson: ReadonlyMap<string, string> = new Map([
  ['sint32', 'int32'],
  ['sfixed32', 'int32'],
  ['fixed32', 'uint32'],
  ['sint64', 'int64'],
  ['sfixed64', 'int64'],
  ['fixed64', 'uint64'],
]);

/** Compares two scalar types, `enum` standing for any enum. */
export function relate(baseline: string, candidate: string, encoding: 'binary' | 'json'): Relation {
  const [before, after] = encoding === 'binary' ? [baseline, candidate] : [baseline, candidate].map(inJson);
  if (before === after || before === undefined || after === undefined) return 'same';
  const readers = encoding === 'binary' ? binary : json;
  if (readers.get(before)?.includes(after) === true) return 'widened';
  return readers.get(after)?.includes(before) === true ? 'narrowed' : 'changed';
}

function inJson(type: string): string {
  return alikeInJson.get(type) ?? type;
}
