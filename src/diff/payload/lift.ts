import type { JsonValue } from '../../internal/json.ts';
import type { Step } from './children.ts';

/** A schema of payloads that hold something at the end of a way into them. */
export interface Demand {
  readonly schema: JsonValue;
  /** Whether every such payload satisfies it; else it is about some of them. */
  readonly exact: boolean;
}

export function payloadsWith(steps: readonly Step[], part: JsonValue): Demand | undefined {
  let schema = part;
  for (const step of steps.toReversed()) {
    switch (step.kind) {
      case 'member':
        schema = { type: 'object', required: [step.name], properties: Object.fromEntries([[step.name, schema]]) };
        break;
      case 'item':
        if (step.index !== undefined && step.index > 0) return undefined;
        schema = { type: 'array', minItems: 1, items: schema };
        break;
      case 'other-member':
        if (step.pattern !== undefined) return undefined;
        schema = { type: 'object', required: [otherName], properties: { [otherName]: schema } };
        break;
      case 'branch':
        break;
    }
  }
  return { schema, exact: steps.every(({ kind }) => kind === 'member') };
}

const otherName = 'key';

/** Where in a payload the steps lead: `/orders/items/id`. */
export function pathOf(steps: readonly Step[]): string {
  return steps.map(segmentOf).join('');
}

function segmentOf(step: Step): string {
  switch (step.kind) {
    case 'member':
      return `/${step.name}`;
    case 'item':
      return `/${step.index ?? 'items'}`;
    case 'other-member':
      return '/*';
    case 'branch':
    default:
      return '';
  }
}
