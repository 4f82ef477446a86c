import path from 'node:path';
import { formatJson } from '../format/json.js';
import { readSweep } from '../open-home.js';
import { flagOption, textOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline submit [TRIAL]`: writes the submission of a trial, of the best when none is named. */
export const submit: Verb = {
  name: 'submit',
  summary: 'write the submission of a trial, of the best when none is named',
  define(command, act) {
    command
      .argument('[trial]', 'id, or its beginning')
      .option('--out <file>', 'the file to write', 'submission.csv')
      .option('--force', 'replace the file when it is there already')
      .option('--sweep <name>', 'name or id; the newest when absent')
      .option('--json', 'print JSON');
    act(async ({ context, options, positional: [trial] }) => {
      const { submitTrial } = await import('../../submission/submit-trial.js');
      const { formatSubmission } = await import('../format/submission.js');
      const { cwd, terminal } = context;
      await readSweep(context, options, async (open) => {
        const result = await submitTrial({
          ...open,
          trial: typeof trial === 'string' ? trial : undefined,
          out: path.resolve(cwd, textOption(options, 'out') ?? 'submission.csv'),
          force: flagOption(options, 'force'),
        });
        terminal.out(
          flagOption(options, 'json') ? formatJson(result) : formatSubmission(result, open.sweep, cwd),
        );
      });
      return 0;
    });
  },
};
