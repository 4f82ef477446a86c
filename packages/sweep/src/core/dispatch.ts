import { batchParts } from './batch-parts.js';
import type { Draft } from './draft.js';
import type { CoreRun } from './state.js';

/**
 * Gives waiting runs to idle workers. Higher priority comes first; among equals those with an attempt behind them, whose checkpoint is at hand. Then a
 * worker goes on with the trial that it has just trained, whose steps it has compiled; then it takes a trial that no
 * worker is at; then whatever is left, in plan order. Says `drained` when all is done.
 */
export function dispatch(draft: Draft, at: number): void {
  for (const [id, worker] of [...draft.allWorkers()]) {
    if (worker.state !== 'idle') continue;
    const run = nextRun(draft, worker.lastTrial);
    if (run === undefined) break;
    const attempt = run.attempts + 1;
    draft.changeRun(run.id, { state: 'running', attempts: attempt });
    const hold = { run: run.id, attempt, heardAt: at, started: false, stopping: false };
    draft.setWorker(id, { state: 'busy', hold });
    const parts = batchParts(run.batchSize, run.failures['out-of-memory'] ?? 0);
    draft.say({ type: 'assign', worker: id, run: run.id, attempt, parts });
  }
  draft.setDrained(!draft.allRuns().some(({ state }) => state === 'waiting' || state === 'running'));
}

function nextRun(draft: Draft, lastTrial: string | undefined): CoreRun | undefined {
  const taken = new Set<string>();
  for (const worker of draft.allWorkers().values())
    if (worker.state !== 'idle' && worker.hold !== undefined) taken.add(draft.run(worker.hold.run).trialId);
  let top = -Infinity;
  for (const { state, priority } of draft.allRuns())
    if (state === 'waiting' && priority > top) top = priority;
  let same: CoreRun | undefined;
  let free: CoreRun | undefined;
  let any: CoreRun | undefined;
  for (const run of draft.allRuns()) {
    if (run.state !== 'waiting' || run.priority < top) continue;
    if (run.attempts > 0) return run;
    if (run.trialId === lastTrial) same ??= run;
    else if (!taken.has(run.trialId)) free ??= run;
    any ??= run;
  }
  return same ?? free ?? any;
}
