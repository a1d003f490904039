import type { Serialized } from '../model.ts';
import { entriesAt, has, memberAt, siteOf } from './members.ts';
import { toMediaRange } from './media-range.ts';
import { below, type Reading, type Site } from './reading.ts';
import { kindsOf, madeSchema, schemaAt } from './schemas.ts';
import { collectionOf, styleOf, type SerializedPlace } from './serialization.ts';

type WrittenValue = Pick<Serialized, 'serialization' | 'kinds' | 'schema' | 'text'>;

/** What is written about a value that travels as text: how, and what it may be. */
export function serializedOf(reading: Reading, site: Site, place: SerializedPlace): WrittenValue {
  if (reading.edition === '2.0' && !has(site, 'schema')) {
    const schema = has(site, 'type') ? { schema: madeSchema(reading, site) } : {};
    return { serialization: collectionOf(reading, site, place), ...kindsOf(reading, site), ...schema, text: true };
  }
  if (has(site, 'content')) return contentOf(reading, site);
  const schema = schemaAt(reading, site, 'schema');
  const serialization = styleOf(reading, site, place);
  return {
    serialization,
    ...kindsOf(reading, memberAt(site, 'schema')),
    ...(schema === undefined ? {} : { schema }),
    text: true,
  };
}

function contentOf(reading: Reading, site: Site): WrittenValue {
  const entries = entriesAt(reading, site, 'content');
  const [first] = entries;
  if (first === undefined || entries.length > 1) {
    reading.report('invalid-value', below(site.pointer, 'content'), 'The content of a parameter is one media type.');
  }
  if (first === undefined) return { serialization: 'content', text: true };
  const [name, located] = first;
  const { range, kind } = toMediaRange(name);
  const media = siteOf(reading, located);
  const schema = media === undefined ? undefined : schemaAt(reading, media, 'schema');
  return { serialization: `content ${range}`, ...(schema === undefined ? {} : { schema }), text: kind !== 'json' };
}
