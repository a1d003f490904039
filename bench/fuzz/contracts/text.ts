import { isArray, isJsonObject } from '../../../src/diff/schema/form/json.ts';

/** How a parameter, header or form member writes its value. */
export type Writing =
  | { readonly kind: 'json' }
  | { readonly kind: 'text' }
  | { readonly kind: 'style'; readonly style: string; readonly explode: boolean };

/** One occurrence of a name: `?key[suffix]=text`. */
export interface Occurrence {
  readonly suffix: string;
  readonly text: string;
}

const delimiters: Readonly<Record<string, string>> = {
  form: ',',
  simple: ',',
  spaceDelimited: ' ',
  pipeDelimited: '|',
  tabs: '\t',
};

const plainText = /^[\w:+-]*$/;
const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/**
 * What stands on the wire for a value; undefined for values that the specifications give no text, or none that is read
 * in one way only: null, empty lists, texts with delimiters.
 */
export function write(value: unknown, writing: Writing): readonly Occurrence[] | undefined {
  if (writing.kind === 'json') return [{ suffix: '', text: JSON.stringify(value) }];
  if (isScalar(value)) return [{ suffix: '', text: String(value) }];
  if (writing.kind === 'text') return undefined;
  const { style, explode } = writing;
  const texts = textsOf(value);
  if (texts === undefined) return undefined;
  if (isArray(value)) {
    const [first] = texts;
    if (first === undefined || style === 'deepObject') return undefined;
    if (explode && style === 'form') return texts.map((text) => ({ suffix: '', text }));
    const delimiter = delimiters[style];
    return delimiter === undefined ? undefined : [{ suffix: '', text: texts.join(delimiter) }];
  }
  const names = Object.keys(Object(value));
  if (!names.every((name) => /^\w+$/.test(name))) return undefined;
  if (style === 'deepObject') return names.map((name, index) => ({ suffix: `[${name}]`, text: texts[index] ?? '' }));
  if (explode) return style === 'simple' ? one(names.map((name, index) => `${name}=${texts[index]}`)) : undefined;
  return style in delimiters ? one(names.flatMap((name, index) => [name, texts[index] ?? ''])) : undefined;
}

function one(texts: readonly string[]): readonly Occurrence[] {
  return [{ suffix: '', text: texts.join(',') }];
}

/** The texts of what a list or an object holds. */
function textsOf(value: unknown): readonly string[] | undefined {
  const held: unknown[] = isArray(value) ? [...value] : Object.values(Object(value));
  const texts = held.filter(isScalar).map(String);
  const fits = held.length > 0 && texts.length === held.length;
  return fits && texts.every((text) => text !== '' && plainText.test(text)) ? texts : undefined;
}

/** Every value that a reader may take for what stands on the wire: a text may be a string, a number or a boolean. */
export function readings(occurrences: readonly Occurrence[], writing: Writing): readonly unknown[] {
  const [first] = occurrences;
  if (first === undefined) return [];
  if (writing.kind === 'json') return parsed(first.text);
  const scalars = occurrences.length === 1 && first.suffix === '' ? readingsOf(first.text) : [];
  if (writing.kind === 'text') return scalars;
  const { style, explode } = writing;
  if (style === 'deepObject') {
    const entries = occurrences.map(({ suffix, text }) => [suffix.slice(1, -1), readingsOf(text)] as const);
    return combine(entries.map(([, values]) => values)).map((values) =>
      Object.fromEntries(entries.map(([name], index) => [name, values[index]])),
    );
  }
  const delimiter = delimiters[style] ?? ',';
  const texts = explode && style === 'form' ? occurrences.map(({ text }) => text) : first.text.split(delimiter);
  const arrays = combine(texts.map(readingsOf));
  return [...scalars, ...arrays, ...objectsOf(texts, explode)];
}

function objectsOf(texts: readonly string[], explode: boolean): readonly unknown[] {
  const pairs = explode
    ? texts.map((text) => text.split('='))
    : texts.flatMap((text, index) => (index % 2 === 0 ? [[text, texts[index + 1]]] : []));
  if (pairs.some(([name, text]) => name === undefined || text === undefined)) return [];
  return combine(pairs.map(([, text = '']) => readingsOf(text))).map((values) =>
    Object.fromEntries(pairs.map(([name = ''], index) => [name, values[index]])),
  );
}

export function readingsOf(text: string): readonly unknown[] {
  const isJsonScalar = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false)$/.test(text);
  return isJsonScalar ? [text, ...parsed(text)] : [text];
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return [value];
  } catch {
    return [];
  }
}

/** One of each, in every way. */
export function combine(choices: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return choices.reduce<readonly (readonly unknown[])[]>(
    (known, values) => known.flatMap((each) => values.map((value) => [...each, value])).slice(0, 300),
    [[]],
  );
}

/** What a form has for a member: text, or JSON where the member holds more than scalars. */
export function writeMember(value: unknown): readonly string[] | undefined {
  if (isScalar(value)) return [String(value)];
  if (isArray(value)) {
    const texts = value.map((each: unknown) => (isScalar(each) ? String(each) : undefined));
    return texts.length > 0 && texts.every((text) => text !== undefined) ? texts.map(String) : undefined;
  }
  return isJsonObject(value) ? [JSON.stringify(value)] : undefined;
}

export function readMember(texts: readonly string[]): readonly unknown[] {
  const [first = ''] = texts;
  const lists = combine(texts.map(readingsOf));
  if (texts.length !== 1) return lists;
  return [...readingsOf(first), ...lists, ...(first.startsWith('{') ? parsed(first) : [])];
}
