import type { MediaType } from '../model.ts';
import { encodingOf } from './encoding.ts';
import { entriesAt, siteOf } from './members.ts';
import { toMediaRange } from './media-range.ts';
import type { Reading, Site } from './reading.ts';
import { schemaAt } from './schemas.ts';

/** The media types under `content`. */
export function contentOf(reading: Reading, site: Site): readonly MediaType[] {
  return entriesAt(reading, site, 'content').flatMap(([name, located]) => {
    const media = siteOf(reading, located);
    return media === undefined ? [] : [reading.once(readMediaType, media, name)];
  });
}

function readMediaType(reading: Reading, site: Site, name: string): MediaType {
  const { range, kind } = toMediaRange(name);
  const schema = schemaAt(reading, site, 'schema');
  const itemSchema = schemaAt(reading, site, 'itemSchema');
  const form = kind === 'form' || kind === 'multipart' ? encodingOf(reading, site, range) : undefined;
  return {
    pointer: site.pointer,
    name,
    range,
    ...(schema === undefined ? {} : { schema }),
    ...(itemSchema === undefined ? {} : { itemSchema }),
    text: form?.text ?? (kind === 'text' || kind === 'xml'),
    encoding: form?.encoding ?? [],
  };
}
