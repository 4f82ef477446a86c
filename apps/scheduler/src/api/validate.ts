import { explainIssues } from '@frostline/protocol';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';

/** Checks what a request brings, and says of what is wrong where it stands, what was found and what is allowed. */
export const validate: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart = 'request' }) => {
  const source = {
    code: 'bad-request',
    whole: httpPart,
    placeOf: (path: readonly PropertyKey[]) => [httpPart, ...path.map(String)].join('/'),
    placeOfKey: (path: readonly PropertyKey[], key: string) => [httpPart, ...path.map(String), key].join('/'),
  };
  return (data: unknown) => {
    const result = schema.safeParse(data, { reportInput: true });
    if (result.success) return { value: result.data };
    const [error] = explainIssues(result.error.issues, schema, source);
    return { error: error ?? result.error };
  };
};
