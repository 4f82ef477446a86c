import { InputError } from '@frostline/base';
import type { NamedRuns } from '@frostline/store';
import type { Command } from 'commander';
import { countOption, type Options } from './options.js';

/** Declares how a verb is told which runs of which sweep it means. */
export function declareNamedRuns(command: Command): void {
  command
    .argument('[trial]', 'id, or its beginning; the whole sweep when absent')
    .option('--fold <n>', 'one run of the trial, from 0; all its runs when absent')
    .option('--sweep <name>', 'name or id; the newest when absent');
}

/** The runs that were named. @throws InputError `bad-option` where a fold is named without its trial */
export function namedRuns(trial: unknown, options: Options): NamedRuns {
  const named = typeof trial === 'string' ? trial : undefined;
  const fold = countOption(options, 'fold', 0, 1_000);
  if (named === undefined && fold !== undefined)
    throw new InputError('bad-option', 'a fold is one of a trial', {
      place: '--fold',
      found: String(fold),
      fix: 'name the trial before it',
    });
  return { trial: named, fold };
}
