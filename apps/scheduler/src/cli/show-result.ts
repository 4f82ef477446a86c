import { FrostlineError, InputError } from '@frostline/base';
import type { Context } from './context.js';
import { formatJson } from './format/json.js';
import { placeRows, rankRows } from '../submission/rank-rows.js';
import type { SubmissionFile } from '../submission/submission-file.js';
import { formatLeaderboard } from './format/leaderboard.js';
import { formatSubmission } from './format/submission.js';
import { readSweep } from './open-home.js';
import type { Options } from './options.js';

export interface ResultOptions {
  readonly home: string;
  /** Id of the sweep that ran. */
  readonly sweep: string;
  /** Where the best trial's submission is written; it is not when undefined. */
  readonly submission: SubmissionFile | undefined;
  readonly json: boolean;
}

/**
 * What `launch` and `resume` end with: the leaderboard, and the submission where one was asked for.
 *
 * @throws FrostlineError of exit code 1 where the submission is refused: by then runs have been done
 */
export async function showResult(
  context: Context,
  { home, sweep, submission: file, json }: ResultOptions,
): Promise<void> {
  const store = await import('@frostline/store');
  const { isOwned } = await import('@frostline/store/owner-lock');
  const { submitTrial } = await import('../submission/submit-trial.js');
  const { terminal, cwd } = context;
  const options: Options = { home, sweep };
  await readSweep(context, options, async (open) => {
    const rows = store.leaderboard(open.ledger, open.sweep.id);
    const { id, name, metric, goal } = open.sweep;
    if (!json)
      terminal.out(formatLeaderboard(open.sweep, placeRows(rows, goal), { terminal, owned: isOwned(home) }));
    const submission =
      file === undefined
        ? undefined
        : await writeBest(() => submitTrial({ ...open, ...file, trial: undefined }));
    if (json) {
      const trials = rankRows(rows, goal);
      terminal.out(formatJson({ sweep: { id, name, metric, goal }, trials, submission }));
    } else if (submission !== undefined) terminal.out(`\n${formatSubmission(submission, open.sweep, cwd)}`);
  });
}

async function writeBest<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new FrostlineError(
      error.code,
      `the runs are done, the submission is not written: ${error.message}`,
      {
        fix: '`frostline submit` writes it',
        cause: error,
      },
    );
  }
}
