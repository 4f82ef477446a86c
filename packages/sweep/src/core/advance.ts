import type { FailureClass } from '@frostline/protocol';
import type { CoreCommand } from './commands.js';
import { dispatch } from './dispatch.js';
import { Draft } from './draft.js';
import type { CoreEvent, KnownRun } from './events.js';
import { mayRetry } from './retry-policy.js';
import { isSelected, type Selection } from './selection.js';
import type { CoreRun, CoreState, CoreWorker, Hold, Limits } from './state.js';

/** Ticks come every half second; a longer time between two than this is one in which the scheduler did not run. */
const SLEEP_MS = 5_000;

/** What an event leads to. */
export interface Advance {
  readonly state: CoreState;
  readonly commands: readonly CoreCommand[];
}

/**
 * The scheduler's core: one event in, the next state and what to do out. Pure: the same events give the same commands.
 * An event about an attempt that no worker holds is stale and changes nothing.
 *
 * @example
 * const { state, commands } = advance(initialState(), { type: 'worker-ready', worker: 'cpu-0', at: 0 });
 */
export function advance(state: CoreState, event: CoreEvent): Advance {
  const draft = new Draft(state);
  apply(draft, event);
  // A sign of life opens no run and frees no worker, and there are many of them.
  if (event.type !== 'run-heartbeat') {
    checkTime(draft, event.at);
    dispatch(draft, event.at);
  }
  return { state: draft.finish(), commands: draft.commands };
}

function apply(draft: Draft, event: CoreEvent): void {
  switch (event.type) {
    case 'runs-added':
      for (const run of event.runs) addRun(draft, run);
      // Whoever adds runs hears of the end, even where there was nothing left to do.
      draft.setDrained(false);
      return;
    case 'worker-ready':
      return workerReady(draft, event.worker);
    case 'worker-lost':
      return workerLost(draft, event);
    case 'run-started':
    case 'run-heartbeat':
    case 'run-finished':
    case 'run-failed':
    case 'run-stopped':
      return runReported(draft, event);
    case 'tick':
      forgiveSleep(draft, event.at);
      for (const [id, worker] of draft.allWorkers()) checkSilence(draft, id, worker, event.at);
      return;
    case 'room-found':
      return resume(draft, ({ wantsRoom }) => wantsRoom);
    case 'stop':
      // What a person pauses is a person's to let go on.
      for (const run of selected(draft, event))
        if (run.wantsRoom) draft.changeRun(run.id, { wantsRoom: false });
      return stop(draft, event, event.at);
    case 'resume':
      return resume(draft, (run) => isSelected(run, event));
    case 'retry':
      for (const run of selected(draft, event))
        if (run.state === 'failed') requeue(draft, run.id, 'retried', {});
      return;
    case 'time-given':
      draft.endsAt = event.at + event.ms;
      return;
    case 'prioritize':
      for (const run of selected(draft, event)) draft.changeRun(run.id, { priority: event.priority });
      return;
  }
}

function addRun(draft: Draft, known: KnownRun): void {
  if (draft.has(known.id)) return;
  const { id, trialId, state, attempts, failures, priority, settings } = known;
  draft.addRun({
    id,
    trialId,
    state,
    attempts,
    failures,
    priority,
    batchSize: settings.batch_size,
    wantsRoom: false,
  });
  if (state === 'running') requeue(draft, id, 'its owner is gone');
}

/** A `ready` while it holds a run is a repeat: were it a new process, `worker-lost` or silence would tell. */
function workerReady(draft: Draft, id: string): void {
  const worker = draft.allWorkers().get(id);
  if (worker === undefined || (worker.state === 'dying' && worker.hold === undefined))
    draft.setWorker(id, { state: 'idle' });
}

function workerLost(
  draft: Draft,
  { worker: id, reason, failure }: Extract<CoreEvent, { type: 'worker-lost' }>,
): void {
  const worker = draft.allWorkers().get(id);
  if (worker === undefined) return;
  draft.setWorker(id, undefined);
  if (worker.state !== 'idle' && worker.hold !== undefined)
    runFailed(draft, worker.hold, failure ?? 'lost', reason);
}

type RunEvent = Extract<CoreEvent, { run: string }>;

function runReported(draft: Draft, event: RunEvent): void {
  const holder = draft.holder(event.run, event.attempt);
  if (holder === undefined) return;
  const { worker, hold, dying } = holder;
  /** What becomes of the worker once it has no run: one that is to be killed still is. */
  const release = (next: CoreWorker): void =>
    draft.setWorker(worker, dying ? { state: 'dying', hold: undefined, since: event.at } : next);
  switch (event.type) {
    case 'run-started':
    case 'run-heartbeat':
      if (dying) return;
      // Signs of life do not put off the end of a run that was told to stop.
      draft.setWorker(worker, {
        state: 'busy',
        hold: hold.stopping ? { ...hold, answered: true } : { ...hold, heardAt: event.at, started: true },
      });
      return;
    case 'run-finished':
      release({
        state: 'idle',
        lastTrial: draft.changeRun(hold.run, { state: 'complete', wantsRoom: false }).trialId,
      });
      return;
    case 'run-stopped':
      if (hold.stopping) pause(draft, hold.run);
      else requeue(draft, hold.run, 'its worker stopped');
      release({ state: 'idle' });
      return;
    case 'run-failed':
      // A process that failed once is not trusted with another run.
      release({ state: 'dying', hold: undefined, since: event.at });
      if (event.failure === 'disk-full') diskFull(draft, hold, event);
      else runFailed(draft, hold, event.failure, event.message);
      if (!dying) draft.say({ type: 'kill-worker', worker, reason: 'replaced after a failure' });
      return;
  }
}

function runFailed(draft: Draft, hold: Hold, failure: FailureClass, message: string): void {
  // Told to stop and then lost: that is the stop, done the hard way.
  if (hold.stopping && failure === 'lost') return pause(draft, hold.run);
  const run = draft.run(hold.run);
  const failures = { ...run.failures, [failure]: (run.failures[failure] ?? 0) + 1 };
  if (!mayRetry({ ...run, failures }, failure)) {
    draft.changeRun(run.id, { state: 'failed', failures, wantsRoom: false });
    draft.say({ type: 'fail', run: run.id, failure, message });
  } else if (hold.stopping) {
    draft.changeRun(run.id, { failures });
    pause(draft, run.id);
  } else requeue(draft, run.id, `${failure}: ${message}`, failures);
}

/** No run can go on without room: all are paused, until there is some. */
function diskFull(draft: Draft, hold: Hold, { message, at }: { message: string; at: number }): void {
  const { failures } = draft.run(hold.run);
  const stopping = new Set(
    [...draft.allWorkers().values()].flatMap((worker) =>
      worker.state !== 'idle' && worker.hold?.stopping === true ? [worker.hold.run] : [],
    ),
  );
  if (hold.stopping) stopping.add(hold.run);
  for (const { id, state } of draft.allRuns())
    if (state === 'waiting' || (state === 'running' && !stopping.has(id)))
      draft.changeRun(id, { wantsRoom: true });
  // Where all had been told to stop before, nothing is paused for want of room.
  if (!hold.stopping || goesOn(draft)) draft.say({ type: 'disk-full', run: hold.run, message });
  draft.changeRun(hold.run, { failures: { ...failures, 'disk-full': (failures['disk-full'] ?? 0) + 1 } });
  pause(draft, hold.run);
  stop(draft, {}, at);
}

/** A scheduler that was not awake, stopped or starved, has heard nothing either: that time is nobody's silence. */
function forgiveSleep(draft: Draft, at: number): void {
  const slept = at - (draft.tickedAt ?? at);
  draft.tickedAt = at;
  if (slept <= SLEEP_MS) return;
  for (const [id, worker] of draft.allWorkers()) {
    if (worker.state === 'busy')
      draft.setWorker(id, { ...worker, hold: { ...worker.hold, heardAt: worker.hold.heardAt + slept } });
  }
}

function checkSilence(draft: Draft, id: string, worker: CoreWorker, at: number): void {
  const { silentMs } = draft.limits;
  if (worker.state === 'busy') {
    const { hold } = worker;
    const silent = at - hold.heardAt;
    if (silent <= patienceWith(hold, draft.limits)) return;
    draft.setWorker(id, { state: 'dying', hold, since: at });
    const reason =
      hold.stopping && !hold.answered
        ? 'it was busy when told to stop'
        : `no sign of run ${hold.run} for ${Math.round(silent / 1000)} s`;
    draft.say({ type: 'kill-worker', worker: id, reason });
  } else if (worker.state === 'dying' && at - worker.since > silentMs) {
    draft.setWorker(id, { ...worker, since: at });
    draft.say({ type: 'kill-worker', worker: id, reason: 'it is still there' });
  }
}

function patienceWith({ started, stopping, answered }: Hold, limits: Limits): number {
  if (stopping && !answered) return limits.stopMs;
  return started || stopping ? limits.silentMs : limits.startMs;
}

/** Once the time is over nothing begins, not even what a person resumes or what failed and may be tried again. */
function checkTime(draft: Draft, at: number): void {
  if (draft.endsAt === undefined || at < draft.endsAt) return;
  if (!goesOn(draft)) return;
  draft.say({ type: 'time-spent' });
  stop(draft, {}, at);
}

/** Whether a run waits, or is held and was not told to stop. */
function goesOn(draft: Draft): boolean {
  return (
    draft.counts.waiting > 0 ||
    [...draft.allWorkers().values()].some(
      (worker) => worker.state !== 'idle' && worker.hold?.stopping === false,
    )
  );
}

function stop(draft: Draft, selection: Selection, at: number): void {
  for (const run of selected(draft, selection)) if (run.state === 'waiting') pause(draft, run.id);
  for (const [id, worker] of draft.allWorkers()) {
    if (worker.state === 'idle' || worker.hold === undefined || worker.hold.stopping) continue;
    if (!isSelected(draft.run(worker.hold.run), selection)) continue;
    draft.setWorker(id, {
      ...worker,
      hold: { ...worker.hold, stopping: true, answered: false, heardAt: at },
    });
    if (worker.state === 'busy') draft.say({ type: 'stop-run', worker: id, run: worker.hold.run });
  }
}

function resume(draft: Draft, isMeant: (run: CoreRun) => boolean): void {
  for (const run of draft.allRuns())
    if (run.state === 'paused' && isMeant(run)) requeue(draft, run.id, 'resumed');
  // One that is still stopping goes on as soon as it has stopped.
  for (const [id, worker] of draft.allWorkers()) {
    if (worker.state === 'idle' || worker.hold?.stopping !== true) continue;
    if (isMeant(draft.run(worker.hold.run)))
      draft.setWorker(id, { ...worker, hold: { ...worker.hold, stopping: false } });
  }
}

function requeue(draft: Draft, run: string, reason: string, failures = draft.run(run).failures): void {
  draft.changeRun(run, { state: 'waiting', failures, wantsRoom: false });
  draft.say({ type: 'requeue', run, reason });
}

function pause(draft: Draft, run: string): void {
  draft.changeRun(run, { state: 'paused' });
  draft.say({ type: 'pause', run });
}

function selected(draft: Draft, selection: Selection): CoreRun[] {
  return draft.allRuns().filter((run) => isSelected(run, selection));
}
