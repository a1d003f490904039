import type { PayloadComparer, SchemaUse } from '../payload/payload.ts';
import type { Operation, Parameter } from './model.ts';
import { literalsFor } from './pair-operations.ts';

/** The parameters of a path, by the position under which the model has them. */
function atPosition(operation: Operation, position: number): Parameter | undefined {
  return operation.parameters.find(({ in: place, key }) => place === 'path' && key === String(position));
}

/** An operation and the one that takes its requests. */
interface Covered {
  readonly baseline: Operation;
  readonly candidate: Operation;
}

/**
 * An operation as if it stood under a template that takes its path: its parameters move to the positions that they have
 * in the template, and literal segments that the template's parameters refuse are parameters with one value.
 */
export function fitToTemplate({ baseline, candidate }: Covered, payloads: PayloadComparer): Covered {
  const literals = literalsFor(baseline.path, candidate.path);
  const constants: Parameter[] = [];
  const fitting = new Set<Parameter>();
  for (const [position, literal] of literals) {
    const parameter = atPosition(candidate, position);
    if (parameter === undefined) continue;
    const { schema, ...rest } = parameter;
    if (schema === undefined || isTaken(schema, literal, payloads)) fitting.add(parameter);
    else constants.push({ ...rest, schema: constant(schema, literal, baseline.pointer), pointer: baseline.pointer });
  }
  const positions = positionsWithout(literals, candidate.path);
  const parameters = baseline.parameters.map((parameter) => {
    if (parameter.in !== 'path') return parameter;
    const position = positions[Number(parameter.key)];
    return position === undefined ? parameter : { ...parameter, key: String(position) };
  });
  return {
    baseline: { ...baseline, parameters: [...parameters, ...constants] },
    candidate: { ...candidate, parameters: candidate.parameters.filter((parameter) => !fitting.has(parameter)) },
  };
}

/** Whether the operation of a template takes requests to a literal path; also where that is not certain. */
export function takes(template: Operation, path: string, payloads: PayloadComparer): boolean {
  return [...literalsFor(path, template.path)].every(([position, literal]) => {
    const schema = atPosition(template, position)?.schema;
    if (schema === undefined) return true;
    // The template is the baseline's, so the value is asked about as if it came from the candidate.
    const candidate = constant(schema, literal, schema.pointer);
    const changes = payloads.compare({ baseline: schema, candidate, flow: 'outbound', text: true });
    return !changes.some(({ breaks, undecided }) => breaks && undecided === undefined);
  });
}

/** Whether a value of a path certainly fits the schema that a parameter of the candidate has. */
function isTaken(candidate: SchemaUse, literal: string, payloads: PayloadComparer): boolean {
  const baseline = constant(candidate, literal, candidate.pointer);
  return !payloads.compare({ baseline, candidate, flow: 'inbound', text: true }).some(({ breaks }) => breaks);
}

function constant({ dialect }: SchemaUse, literal: string, pointer: string): SchemaUse {
  return { pointer, dialect, made: { enum: [literal] } };
}

/** The positions of a template's parameters for which the path has parameters, too. */
function positionsWithout(literals: ReadonlyMap<number, string>, template: string): readonly number[] {
  const count = template.split('{').length - 1;
  return Array.from({ length: count }, (_, position) => position).filter((position) => !literals.has(position));
}
