import type { JsonSchema } from './key-rows.js';

/** A file that people write, and what there is to say of it. */
export interface Reference {
  readonly file: string;
  readonly schema: JsonSchema;
  /** What stands above and below the table of keys, in Markdown. */
  readonly before: string;
  readonly after: string;
  readonly example: string;
  /** Keys of maps whose members `after` explains. */
  readonly leaves: readonly string[];
}
