import { isStoppedEarly, withoutDigest } from '@frostline/protocol/labels';
import type { CurvePoint, TrialDetail } from '@frostline/store';
import type { Terminal } from '../terminal.js';
import { formatState } from './state.js';
import { formatTable } from './table.js';
import { formatNumber, formatScore, formatSeconds, formatSetting } from './values.js';

export interface TrialCurve {
  readonly fold: number;
  readonly points: readonly CurvePoint[];
}

/** Everything about one trial, for people: settings, scores, attempts with their failures, metrics by epoch, files. */
export function formatTrial(
  trial: TrialDetail,
  curves: readonly TrialCurve[],
  { terminal, owned }: { readonly terminal: Pick<Terminal, 'outIsTerminal'>; readonly owned: boolean },
): string {
  const section = (title: string, text: string): string => (text === '' ? '' : `${title}\n${text}\n`);
  const table = (titles: readonly string[], rows: readonly string[][]): string =>
    rows.length === 0
      ? ''
      : formatTable(
          titles.map((title) => ({ title })),
          rows,
          terminal,
        );
  const settings = Object.entries(trial.settings).map(([name, value]) => [name, formatSetting(value)]);
  const values = Object.entries(trial.values ?? {}).map(([name, value]) => [
    withoutDigest(name),
    formatScore(value),
  ]);
  return [
    `trial ${trial.id}: ${formatState(trial.state, owned)}${trial.priority === 0 ? '' : `, priority ${trial.priority}`}\n\n`,
    section('settings', table(['setting', 'value'], settings)),
    section('pooled scores', table(['metric', 'value'], values)),
    section(
      'attempts',
      table(
        ['fold', 'attempt', 'outcome', 'from step', 'parts', 'engine', 'device', 'why'],
        attempts(trial, owned),
      ),
    ),
    section('failures', failures(trial)),
    section('results', table(['fold', 'epoch', 'metrics', 'time', 'weights', 'files'], results(trial))),
    section('metrics by epoch', table(['fold', 'epoch', 'step', 'metrics'], epochs(curves))),
    section(
      'quarantined images',
      table(
        ['split', 'id', 'path', 'reason'],
        trial.quarantined.map(({ split, id, path, reason }) => [split, id, path, reason]),
      ),
    ),
  ].join('');
}

function attempts({ runs }: TrialDetail, owned: boolean): string[][] {
  return runs.flatMap(({ fold, state, result, history }) =>
    history.length === 0
      ? [[String(fold), '-', formatState(state, owned), '-', '-', '-', '-', '']]
      : history.map((attempt) => [
          String(fold),
          String(attempt.attempt),
          isStoppedEarly(attempt, result?.step)
            ? 'complete, stopped early'
            : (attempt.outcome ?? formatState('running', owned)),
          attempt.resumedFromStep === null ? '-' : String(attempt.resumedFromStep),
          String(attempt.parts),
          attempt.engine ?? '-',
          attempt.device,
          attempt.failure ?? '',
        ]),
  );
}

/** Why attempts failed, in full: a message may be a list, or hold a native library's last words. */
function failures({ runs }: TrialDetail): string {
  return runs
    .flatMap(({ fold, history }) => history.map((attempt) => ({ fold, ...attempt })))
    .filter(({ failure }) => failure !== null)
    .map(({ fold, attempt, failure, message, code }) => {
      const reason = (message ?? code ?? '').trimEnd().replace(/\n(?=.)/g, '\n    ');
      return `fold ${fold}, attempt ${attempt}: ${failure}: ${reason}\n`;
    })
    .join('');
}

function results({ runs }: TrialDetail): string[][] {
  return runs.flatMap(({ fold, result }) =>
    result === undefined
      ? []
      : [
          [
            String(fold),
            epochNumber(result.epoch),
            metrics(result.values),
            formatSeconds(result.seconds),
            result.weightsSha256.slice(0, 12),
            `${result.outOfFold} ${result.test}`,
          ],
        ],
  );
}

function epochs(curves: readonly TrialCurve[]): string[][] {
  return curves.flatMap(({ fold, points }) => {
    const steps = new Map<number, { epoch: number; values: Record<string, number> }>();
    for (const { step, epoch, name, value } of points) {
      const at = steps.get(step) ?? { epoch, values: {} };
      at.values[name] = value;
      steps.set(step, at);
    }
    return [...steps].map(([step, { epoch, values }]) => [
      String(fold),
      epochNumber(epoch),
      String(step),
      metrics(values),
    ]);
  });
}

/** People count epochs from 1; the ledger and programs from 0. */
function epochNumber(epoch: number): string {
  return String(epoch + 1);
}

function metrics(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${withoutDigest(name)} ${formatNumber(value)}`)
    .join(', ');
}
