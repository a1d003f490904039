import type { Finding } from '../../../src/core/report.ts';
import type { Api, Call } from './api.ts';
import type { SchemaSite } from './standalone.ts';
import { readings, write, type Writing } from './text.ts';
import { judgeValue } from './values.ts';

/** A payload of a call, and which way it travels. */
interface Payload {
  readonly place: string;
  readonly schema: SchemaSite | undefined;
  readonly writing: Writing;
}

/** Whether no payload of the affected operations bears a witness out: sent by the one side, refused by the other. */
export function refuteWitness(
  { occurrences, witness, direction }: Finding,
  baseline: Api,
  candidate: Api,
): { readonly refuted: boolean; readonly why: string } {
  if (occurrences.length === 0) return { refuted: false, why: 'of no operation' };
  const tried: string[] = [];
  // A witness is made for the place where a change was met first.
  const confirmed = occurrences.some(({ operation }) => {
    const [before, after] = [payloadsOf(baseline, operation), payloadsOf(candidate, operation)];
    const [senders, readers] = direction === 'request' ? [before, after] : [after, before];
    return senders.some((sender) =>
      readers.some((reader) => {
        if (
          sender.place !== reader.place ||
          (sender.schema?.direction !== reader.schema?.direction &&
            sender.schema !== undefined &&
            reader.schema !== undefined)
        )
          return false;
        const sent = judgeValue(sender.schema, 'schema', witness);
        const read = judgeText(reader, witness, sender.writing);
        tried.push(`${operation} ${sender.place} sent ${sent} read ${read}`);
        return sent !== 'invalid' && read !== 'valid';
      }),
    );
  });
  return { refuted: !confirmed, why: tried.join(', ') };
}

function judgeText(reader: Payload, value: unknown, writing: Writing): string {
  if (writing.kind === 'json') return judgeValue(reader.schema, 'schema', value);
  const written = write(value, writing);
  if (written === undefined) return judgeValue(reader.schema, 'schema', value);
  // A list of one looks like the one, but the next list does not.
  const alike = readings(written, reader.writing).filter((each) => Array.isArray(each) === Array.isArray(value));
  const verdicts = new Set(alike.map((each) => judgeValue(reader.schema, 'schema', each)));
  return (['valid', 'unknown'] as const).find((each) => verdicts.has(each)) ?? 'invalid';
}

/** Those of the operation that a finding names: `GET /pets`, `webhook POST changed`, `POST /pets callback POST done …`. */
function payloadsOf(api: Api, operation: string): readonly Payload[] {
  const call = findCall(api, operation);
  if (call === undefined) return [];
  const json: Writing = { kind: 'json' };
  const text: Writing = { kind: 'text' };
  const written = (type: string): Writing => (type.startsWith('text/') ? text : json);
  const literals = call.path.split('/').filter((segment) => segment !== '' && !segment.includes('{'));
  return [
    ...call.fields.map(({ in: place, schema, writing }) => ({ place: `field ${place}`, schema, writing })),
    // What a path has in place of a parameter.
    ...literals.map((text) => ({ place: 'field path', schema: literal(text), writing: simple })),
    ...(call.body?.contents ?? []).map(({ type, schema }) => ({ place: 'body', schema, writing: written(type) })),
    ...call.answers.flatMap(({ contents, headers }) => [
      ...contents.map(({ type, schema }) => ({ place: 'answer', schema, writing: written(type) })),
      ...headers.map(({ schema, writing }) => ({ place: 'header', schema, writing })),
    ]),
  ];
}

const simple: Writing = { kind: 'style', style: 'simple', explode: false };

function literal(text: string): SchemaSite {
  return { root: {}, edition: 'json-schema', schema: { enum: [text] }, direction: 'request' };
}

function findCall(api: Api, operation: string): Call | undefined {
  const [first = '', ...callbacks] = operation.split(' callback ');
  const named = first.startsWith('webhook ')
    ? api.webhooks.get(first.slice('webhook '.length))
    : findServed(api, first);
  return callbacks.reduce<Call | undefined>((call, name) => call?.callbacks.get(name), named);
}

function findServed(api: Api, name: string): Call | undefined {
  const shape = (text: string): string => text.replaceAll(/\{\w+\}/g, '{}');
  const exact = api.calls.find(({ method, path }) => shape(`${method} ${path}`) === shape(name));
  // Base paths may have been moved into paths, and templates take literal paths.
  return (
    exact ??
    api.calls.find(({ method, path }) => name.startsWith(method) && name.endsWith(path)) ??
    api.calls.find(({ method, path }) => new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(name))
  );
}
