import { expandedSize } from '../../source/expanded-size.ts';
import { referenceOf } from '../../source/resolve.ts';
import { escapeSegment } from '../../../internal/json-pointer.ts';
import type { JsonValue } from '../../../internal/json.ts';

/** Something that the parser must not be given. */
export interface Hazard {
  readonly rule: string;
  readonly message: string;
  readonly pointer: string;
  readonly limit?: { readonly name: string; readonly value: number };
}

/** Values with every reference written out; the parser takes seconds for as many, and for ever for many more. */
const mostExpanded = 200_000;

/**
 * Finds what would mislead the parser: it takes members named `x-parser-…` as its own notes, and believes a document
 * that claims to be parsed; it replaces text that starts with `$ref:$` by other parts of the document; it loads any
 * `$ref`, even one inside an example; and it writes references out.
 */
export function findHazard(document: JsonValue): Hazard | undefined {
  const hazard = findIn(document);
  if (hazard !== undefined) return hazard;
  const { size } = expandedSize(document);
  if (size <= mostExpanded) return undefined;
  return {
    rule: 'limit-exceeded',
    message: `With its references written out, the document has more than ${mostExpanded} values.`,
    pointer: '',
    limit: { name: 'expanded_nodes', value: mostExpanded },
  };
}

function findIn(value: JsonValue): Hazard | undefined {
  if (typeof value === 'string' && value.startsWith('$ref:$')) {
    return { rule: 'reserved-text', message: 'Text that starts with "$ref:$" is not accepted.', pointer: '' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const reference = referenceOf(value);
  if (reference !== undefined && !reference.startsWith('#')) {
    const message = 'A $ref that leaves the document is not accepted, not even inside data.';
    return { rule: 'external-reference', message, pointer: '/$ref' };
  }
  for (const [key, member] of Object.entries(value)) {
    const hazard = key.startsWith('x-parser-') ? reservedExtension : findIn(member);
    if (hazard !== undefined) return { ...hazard, pointer: `/${escapeSegment(key)}${hazard.pointer}` };
  }
  return undefined;
}

const reservedExtension: Hazard = {
  rule: 'reserved-extension',
  message: 'Members named "x-parser-…" are not accepted.',
  pointer: '',
};
