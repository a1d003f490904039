import type { PayloadComparer, SchemaUse } from '../payload/payload.ts';
import type { Operation, Parameter } from './model.ts';
import { literalsFor } from './pair-operations.ts';

/** The parameters of a path, by the position under which the model has them. */
function atPosition(operation: Operation, position: number): Parameter | undefined {
  return operation.parameters.find(({ in: place, key }) => place === 'path' && key === String(position));
}

/**
 * An operation as if it stood under a template that takes its path: the literal segments are parameters with one value,
 * and its own parameters move to the positions that they have in the template.
 */
export function fitToTemplate(operation: Operation, template: Operation): Operation {
  const literals = literalsFor(operation.path, template.path);
  const constants = [...literals].flatMap(([position, literal]): readonly Parameter[] => {
    const parameter = atPosition(template, position);
    if (parameter === undefined) return [];
    const { schema, ...rest } = parameter;
    const fixed = schema === undefined ? {} : { schema: constant(schema, literal, operation.pointer) };
    return [{ ...rest, ...fixed, pointer: operation.pointer }];
  });
  const positions = positionsWithout(literals, template.path);
  const parameters = operation.parameters.map((parameter) => {
    if (parameter.in !== 'path') return parameter;
    const position = positions[Number(parameter.key)];
    return position === undefined ? parameter : { ...parameter, key: String(position) };
  });
  return { ...operation, parameters: [...parameters, ...constants] };
}

/** Whether the operation of a template takes requests to a literal path, as far as its parameters say. */
export function takes(template: Operation, path: string, payloads: PayloadComparer): boolean {
  for (const [position, literal] of literalsFor(path, template.path)) {
    const schema = atPosition(template, position)?.schema;
    if (schema === undefined) continue;
    const baseline = constant(schema, literal, schema.pointer);
    const changes = payloads.compare({ baseline, candidate: schema, flow: 'inbound', text: true });
    if (changes.some(({ breaks, undecided }) => breaks && undecided === undefined)) return false;
  }
  return true;
}

function constant({ dialect }: SchemaUse, literal: string, pointer: string): SchemaUse {
  return { pointer, dialect, made: { enum: [literal] } };
}

/** The positions of a template's parameters for which the path has parameters, too. */
function positionsWithout(literals: ReadonlyMap<number, string>, template: string): readonly number[] {
  const count = template.split('{').length - 1;
  return Array.from({ length: count }, (_, position) => position).filter((position) => !literals.has(position));
}
