import { InputError } from '@frostline/base';
import { formatJson } from '../format/json.js';
import { readSweep } from '../open-home.js';
import { countOption, flagOf, flagOption, textOption, type Options } from '../options.js';
import type { Verb, VerbInput } from '../verb.js';
import type { ExitCode } from '../context.js';

/** What goes with --backbone, and with nothing else. */
const NET_OPTIONS = ['freeze', 'imageSize', 'classes', 'epochs'] as const;

/**
 * `frostline show TRIAL`: everything that the ledger knows about one trial; `frostline show --backbone NET`: what a freeze
 * strategy does to a net.
 */
export const show: Verb = {
  name: 'show',
  summary: 'everything about one trial: settings, attempts, metrics, files; or what a freeze strategy trains',
  define(command, act) {
    command
      .argument('[trial]', 'id, or its beginning')
      .option('--sweep <name>', 'name or id; the newest when absent')
      .option('--backbone <name>', 'instead of a trial: parameters, cost and memory of a net by stage')
      .option('--freeze <strategy>', 'with --backbone: what trains when, e.g. until:2; full when absent')
      .option('--image-size <n>', 'with --backbone: edge of the images, pixels; 224 when absent')
      .option('--classes <n>', 'with --backbone: size of the head; 1000 when absent')
      .option('--epochs <n>', 'with --backbone: length of the training; 10 when absent')
      .option('--json', 'print JSON');
    act(async (input) => {
      const { options, positional } = input;
      const trial = positional[0] as string | undefined;
      const backbone = textOption(options, 'backbone');
      if (backbone === undefined) return showTrial(trial, input);
      refuseTrialOptions(trial, options);
      return showNet(backbone, input);
    });
  },
};

async function showTrial(trial: string | undefined, { context, options }: VerbInput): Promise<ExitCode> {
  const [stray] = NET_OPTIONS.filter((name) => options[name] !== undefined);
  if (stray !== undefined)
    throw new InputError('bad-usage', `${flagOf(stray)} goes with --backbone`, {
      place: 'show',
      fix: 'name a net with --backbone, or leave it out',
    });
  if (trial === undefined)
    throw new InputError('bad-usage', 'what to show is missing', {
      place: 'show',
      allowed: 'a trial, or --backbone <name>',
    });
  const { curve, trialDetail } = await import('@frostline/store');
  const { isOwned } = await import('@frostline/store/owner-lock');
  const { formatTrial } = await import('../format/trial.js');
  return readSweep(context, options, ({ home, ledger, sweep }) => {
    const detail = trialDetail(ledger, sweep.id, trial);
    const curves = detail.runs.map(({ id, fold }) => ({ fold, points: curve(ledger, id) }));
    if (flagOption(options, 'json')) context.terminal.out(formatJson({ home, ...detail, curves }));
    else
      context.terminal.out(formatTrial(detail, curves, { terminal: context.terminal, owned: isOwned(home) }));
    return 0;
  });
}

function refuseTrialOptions(trial: string | undefined, options: Options): void {
  const found = trial ?? (options['sweep'] === undefined ? undefined : '--sweep');
  if (found !== undefined)
    throw new InputError('bad-usage', 'a trial and a net cannot be shown together', {
      place: 'show',
      found,
      fix: 'leave out the trial and --sweep, or --backbone',
    });
}

async function showNet(name: string, { context, options }: VerbInput): Promise<ExitCode> {
  const size = countOption(options, 'imageSize', 1, 4096) ?? 224;
  const classes = countOption(options, 'classes', 1, 1_000_000);
  const { createBackbone, describe } = await import('@frostline/model');
  const { formatFreeze } = await import('../format/freeze.js');
  const epochs = countOption(options, 'epochs', 1, 10_000) ?? 10;
  const backbone = createBackbone(name, classes === undefined ? {} : { classes });
  const description = describe(backbone, textOption(options, 'freeze') ?? 'full', { epochs, name, size });
  context.terminal.out(
    flagOption(options, 'json') ? formatJson(description) : formatFreeze(description, context.terminal),
  );
  return 0;
}
