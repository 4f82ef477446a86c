import { Command, CommanderError } from 'commander';
import { createRequire } from 'node:module';
import type { Context, ExitCode } from './context.js';
import { reportError } from './errors.js';
import { verbs } from './verbs/registry.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** What every verb has in common. */
const afterHelp = `
State folder without --home:
  launch uses .frostline beside the sweep file. The other verbs take .frostline in the
  current folder, else in the nearest folder above that has one, else the only one in a
  folder one or two levels below (folders that cannot be read are passed over).

Exit codes:
  0    done
  1    something failed
  2    wrong usage or bad input; nothing was changed
  130  interrupted by Ctrl-C or paused by stop, --hours or a full disk; frostline resume
       goes on. The first Ctrl-C pauses every run after a checkpoint, the second ends all
       at once, and costs the steps since the last checkpoint.
`;

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
    .option('--home <dir>', 'state folder; see below for where it is when absent')
    .showSuggestionAfterError(true)
    .addHelpText('after', afterHelp);
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
