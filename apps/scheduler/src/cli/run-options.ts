import { checkEngineChoice, engineNames, InputError, parseDevice, precisionNames } from '@frostline/base';
import type { Limits } from '@frostline/sweep';
import type { Command } from 'commander';
import type { WorkerChoice } from '../host/worker-launches.js';
import {
  checkSubmissionFile,
  defaultSubmission,
  type SubmissionFile,
} from '../submission/submission-file.js';
import type { Context } from './context.js';
import { defaultPort, pagePort } from './page-port.js';
import { countOption, flagOf, flagOption, textOption, type Options } from './options.js';

const MOST_HOURS = 10_000;

/** Declares what every verb that runs a sweep takes. */
export function declareRunOptions(command: Command): void {
  command
    .option('--serve', "show the leaderboard's page while the sweep runs or is paused")
    .option('--port <n>', `where --serve listens, 0 for any free port; ${defaultPort} when absent`)
    .option('--workers <n>', 'training processes for each device; one per core or card when absent')
    .option(
      '--engine <name>',
      `what trains: ${engineNames.join(', ')}; onnxruntime when absent, tensorflow on a CUDA card where it is installed`,
    )
    .option(
      '--device <name>',
      'where: cpu, cuda (every card), cuda:N, webgpu; CUDA cards where tensorflow is installed, else cpu, when absent',
    )
    .option(
      '--precision <name>',
      `of frozen prefixes on a card, with onnxruntime: ${precisionNames.join(', ')}; fp32 when absent`,
    )
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
  /** Where the page is shown, 0 for any free port; undefined where it is not. */
  readonly pagePort: number | undefined;
}

/** @throws InputError `bad-option`, and what `checkEngineChoice` refuses */
export function readRunOptions(options: Options): RunOptions {
  const serves = flagOption(options, 'serve');
  if (textOption(options, 'port') !== undefined && !serves) throw needs('--port', '--serve');
  const engine = oneOf(options, 'engine', engineNames);
  const precision = oneOf(options, 'precision', precisionNames);
  const device = deviceOption(options);
  if (engine !== undefined || precision !== undefined)
    checkEngineChoice({
      name: engine ?? 'onnxruntime',
      device: device === 'cuda' ? 'cuda:0' : device,
      precision,
    });
  const hungAfter = countOption(options, 'hungAfter', 1, 86_400);
  return {
    choice: {
      workers: countOption(options, 'workers', 1, 256),
      engine,
      device,
      // Half precision is a thing of the engine that is not TensorFlow.
      ...(precision === 'fp16' && { engine: 'onnxruntime' }),
      precision,
    },
    hours: hoursOption(options),
    pagePort: serves ? pagePort(options) : undefined,
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
function needs(option: string, other: string): InputError {
  return new InputError('bad-option', `${option} is for ${other}`, {
    place: option,
    allowed: `${option} together with ${other}`,
    fix: `add ${other}, or leave ${option} out`,
  });
}

/** @throws InputError `bad-option` */
function oneOf<Name extends string>(
  options: Options,
  name: string,
  allowed: readonly Name[],
): Name | undefined {
  const text = textOption(options, name);
  const known = allowed.find((one) => one === text);
  if (known !== undefined || text === undefined) return known;
  throw new InputError('bad-option', `no such ${name}`, { place: flagOf(name), found: text, allowed });
}

function deviceOption(options: Options): WorkerChoice['device'] {
  const text = textOption(options, 'device');
  return text === undefined || text === 'cuda' ? text : parseDevice(text);
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
