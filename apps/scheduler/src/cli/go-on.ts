import { plural } from '@frostline/base';
import type { Context, ExitCode } from './context.js';
import { exitCodeOf, formatSweepEnd } from './format/sweep-end.js';
import type { Reopening } from '../owner/resume.js';
import { flagOption, textOption, type Options } from './options.js';
import { createReporter } from './progress.js';
import { readRunOptions, submissionWanted } from './run-options.js';
import { showResult } from './show-result.js';

/** Owns and finishes a sweep that the ledger knows: what `resume` and `retry` without an owner come down to. */
export async function goOn(
  context: Context,
  home: string,
  options: Options,
  reopen: Reopening,
): Promise<ExitCode> {
  const { terminal, clock } = context;
  const submission = submissionWanted(context, options);
  const { resumeSweep } = await import('../owner/resume.js');
  let sweepId = '';
  const end = await resumeSweep({
    ...readRunOptions(options),
    home,
    clock,
    reporter: createReporter(terminal, clock),
    sweep: textOption(options, 'sweep'),
    reopen,
    begun: ({ id, name, trials, runs, runsComplete }) => {
      sweepId = id;
      terminal.err(
        `${name}: ${plural(trials, 'trial')}, ${runsComplete} of ${plural(runs, 'run')} complete\n`,
      );
    },
  });
  terminal.err(formatSweepEnd(end));
  await showResult(context, {
    home,
    sweep: sweepId,
    submission: end.complete > 0 ? submission : undefined,
    json: flagOption(options, 'json'),
  });
  return exitCodeOf(end);
}
