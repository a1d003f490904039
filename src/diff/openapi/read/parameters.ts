import { referenceOf, type Located } from '../../source/resolve.ts';
import type { Parameter } from '../model.ts';
import { lasting, lifecycleOf } from './lifecycle.ts';
import { flagAt, itemsAt, siteOf, textAt } from './members.ts';
import { expressionsOf } from './path-template.ts';
import { below, quote, type Reading, type Site } from './reading.ts';
import { serializedOf } from './serialized.ts';

/** Parameters of Swagger 2.0 that together are the body. */
const bodyPlaces = new Set(['body', 'formData']);
const places = ['path', 'query', 'header', 'cookie', 'querystring'] as const;

/** What is described elsewhere: these parameters of OpenAPI 3 are ignored, as its specification says. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** More are not read; merging the lists of many operations would take too long. */
const mostParameters = 1000;

/** The parameters of an operation, its own in place of those of the path item that have the same name and place. */
export interface ParameterList {
  readonly parameters: readonly Parameter[];
  /** Parameters of Swagger 2.0 that make the body. */
  readonly body: readonly Site[];
}

/** Who states parameters, the more general first, and the path that they are for, unless it is no URL. */
export interface ParameterHolders {
  readonly holders: readonly Site[];
  readonly operation: Site;
  readonly path?: string;
}

/** Reads the parameters that hold for an operation. */
export function parametersOf(reading: Reading, { holders, operation, path }: ParameterHolders): ParameterList {
  const lists = holders.map((holder) => statedParameters(reading, holder)).filter(({ length }) => length > 0);
  const body: Site[] = [];
  const parameters: Parameter[] = [];
  for (const { place, site, parameter } of merge(lists)) {
    if (parameter !== undefined) parameters.push(parameter);
    else if (bodyPlaces.has(place)) body.push(site);
  }
  return { body, parameters: path === undefined ? parameters : inPath(parameters, path, operation) };
}

/** The parameters that a path item or an operation states itself. */
export function statedParameters(reading: Reading, holder: Site): readonly Stated[] {
  return reading.once(readList, holder);
}

function merge(lists: readonly (readonly Stated[])[]): Iterable<Stated> {
  const [first = [], ...others] = lists;
  if (others.length === 0) return first;
  const merged = new Map<string, Stated>();
  for (const list of lists) for (const each of list) merged.set(each.identity, each);
  return merged.values();
}

/** A parameter as one list states it. */
export interface Stated {
  readonly identity: string;
  readonly place: string;
  readonly site: Site;
  /** Absent for what is part of the body or ignored. */
  readonly parameter?: Parameter;
}

function readList(reading: Reading, holder: Site): readonly Stated[] {
  const items = itemsAt(reading, holder, 'parameters');
  if (items.length > mostParameters) {
    const message = `More than ${mostParameters} parameters in one place are not read.`;
    reading.report('limit-exceeded', below(holder.pointer, 'parameters'), message);
  }
  const seen = new Set<string>();
  return items.slice(0, mostParameters).flatMap((located) => {
    const stated = readItem(reading, located);
    if (stated === undefined) return [];
    if (seen.has(stated.identity)) {
      const message = `The parameter ${quote(stated.identity)} occurs twice.`;
      reading.report('duplicate-parameter', located.pointer, message);
    }
    seen.add(stated.identity);
    return [stated];
  });
}

function readItem(reading: Reading, located: Located): Stated | undefined {
  const reference = referenceOf(located.value);
  if (reference !== undefined && reading.target(reference) === undefined) return toUnknown(located, reference);
  const site = siteOf(reading, located);
  return site === undefined ? undefined : reading.once(readParameter, site);
}

/** A reference that leads nowhere is found in published documents: a parameter of which only that can be said. */
function toUnknown({ pointer }: Located, reference: string): Stated {
  const parameter: Parameter = {
    pointer,
    name: reference,
    in: 'query',
    key: reference,
    required: true,
    lifecycle: lasting,
    serialization: 'unknown',
    text: true,
  };
  return { identity: `unknown ${reference}`, place: 'unknown', site: { value: {}, pointer, shared: false }, parameter };
}

function readParameter(reading: Reading, site: Site): Stated | undefined {
  const [name, place] = [textAt(site, 'name'), textAt(site, 'in')];
  // The name of a body is documentation.
  if (place === 'body') return { identity: 'body', place, site };
  if (name === undefined || place === undefined) {
    reading.report('missing-field', site.pointer, 'A parameter needs a "name" and an "in".');
    return undefined;
  }
  const key = place === 'header' ? name.toLowerCase() : name;
  const identity = `${place} ${key}`;
  const ignored = place === 'header' && reading.edition !== '2.0' && ignoredHeaders.has(key);
  if (ignored || place === 'formData') return { identity, place, site };
  const known = places.find((each) => each === place);
  if (known === undefined) {
    const message = `A parameter is in ${places.join(', ')}, not ${quote(place)}.`;
    reading.report('invalid-value', below(site.pointer, 'in'), message);
    return undefined;
  }
  const allowsEmpty = known === 'query' && flagAt(reading, site, 'allowEmptyValue');
  const parameter = {
    pointer: site.pointer,
    name,
    in: known,
    key: known === 'path' ? outsidePath(name) : key,
    // A path without one of its parts is another path.
    required: known === 'path' || flagAt(reading, site, 'required'),
    lifecycle: lifecycleOf(reading, site),
    ...serializedOf(reading, site, known === 'querystring' ? 'query' : known),
    ...(allowsEmpty ? { allowsEmpty } : {}),
  };
  return { identity, place, site, parameter };
}

/** The key of a path parameter that stands in no expression of its path. */
function outsidePath(name: string): string {
  return `{${name}}`;
}

/** Keys path parameters by position, and adds those that the path names and nothing describes: they can be any text. */
function inPath(parameters: readonly Parameter[], path: string, { pointer }: Site): readonly Parameter[] {
  const names = expressionsOf(path) ?? [];
  if (names.length === 0) return parameters;
  const described = new Set<string>();
  const keyed = parameters.map((parameter) => {
    if (parameter.in !== 'path') return parameter;
    described.add(parameter.name);
    const position = names.indexOf(parameter.name);
    return position === -1 ? parameter : { ...parameter, key: String(position) };
  });
  for (const [position, name] of names.entries()) {
    if (!described.has(name)) keyed.push(toImplied(pointer, name, position));
  }
  return keyed;
}

function toImplied(pointer: string, name: string, position: number): Parameter {
  return {
    pointer,
    name,
    in: 'path',
    key: String(position),
    required: true,
    lifecycle: lasting,
    serialization: 'simple',
    text: true,
  };
}
