import { formatJson } from '../format/json.js';
import type { Verb } from '../verb.js';

/** `frostline schema`: the JSON schema of sweep files, for editors that complete and check YAML. */
export const schema: Verb = {
  name: 'schema',
  summary: 'print the JSON schema of sweep files, for editors',
  define(_command, act) {
    act(async ({ context }) => {
      const { readCatalog } = await import('../../worker/catalog.js');
      const { sweepJsonSchema } = await import('@frostline/sweep');
      context.terminal.out(formatJson(sweepJsonSchema(readCatalog())));
      return 0;
    });
  },
};
