/** An OpenAPI document whose `POST /payments` takes a body of a schema. */
export function taking(schema: object): string {
  const requestBody = { required: true, content: { 'application/json': { schema } } };
  return document({ '/payments': { post: { requestBody, responses: { 204: { description: 'Taken' } } } } });
}

/** An OpenAPI document of many operations, each with a schema of its own; the larger `limit`, the more is accepted. */
export function large(operations: number, limit: number, description = ''): string {
  const operationOf = (index: number) => ({
    post: {
      description,
      requestBody: { content: { 'application/json': { schema: schemaOf(index, limit) } } },
      responses: { 200: { description: '', content: { 'application/json': { schema: schemaOf(index, limit) } } } },
    },
  });
  const paths = Array.from({ length: operations }, (_, index) => [`/things-${index}`, operationOf(index)] as const);
  return document(Object.fromEntries(paths));
}

function schemaOf(index: number, limit: number): object {
  return {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', maxLength: limit + index },
      amount: { type: 'number', minimum: -index, maximum: limit + index },
      tags: { type: 'array', items: { type: 'string', pattern: `^[a-z]{1,${limit}}-${index}$` } },
    },
  };
}

function document(paths: object): string {
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'Payments', version: '1' }, paths });
}
