import { canonicalJson } from '../../../internal/canonical-json.ts';
import { ownMember } from '../../../internal/json.ts';
import type { Link, Response } from '../model.ts';
import { contentOf } from './content.ts';
import { headersOf } from './headers.ts';
import { entriesAt, entriesOf, has, objectAt, siteOf, textAt } from './members.ts';
import { quote, type Reading, type Site } from './reading.ts';
import { swaggerResponseContent } from './swagger-body.ts';

/** The responses of an operation, by status. */
export function responsesOf(reading: Reading, operation: Site): readonly Response[] {
  const responses = objectAt(reading, operation, 'responses');
  if (responses === undefined) return [];
  return entriesOf(responses).flatMap(([written, located]) => {
    if (written.startsWith('x-')) return [];
    if (!/^(?:[1-5](?:\d\d|xx)|default)$/iu.test(written)) {
      const message = `${quote(written)} is no status, range of statuses (2XX) or "default".`;
      reading.report('invalid-value', located.pointer, message);
    }
    const response = siteOf(reading, located);
    if (response === undefined) return [];
    const { pointer, headers, links, content } = reading.once(readResponse, response);
    return [
      {
        pointer,
        status: written === 'default' ? written : written.toUpperCase(),
        content: reading.edition === '2.0' ? swaggerResponseContent(reading, response, operation) : content,
        headers,
        links,
      },
    ];
  });
}

function readResponse(reading: Reading, site: Site): Omit<Response, 'status'> {
  return {
    pointer: site.pointer,
    content: contentOf(reading, site),
    headers: headersOf(reading, site),
    links: entriesAt(reading, site, 'links').flatMap(([name, located]): readonly Link[] => {
      const link = siteOf(reading, located);
      return link === undefined ? [] : [{ pointer: link.pointer, name, target: targetOf(reading, link) }];
    }),
  };
}

/** What a link leads to and with what: an operation is the same by id and by reference. */
function targetOf(reading: Reading, link: Site): string {
  const reference = textAt(link, 'operationRef');
  const operation = reference === undefined ? undefined : reading.target(reference)?.value;
  const referred = operation === undefined ? undefined : siteOf(reading, { value: operation, pointer: link.pointer });
  const id = textAt(link, 'operationId') ?? (referred === undefined ? undefined : textAt(referred, 'operationId'));
  const inputs = ['parameters', 'requestBody'].flatMap((key) =>
    has(link, key) ? [`${key} ${canonicalJson(ownMember(link.value, key))}`] : [],
  );
  const server = objectAt(reading, link, 'server');
  const place = server === undefined ? [] : [`server ${textAt(server, 'url') ?? ''} ${variablesOf(server)}`];
  return [id ?? reference ?? '', ...inputs, ...place].join(' ');
}

function variablesOf(server: Site): string {
  return canonicalJson(ownMember(server.value, 'variables') ?? {});
}
