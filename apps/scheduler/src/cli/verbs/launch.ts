import { InputError, plural } from '@frostline/base';
import { existsSync } from 'node:fs';
import { formatJson } from '../format/json.js';
import { homeOfSweep } from '../home.js';
import { countOption, flagOption, textOption } from '../options.js';
import { patienceOf } from '../patience.js';
import type { Verb } from '../verb.js';
import { declareRunOptions, readRunOptions, submissionWanted } from '../run-options.js';

/** `frostline launch SWEEP.yaml`: plans a sweep, becomes its owner, runs it until it is drained, prints the leaderboard. */
export const launch: Verb = {
  name: 'launch',
  summary: 'run a sweep; the same file again runs what is missing or failed',
  define(command, act) {
    command
      .argument('<sweep-file>', 'what to try, in YAML')
      .option('--dry-run', 'print cells, cost and disk, and start nothing')
      .option('--run-cap <n>', "most trials; the sweep file's `run_cap` when absent")
      .option('--fresh', "forget what the sweep's state folder holds first");
    declareRunOptions(command);
    act(async ({ context, options, positional: [sweepFile] }) => {
      const { terminal, cwd, clock } = context;
      const run = readRunOptions(options);
      const { readCatalog } = await import('../../worker/catalog.js');
      const { prepareSweep } = await import('../../host/prepare.js');
      const { formatDryRun, formatHeads, formatProblems } = await import('../format/dry-run.js');
      const { fetchReporter } = await import('../fetch-progress.js');
      const prepared = await prepareSweep(String(sweepFile), cwd, readCatalog(), {
        workers: run.choice.workers,
        runCap: countOption(options, 'runCap', 1, 100_000),
        onFetch: fetchReporter(terminal),
      });
      const { summary, sweep } = prepared;
      const json = flagOption(options, 'json');
      const dry = flagOption(options, 'dryRun');
      if (dry) terminal.out(json ? formatJson(summary) : formatDryRun(summary, terminal));
      else terminal.err(`${formatProblems(summary, terminal)}${formatHeads(summary)}`);
      if (summary.trials === 0)
        throw new InputError('no-cells', 'no cell of this sweep can run', {
          place: String(sweepFile),
          fix: 'correct the cells listed above',
        });
      if (dry) return 0;
      const submission = submissionWanted(context, options);

      const { launchSweep } = await import('../../owner/launch.js');
      const { createReporter } = await import('../progress.js');
      const { exitCodeOf, formatSweepEnd } = await import('../format/sweep-end.js');
      const { showResult } = await import('../show-result.js');
      const home = homeOfSweep(prepared.file, cwd, textOption(options, 'home'));
      if (!flagOption(options, 'fresh')) {
        const { refuseWhileOwned } = await import('../owned-options.js');
        const patience = patienceOf(context);
        await refuseWhileOwned(home, options, patience);
        const { sweepPlanOf } = await import('../../host/enrol.js');
        const { keepModules } = await import('../../named-files/own-modules.js');
        const { askOwnerOf } = await import('../../api/ask-owner-of.js');
        // An owner that takes the trials has their modules then.
        if (existsSync(home)) keepModules(home, prepared.modules);
        const handed = await askOwnerOf(home, 'extend', sweepPlanOf(prepared), patience);
        if (handed !== undefined) {
          const { added, openRuns } = handed;
          const words = `${sweep.name} is running: ${added} new trials, ${openRuns} runs wait for its workers\n`;
          terminal.out(json ? formatJson(handed) : words);
          return 0;
        }
      }
      let sweepId = '';
      let openRuns = 0;
      const end = await launchSweep(prepared, {
        ...run,
        home,
        clock,
        reporter: createReporter(terminal, clock),
        fresh: flagOption(options, 'fresh'),
        begun: (begin) => {
          ({ sweepId, openRuns } = begin);
          if (begin.namesakes.length > 0)
            terminal.err(
              `a new sweep beside ${begin.namesakes.join(' and ')}, also called ${sweep.name}: other data, folds or ` +
                'metric, so scores are kept apart; --sweep and its id show the other\n',
            );
          if (begin.unplanned > 0)
            terminal.err(
              `${plural(begin.unplanned, 'trial')} that ${String(sweepFile)} no longer names stay on the leaderboard; ` +
                'another name, or --fresh, leaves them out\n',
            );
          const known = begin.kept === 0 ? '' : ` (${begin.kept} known)`;
          terminal.err(
            `${sweep.name}: ${plural(summary.trials, 'trial')}${known}, ${begin.openRuns} of ${plural(summary.runs, 'run')} to do\n`,
          );
        },
      });
      terminal.err(formatSweepEnd(end));
      if (openRuns === 0 && flagOption(options, 'serve'))
        terminal.err('nothing was to be done, the page is closed again: `frostline serve` shows it\n');
      await showResult(context, {
        home,
        sweep: sweepId,
        submission: end.complete > 0 ? submission : undefined,
        json,
      });
      return exitCodeOf(end);
    });
  },
};
