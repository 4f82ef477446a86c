import { systemClock } from '@frostline/base';
import { runCommand } from './program.js';
import { processTerminal } from './terminal.js';

/** Runs this process's command line and ends it with the verb's exit code. */
export async function main(): Promise<void> {
  process.exitCode = await runCommand(process.argv.slice(2), {
    terminal: processTerminal(),
    cwd: process.cwd(),
    env: process.env,
    clock: systemClock,
  });
}
