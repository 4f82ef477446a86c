import type { Draft } from './draft.js';
import type { CoreRun } from './state.js';

/**
 * Gives waiting runs to idle workers: first those with an attempt behind them, whose checkpoint is at hand, then plan
 * order, so that a trial's folds finish together and its score is known early. Says `drained` when all is done.
 */
export function dispatch(draft: Draft, at: number): void {
  const idle = [...draft.allWorkers()].filter(([, worker]) => worker.state === 'idle').map(([id]) => id);
  for (const worker of idle) {
    const run = nextRun(draft.allRuns());
    if (run === undefined) break;
    const attempt = run.attempts + 1;
    draft.changeRun(run.id, { state: 'running', attempts: attempt });
    const hold = { run: run.id, attempt, heardAt: at, started: false, stopping: false };
    draft.setWorker(worker, { state: 'busy', hold });
    draft.say({ type: 'assign', worker, run: run.id, attempt });
  }
  draft.setDrained(!draft.allRuns().some(({ state }) => state === 'waiting' || state === 'running'));
}

function nextRun(runs: readonly CoreRun[]): CoreRun | undefined {
  let fresh: CoreRun | undefined;
  for (const run of runs) {
    if (run.state !== 'waiting') continue;
    if (run.attempts > 0) return run;
    fresh ??= run;
  }
  return fresh;
}
