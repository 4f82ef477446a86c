import { engineNames, InputError } from '@frostline/base';
import type { Limits } from '@frostline/sweep';
import type { Command } from 'commander';
import type { WorkerChoice } from '../host/worker-launches.js';
import {
  checkSubmissionFile,
  defaultSubmission,
  type SubmissionFile,
} from '../submission/submission-file.js';
import type { Context } from './context.js';
import { countOption, flagOption, textOption, type Options } from './options.js';

const MOST_HOURS = 10_000;

/** Declares what every verb that runs a sweep takes. */
export function declareRunOptions(command: Command): void {
  command
    .option('--workers <n>', 'training processes; one per core when absent')
    .option('--engine <name>', `what trains: ${engineNames.join(', ')}; onnxruntime when absent`)
    .option('--hung-after <seconds>', 'longest silence of a run before its worker is killed; 300 when absent')
    .option('--hours <n>', "train no longer than this, then pause; the sweep file's `hours` when absent")
    .option('--submit', "write the best trial's submission.csv afterwards")
    .option('--force', 'with --submit: replace submission.csv when it is there already')
    .option('--json', 'print JSON');
}

export interface RunOptions {
  readonly choice: WorkerChoice;
  readonly limits: Partial<Limits>;
  readonly hours: number | undefined;
}

/** @throws InputError `bad-option` */
export function readRunOptions(options: Options): RunOptions {
  const text = textOption(options, 'engine');
  const engine = engineNames.find((name) => name === text);
  if (engine === undefined && text !== undefined)
    throw new InputError('bad-option', 'no such engine', {
      place: '--engine',
      found: text,
      allowed: engineNames,
    });
  const hungAfter = countOption(options, 'hungAfter', 1, 86_400);
  return {
    choice: {
      workers: countOption(options, 'workers', 1, 256),
      engine,
    },
    hours: hoursOption(options),
    limits: hungAfter === undefined ? {} : { silentMs: hungAfter * 1000 },
  };
}

/**
 * Where `--submit` writes once the sweep has ended; looked at before it begins, since it may take hours.
 *
 * @throws InputError `file-exists`, `unusable-path`
 */
export function submissionWanted(
  { cwd }: Pick<Context, 'cwd'>,
  options: Options,
): SubmissionFile | undefined {
  if (!flagOption(options, 'submit')) {
    if (flagOption(options, 'force')) throw needs('--force', '--submit');
    return undefined;
  }
  const file = defaultSubmission(cwd, flagOption(options, 'force'));
  checkSubmissionFile(file);
  return file;
}

/** An option that does nothing without another one was meant to do something. */
export function needs(option: string, other: string): InputError {
  return new InputError('bad-option', `${option} is for ${other}`, {
    place: option,
    allowed: `${option} together with ${other}`,
    fix: `add ${other}, or leave ${option} out`,
  });
}

function hoursOption(options: Options): number | undefined {
  const text = textOption(options, 'hours');
  if (text === undefined) return undefined;
  const hours = Number(text);
  if (hours > 0 && hours <= MOST_HOURS) return hours;
  throw new InputError('bad-option', 'not a number of hours', {
    place: '--hours',
    found: text,
    allowed: `more than 0, at most ${MOST_HOURS}`,
  });
}
