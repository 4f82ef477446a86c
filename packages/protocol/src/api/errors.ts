import { z } from 'zod';

/** Body of every reply that is no success. */
export const errorReply = z.strictObject({ code: z.string(), message: z.string() });
export type ErrorReply = z.output<typeof errorReply>;
