import type { Command } from 'commander';
import type { Context, ExitCode } from './context.js';

/**
 * One verb of the command, one file each. `define` declares arguments and options and gives `run` back through `act`;
 * what `run` needs beyond plain text is imported there, lazily, so that `frostline leaderboard` loads no tensors.
 */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  define(command: Command, act: Act): void;
}

/** Registers what the verb does; `positional` are the declared arguments in order, `options` the parsed flags. */
export type Act = (run: VerbRun) => void;

export type VerbRun = (input: VerbInput) => Promise<ExitCode>;

export interface VerbInput {
  readonly context: Context;
  readonly positional: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}
