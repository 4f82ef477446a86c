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
    const hold = { run: run.id, attempt, heardAt: at, started: false, stopping: false, answered: false };
    draft.setWorker(id, { state: 'busy', hold });
    const parts = batchParts(run.batchSize, run.failures['out-of-memory'] ?? 0);
    draft.say({ type: 'assign', worker: id, run: run.id, attempt, parts });
  }
  draft.setDrained(draft.counts.waiting + draft.counts.running === 0);
}

function nextRun(draft: Draft, lastTrial: string | undefined): CoreRun | undefined {
  if (draft.counts.waiting === 0) return undefined;
  const taken = new Set<string>();
  for (const worker of draft.allWorkers().values())
    if (worker.state !== 'idle' && worker.hold !== undefined) taken.add(draft.run(worker.hold.run).trialId);
  // Asked of every waiting run, so that what takes longest comes last, and only where it matters.
  const claimOf = ({ attempts, trialId }: CoreRun, most: number): number => {
    if (attempts > 0) return 3;
    if (trialId === lastTrial) return 2;
    return most >= 1 || taken.has(trialId) ? 0 : 1;
  };
  let best: CoreRun | undefined;
  let most = -1;
  for (const run of draft.allRuns()) {
    if (run.state !== 'waiting' || (best !== undefined && run.priority < best.priority)) continue;
    if (best !== undefined && run.priority > best.priority) most = -1;
    const claim = claimOf(run, most);
    if (claim <= most) continue;
    best = run;
    most = claim;
  }
  return best;
}
