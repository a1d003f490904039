import { canonicalJson } from '../../../internal/canonical-json.ts';
import { isJsonObject, ownMember } from '../../../internal/json.ts';
import type { Located } from '../../source/resolve.ts';
import type { Encoding } from '../model.ts';
import { contentTypeOf, formMembers } from './form-members.ts';
import { headersOf } from './headers.ts';
import { entriesAt, has, itemsAt, memberAt, objectAt, siteOf, textAt } from './members.ts';
import { toMediaRange } from './media-range.ts';
import type { Reading, Site } from './reading.ts';
import { followSchema, kindsOf } from './schemas.ts';
import { statesStyle, styleOf } from './serialization.ts';

/** How the members of a form body are written, and which of them travel as text. */
export interface FormEncoding {
  readonly encoding: readonly Encoding[];
  readonly text: ReadonlySet<string>;
}

/** One member of a form, or one part of a multipart body. */
interface Member {
  readonly name: string;
  readonly schema?: Located | undefined;
  /** Its Encoding Object. */
  readonly stated?: Site | undefined;
}

const formType = 'application/x-www-form-urlencoded';

/** Reads how the members of a form body with this media type are written. */
export function encodingOf(reading: Reading, media: Site, type: string): FormEncoding {
  const stated = new Map(entriesAt(reading, media, 'encoding'));
  const members = formMembers(reading, memberAt(media, 'schema'));
  const encoding = [...new Set([...members.keys(), ...stated.keys()])].map((name) => {
    const located = stated.get(name);
    const member = {
      name,
      schema: members.get(name),
      stated: located === undefined ? undefined : siteOf(reading, located),
    };
    return toEncoding(reading, media, type, member);
  });
  return {
    encoding: [...encoding, ...partsOf(reading, media, type)],
    text: namesOfTexts(encoding),
  };
}

/** The members that travel as text. */
export function namesOfTexts(encoding: readonly Encoding[]): ReadonlySet<string> {
  return new Set(encoding.filter(({ contentType }) => contentType === 'text/plain').map(({ name }) => name));
}

function toEncoding(reading: Reading, media: Site, type: string, { name, schema, stated }: Member): Encoding {
  const pointer = stated?.pointer ?? schema?.pointer ?? media.pointer;
  const headers = stated === undefined || type === formType ? [] : headersOf(reading, stated);
  const rest = { pointer, name, ...kindsOf(reading, schema), ...(headers.length === 0 ? {} : { headers }) };
  if (stated !== undefined && isStyled(reading, type) && statesStyle(stated)) {
    return { ...rest, serialization: styleOf(reading, stated, 'query'), contentType: 'text/plain' };
  }
  const written = stated === undefined ? undefined : textAt(stated, 'contentType');
  const contentType = written === undefined ? contentTypeOf(reading, schema) : toRanges(written);
  const serialization = [plainSerialization(type, contentType), ...nestedIn(stated)].join(' ');
  return { ...rest, serialization, contentType };
}

/** How the parts of a part are written (since 3.2); read no further, so that any change of it counts. */
function nestedIn(stated: Site | undefined): readonly string[] {
  if (stated === undefined) return [];
  return ['encoding', 'prefixEncoding', 'itemEncoding'].flatMap((key) => {
    const nested = ownMember(stated.value, key);
    return nested === undefined ? [] : [`${key} ${canonicalJson(nested)}`];
  });
}

/** How a member without `style` is written: text in a URL-encoded form looks as in a query. */
export function plainSerialization(type: string, contentType: string): string {
  return type === formType && contentType === 'text/plain' ? 'form explode' : `content ${contentType}`;
}

/** Whether `style` and the like mean anything: since 3.1 also in multipart forms. */
function isStyled({ edition }: Reading, type: string): boolean {
  return type === formType || (type.startsWith('multipart/form-data') && edition !== '3.0');
}

/** Several media types may be named, in any order. */
function toRanges(written: string): string {
  const ranges = written.split(',').map((each) => toMediaRange(each).range);
  return ranges.sort().join(', ');
}

/** The parts of a multipart body that are told apart by position (since 3.2). */
function partsOf(reading: Reading, media: Site, type: string): readonly Encoding[] {
  if (!type.startsWith('multipart/')) return [];
  const stated = itemsAt(reading, media, 'prefixEncoding').map((located) => siteOf(reading, located));
  const { prefix, rest } = itemSchemas(reading, media);
  const count = Math.max(stated.length, prefix.length);
  const first = Array.from({ length: count }, (_, index): Member => {
    return { name: `items/${index}`, schema: prefix[index] ?? rest, stated: stated[index] };
  });
  const others = { name: 'items', schema: rest, stated: objectAt(reading, media, 'itemEncoding') };
  const hasOthers = rest !== undefined || has(media, 'itemEncoding');
  return [...first, ...(hasOthers ? [others] : [])].map((part) => toEncoding(reading, media, type, part));
}

/** The schemas of the parts that stand first, and of all others. */
function itemSchemas(
  reading: Reading,
  media: Site,
): { readonly prefix: readonly Located[]; readonly rest: Located | undefined } {
  const item = memberAt(media, 'itemSchema');
  const whole = memberAt(media, 'schema');
  const { value, pointer } = whole === undefined ? { value: undefined, pointer: '' } : followSchema(reading, whole);
  if (!isJsonObject(value)) return { prefix: [], rest: item };
  const site = { value, pointer, shared: true };
  return { prefix: itemsAt(reading, site, 'prefixItems'), rest: item ?? memberAt(site, 'items') };
}
