import { Command, CommanderError } from 'commander';
import { createRequire } from 'node:module';
import type { Context, ExitCode } from './context.js';
import { reportError } from './errors.js';
import { verbs } from './verbs/registry.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/**
 * Runs one command line (without `node` and the script) and gives its exit code; never ends the process itself.
 *
 * @example
 * const code = await runCommand(['leaderboard', '--json'], context);
 */
export async function runCommand(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command('frostline')
    .description('Sweeps over backbone × freeze strategy for image-classification competitions')
    .version(version, '--version', 'print the version')
    .option('--home <dir>', 'state folder; by default .frostline beside the sweep file')
    .showSuggestionAfterError(true);
  quieten(program, context);
  for (const verb of verbs) {
    const command = program.command(verb.name).description(verb.summary);
    quieten(command, context);
    verb.define(command, (run) => {
      command.action(async (...received: unknown[]) => {
        const positional = received.slice(0, -2);
        exitCode = await run({ context, positional, options: command.optsWithGlobals() });
      });
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message; asking for help is not an error, misusing the command is.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error, context);
  }
}

function quieten(command: Command, { terminal }: Context): void {
  command
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(terminal.columns, 110) })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'frostline: ')),
    });
}
