import type { Header } from '../model.ts';
import { lifecycleOf } from './lifecycle.ts';
import { entriesAt, flagAt, siteOf } from './members.ts';
import type { Reading, Site } from './reading.ts';
import { serializedOf } from './serialized.ts';

/** The headers under `headers`. The content type is what `content` says, so a header for it is ignored. */
export function headersOf(reading: Reading, site: Site): readonly Header[] {
  return entriesAt(reading, site, 'headers').flatMap(([written, located]) => {
    const name = written.toLowerCase();
    if (name === 'content-type' && reading.edition !== '2.0') return [];
    const header = siteOf(reading, located);
    return header === undefined ? [] : [reading.once(readHeader, header, name)];
  });
}

function readHeader(reading: Reading, site: Site, name: string): Header {
  return {
    pointer: site.pointer,
    name,
    required: flagAt(reading, site, 'required'),
    lifecycle: lifecycleOf(reading, site),
    ...serializedOf(reading, site, 'header'),
  };
}
