import { RandomStream, type Clock } from '@frostline/base';
import type { TrialEvent } from '@frostline/protocol';
import {
  addTrials,
  annotateTrial,
  claimRun,
  createSweep,
  failRun,
  finishRun,
  openLedger,
  pauseTrials,
  recordEvents,
  scoreTrial,
  type Ledger,
} from '@frostline/store';
import path from 'node:path';
import { sampleParameters, sampleTrials, type SampleTrial } from './sample-trials.js';

export interface LedgerPlan {
  readonly trials: number;
  /** `generated` unless told; another name makes another sweep of the same state folder. */
  readonly name?: string;
  /** Three unless told. */
  readonly folds?: number;
  readonly seed?: number;
}

const epochs = 10;
const stepsPerEpoch = 50;
/** Trials of one transaction: a commit is an fsync, and one for each would take most of the time. */
const trialsAtOnce = 200;

/**
 * Writes the ledger of a sweep that is nearly done into a state folder, through the store's own verbs: most trials
 * complete with five metrics in each of ten epochs, some failed, paused, running or waiting, some resumed after a loss,
 * a few annotated. There is no competition and there are no artifacts. The same for one plan, tokens aside.
 *
 * @returns the sweep's id
 */
export function makeLedger(
  home: string,
  { trials, name = 'generated', folds = 3, seed = 0 }: LedgerPlan,
): string {
  const time = { now: Date.UTC(2026, 0, 5, 9) };
  const clock: Clock = { now: () => time.now, monotonic: () => time.now };
  const ledger = openLedger(path.join(home, 'ledger.db'), { clock });
  try {
    const sweepId = addSweep(ledger, home, name, folds);
    const random = new RandomStream(seed, 'sample-ledger');
    const planned = sampleTrials(trials, seed);
    addTrials(
      ledger,
      sweepId,
      planned.map(({ id, settings }) => ({
        id,
        settings,
        runs: Array.from({ length: folds }, (_, fold) => ({ id: `${id}-${fold}`, trialId: id, fold })),
      })),
    );
    // The last ones are still to come.
    const begun = planned.slice(0, Math.ceil(trials * 0.98));
    for (let first = 0; first < begun.length; first += trialsAtOnce)
      ledger.write(() => {
        for (const trial of begun.slice(first, first + trialsAtOnce)) {
          time.now += 20_000;
          playTrial({ ledger, sweepId, folds, random }, trial);
        }
      });
    for (const trial of planned.slice(begun.length, begun.length + 2))
      for (const fold of [0, 1]) playRun(ledger, random, trial, fold, 'running');
    return sweepId;
  } finally {
    ledger.close();
  }
}

function addSweep(ledger: Ledger, home: string, name: string, folds: number): string {
  return createSweep(ledger, {
    name,
    file: path.join(home, 'sweep.yaml'),
    spec: {
      name,
      competition: 'competition.yaml',
      method: 'random',
      parameters: sampleParameters,
    },
    metric: 'macro_f1',
    goal: 'maximize',
    folds: { kind: 'stratified', count: folds, seed: 0 },
    competition: { path: path.join(home, 'competition.yaml'), hash: 'generated' },
  }).id;
}

interface Stage {
  readonly ledger: Ledger;
  readonly sweepId: string;
  readonly folds: number;
  readonly random: RandomStream;
}

function playTrial({ ledger, sweepId, folds, random }: Stage, trial: SampleTrial): void {
  const fate = random.nextUniform();
  if (fate < 0.02) {
    for (let fold = 0; fold < folds; fold++)
      playRun(ledger, random, trial, fold, fold === 0 ? 'failed' : 'complete');
    return;
  }
  if (fate < 0.03) {
    playRun(ledger, random, trial, 0, 'complete');
    pauseTrials(ledger, sweepId, { trialId: trial.id });
    return;
  }
  const scores = Array.from({ length: folds }, (_, fold) => {
    if (random.nextBelow(25) === 0) playRun(ledger, random, trial, fold, 'lost');
    return playRun(ledger, random, trial, fold, 'complete');
  });
  const score = scores.reduce((sum, value) => sum + value, 0) / folds;
  scoreTrial(ledger, sweepId, trial.id, { accuracy: score + 0.01, macro_f1: score });
  if (random.nextBelow(200) === 0)
    annotateTrial(ledger, trial.id, {
      tags: ['look again'],
      note: 'Worth another seed.',
      pinned: fate > 0.9,
    });
}

/** One attempt of a run from its first epoch, or from where the one before got lost. Returns the last macro F1. */
function playRun(
  ledger: Ledger,
  random: RandomStream,
  trial: SampleTrial,
  fold: number,
  fate: 'complete' | 'failed' | 'lost' | 'running',
): number {
  const runId = `${trial.id}-${fold}`;
  const slot = `cpu:${fold % 2}`;
  const hold = claimRun(ledger, runId, { worker: slot, device: slot });
  if (hold === undefined) return NaN;
  const first = hold.attempt === 1 ? 0 : 5;
  const last = fate === 'complete' ? epochs : 5;
  const noise = 0.01 * random.nextNormal();
  const score = (epoch: number): number =>
    Math.min(0.99, Math.max(0.05, trial.quality + noise - 0.3 * Math.exp(-0.7 * (epoch + 1))));
  const events: TrialEvent[] = [started(first * stepsPerEpoch, slot)];
  for (let epoch = first; epoch < last; epoch++) {
    const f1 = score(epoch) + 0.003 * random.nextNormal();
    events.push({
      type: 'metrics',
      step: (epoch + 1) * stepsPerEpoch,
      epoch,
      values: {
        accuracy: f1 + 0.01,
        macro_f1: f1,
        val_loss: 1.6 * (1 - f1),
        train_loss: 1.8 * (1 - f1) * 0.95 ** epoch,
        learning_rate: trial.settings.learning_rate * (1 - epoch / epochs),
      },
    });
  }
  if (random.nextBelow(100) === 0)
    events.push({
      type: 'quarantined',
      images: [{ split: 'train', id: '1017', path: 'images/1017.png', reason: 'not an image' }],
    });
  recordEvents(
    ledger,
    events.flatMap((event, sequence) =>
      event.type === 'finished' || event.type === 'failed' || event.type === 'progress'
        ? []
        : [{ ...hold, sequence, event }],
    ),
  );
  if (fate === 'complete') finishRun(ledger, hold, finished(runId, hold.attempt, score(epochs)));
  else if (fate === 'failed')
    failRun(
      ledger,
      hold,
      { class: 'non-finite', code: 'non-finite-loss', message: 'the loss was NaN at step 251 (epoch 5)' },
      'failed',
    );
  else if (fate === 'lost')
    failRun(
      ledger,
      hold,
      { class: 'lost', code: 'worker-lost', message: 'killed by SIGKILL', signal: 'SIGKILL' },
      'waiting',
    );
  return score(epochs);
}

function started(resumedFromStep: number, device: string): Extract<TrialEvent, { type: 'started' }> {
  return {
    type: 'started',
    resumedFromStep,
    totalSteps: epochs * stepsPerEpoch,
    stepsPerEpoch,
    engine: 'onnxruntime',
    device,
    numericsClass: 'onnxruntime 1.30.0, avx512, 1 thread',
    numericsChanged: false,
    parts: 1,
  };
}

function finished(runId: string, attempt: number, score: number): Extract<TrialEvent, { type: 'finished' }> {
  const folder = `runs/${runId}/attempt-${attempt}`;
  return {
    type: 'finished',
    step: epochs * stepsPerEpoch,
    epoch: epochs - 1,
    values: { accuracy: score + 0.01, macro_f1: score },
    weightsSha256: 'ab'.repeat(32),
    outOfFold: `${folder}/out-of-fold.csv`,
    test: `${folder}/test.csv`,
    seconds: 30 + 10 * score,
  };
}
