import path from 'node:path';
import { formatJson } from '../format/json.js';
import { flagOption, textOption } from '../options.js';
import type { Verb } from '../verb.js';

/** `frostline init DIR`: looks at a competition's files, writes competition.yaml, says what is remarkable about them. */
export const init: Verb = {
  name: 'init',
  summary: "look at a competition's files and write its competition.yaml",
  define(command, act) {
    command
      .argument('<dir>', 'folder with the images, and the tables that came with them')
      .option('--pattern <text>', "what the paths of images say, e.g. '{person}_{age}/{shot}'")
      .option(
        '--target <yaml>',
        'column with the label, or columns that add up to it, as train.target has them',
      )
      .option('--force', 'replace a competition.yaml that is there')
      .option('--json', 'print JSON');
    act(async ({ context: { cwd, terminal }, options, positional: [dir] }) => {
      const { initCompetition } = await import('@frostline/data');
      const { parseTarget } = await import('../target-option.js');
      const { formatInit } = await import('../format/init.js');
      const { countReporter } = await import('../count-reporter.js');
      const report = await initCompetition(path.resolve(cwd, String(dir)), {
        pattern: textOption(options, 'pattern'),
        target: parseTarget(textOption(options, 'target')),
        force: flagOption(options, 'force'),
        onProgress: countReporter(terminal),
      });
      terminal.out(flagOption(options, 'json') ? formatJson(report) : formatInit(report, terminal, cwd));
      return 0;
    });
  },
};
