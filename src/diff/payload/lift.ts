import type { JsonValue } from '../../internal/json.ts';
import type { Step } from './children.ts';

/** A schema of payloads that hold a value at the end of a way into them. */
export function payloadsWith(steps: readonly Step[], value: unknown): JsonValue | undefined {
  if (!isJson(value)) return undefined;
  let schema: JsonValue = { enum: [value] };
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
  return schema;
}

const otherName = 'key';

/** Where in a payload the steps lead: `/orders/items/id`. */
export function pathOf(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      switch (step.kind) {
        case 'member':
          return `/${step.name}`;
        case 'item':
          return `/${step.index ?? 'items'}`;
        case 'other-member':
          return '/*';
        case 'branch':
          return '';
      }
    })
    .join('');
}

function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return true;
  return typeof value === 'object' && Object.values(value).every(isJson);
}
