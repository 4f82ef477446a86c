import { InputError } from '@frostline/base';
import type { Limits } from '@frostline/sweep';
import type { Command } from 'commander';
import type { WorkerChoice } from '../host/worker-launches.js';
import { countOption, textOption, type Options } from './options.js';

const engines = ['onnxruntime', 'tensorflow', 'wasm'];

/** Declares what every verb that runs a sweep takes. */
export function declareRunOptions(command: Command): void {
  command
    .option('--workers <n>', 'training processes; one per core when absent')
    .option('--engine <name>', `what trains: ${engines.join(', ')}`)
    .option('--hung-after <seconds>', 'longest silence of a run before its worker is killed', '300')
    .option('--submit', "write the best trial's submission.csv afterwards")
    .option('--json', 'print JSON');
}

export interface RunOptions {
  readonly choice: WorkerChoice;
  readonly limits: Partial<Limits>;
}

/** @throws InputError `bad-option` */
export function readRunOptions(options: Options): RunOptions {
  const engine = textOption(options, 'engine');
  if (engine !== undefined && !engines.includes(engine))
    throw new InputError('bad-option', 'no such engine', {
      place: '--engine',
      found: engine,
      allowed: engines,
    });
  const hungAfter = countOption(options, 'hungAfter', 1, 86_400);
  return {
    choice: {
      workers: countOption(options, 'workers', 1, 256),
      engine,
    },
    limits: hungAfter === undefined ? {} : { silentMs: hungAfter * 1000 },
  };
}
