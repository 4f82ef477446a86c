import { InputError } from '@frostline/base';
import { formatJson } from '../format/json.js';
import { flagOption } from '../options.js';
import type { Verb } from '../verb.js';

const files = ['sweep', 'competition'];

/** `frostline schema [sweep|competition]`: what may stand in a file, for editors that complete and check YAML, or to read. */
export const schema: Verb = {
  name: 'schema',
  summary: 'print the JSON schema of sweep files, or of competition files, for editors',
  define(command, act) {
    command
      .argument('[file]', `${files.join(' or ')}; sweep when absent`)
      .option('--markdown', 'print a page for people instead');
    act(async ({ context, options, positional: [file = 'sweep'] }) => {
      if (!files.includes(String(file)))
        throw new InputError('bad-usage', 'no such file', { place: 'schema', found: file, allowed: files });
      const { readCatalog } = await import('../../worker/catalog.js');
      const { sweepReference } = await import('../../reference/sweep-file.js');
      const { competitionReference } = await import('../../reference/competition-file.js');
      const { formatReference } = await import('../../reference/format-reference.js');
      const reference = file === 'sweep' ? sweepReference(readCatalog()) : competitionReference();
      const asPage = flagOption(options, 'markdown');
      context.terminal.out(asPage ? formatReference(reference) : formatJson(reference.schema));
      return 0;
    });
  },
};
