import { isJsonObject, ownMember, type JsonValue } from '../../../internal/json.ts';
import { flagAt, has, textAt } from './members.ts';
import { below, quote, type Reading, type Site } from './reading.ts';

/** Where a value that is written as text stands; it decides the defaults. */
export type SerializedPlace = 'path' | 'query' | 'header' | 'cookie';

const defaultStyles: Readonly<Record<SerializedPlace, string>> = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
};

const styles = new Set([
  'matrix',
  'label',
  'simple',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
  'cookie',
]);
const explodedByDefault = new Set(['form', 'cookie']);

/** How an object with `style`, `explode` and `allowReserved` writes its value, as the text that the model has. */
export function styleOf(reading: Reading, site: Site, place: SerializedPlace): string {
  const style = textAt(site, 'style') ?? defaultStyles[place];
  if (!styles.has(style)) {
    const message = `${quote(style)} is no style that the specification knows.`;
    reading.report('invalid-value', below(site.pointer, 'style'), message);
  }
  const declared = flagAt(reading, site, 'explode', explodedByDefault.has(style));
  // There is one form of `deepObject` only.
  const exploded = declared && style !== 'deepObject';
  const reserved = flagAt(reading, site, 'allowReserved');
  return [style, ...(exploded ? ['explode'] : []), ...(reserved ? ['reserved'] : [])].join(' ');
}

/** Whether any of what `styleOf` reads is stated. */
export function statesStyle(site: Site): boolean {
  return has(site, 'style') || has(site, 'explode') || has(site, 'allowReserved');
}

const collectionStyles = new Map([
  ['ssv', 'spaceDelimited'],
  ['pipes', 'pipeDelimited'],
  ['tsv', 'tabs'],
]);

/** How Swagger 2.0 writes a parameter or header, in the words of OpenAPI 3 for `collectionFormat`. */
export function collectionOf(reading: Reading, site: Site, place: SerializedPlace): string {
  const style = defaultStyles[place];
  const exploded = explodedByDefault.has(style) ? `${style} explode` : style;
  if (textAt(site, 'type') !== 'array') return exploded;
  const format = textAt(site, 'collectionFormat') ?? 'csv';
  if (format !== 'csv' && format !== 'multi' && !collectionStyles.has(format)) {
    const message = `${quote(format)} is no collection format that the specification knows.`;
    reading.report('invalid-value', below(site.pointer, 'collectionFormat'), message);
  }
  const outer = format === 'multi' ? `${style} explode` : (collectionStyles.get(format) ?? style);
  return [outer, ...innerFormats(ownMember(site.value, 'items'))].join(', ');
}

/** Arrays within an array have formats of their own. */
function innerFormats(items: JsonValue | undefined): readonly string[] {
  if (!isJsonObject(items) || ownMember(items, 'type') !== 'array') return [];
  const format = ownMember(items, 'collectionFormat');
  return [`items ${typeof format === 'string' ? format : 'csv'}`, ...innerFormats(ownMember(items, 'items'))];
}
