import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { separation, summarize, type StudyTrial } from './summary.js';

/**
 * Prints the README's table of a study that has run: every strategy at the best of its rates, mean ± standard error
 * over seeds. The rate is chosen out of fold; the test set is scored afterwards, with `frostline submit`.
 *
 *   node tools/dist/study/make-table.js [--home FOLDER] [--sweep NAME]
 */
const root = path.resolve(import.meta.dirname, '../../..');
const { values: args } = parseArgs({
  options: {
    home: { type: 'string', default: path.join(root, 'examples/fashion/.frostline-study') },
    sweep: { type: 'string', default: 'fashion-study' },
  },
});

interface Board {
  readonly sweep: { readonly metric: string };
  readonly trials: readonly {
    readonly trialId: string;
    readonly state: string;
    readonly score: number;
    readonly settings: {
      readonly backbone: string;
      readonly freeze: string;
      readonly learning_rate: number;
      readonly seed: number;
    };
  }[];
}

const board = frostline('leaderboard') as Board;
const temporary = mkdtempSync(path.join(tmpdir(), 'frostline-study-'));
const rows = summarize(
  board.trials
    .filter(({ state }) => state === 'complete')
    .map(({ trialId, score, settings }): StudyTrial => {
      const out = path.join(temporary, `${trialId}.csv`);
      const { solution } = frostline('submit', trialId, '--out', out) as { solution: Record<string, number> };
      return {
        backbone: settings.backbone,
        freeze: settings.freeze,
        learningRate: settings.learning_rate,
        seed: settings.seed,
        outOfFold: score,
        test: solution[board.sweep.metric] ?? NaN,
      };
    }),
);
rmSync(temporary, { recursive: true });

const shown = ({ mean, error }: { mean: number; error: number }): string =>
  `${mean.toFixed(3)} ± ${error.toFixed(3)}`;
const lines = [
  `| backbone | freeze | best rate | out-of-fold ${board.sweep.metric} | test ${board.sweep.metric} | above scratch, standard errors |`,
  '| --- | --- | --- | --- | --- | --- |',
  ...rows.map((row) => {
    const base = rows.find(({ backbone, freeze }) => backbone === row.backbone && freeze === 'scratch');
    const above = base === undefined || base === row ? '' : separation(row.test, base.test).toFixed(1);
    return `| ${row.backbone} | ${row.freeze} | ${row.learningRate} | ${shown(row.outOfFold)} | ${shown(row.test)} | ${above} |`;
  }),
];
process.stdout.write(`${lines.join('\n')}\n`);

function frostline(...verb: readonly string[]): unknown {
  const command = path.join(root, 'apps/scheduler/bin/frostline.js');
  const flags = ['--json', '--home', args.home, '--sweep', args.sweep];
  return JSON.parse(execFileSync(process.execPath, [command, ...verb, ...flags], { encoding: 'utf8' }));
}
