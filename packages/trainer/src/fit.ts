import path from 'node:path';
import { hashOf, InputError, systemClock } from '@frostline/base';
import {
  batchCount,
  batches,
  classWeights,
  epochSamplers,
  metrics,
  scoreAll,
  type Batch,
  type Metric,
} from '@frostline/data';
import type { HostRecord } from '@frostline/engine';
import { equalParts, type TrialEvent } from '@frostline/protocol';
import type { Checkpoint, TrainingProgress } from './checkpoint/checkpoint.js';
import {
  claimCheckpoints,
  readLastCheckpoint,
  removeCheckpoints,
  removeCheckpointsAfter,
  writeCheckpoint,
} from './checkpoint/checkpoint-files.js';
import { unwatched, watch } from './early-stopping.js';
import type { FitJob, FitTools } from './fit-job.js';
import { splitFold } from './fold-split.js';
import { losses } from './losses/index.js';
import type { Loss } from './losses/loss.js';
import { entry } from './programs/records.js';
import { PhaseWalk } from './phase-walk.js';
import { quarantinedImages } from './quarantine.js';
import { writeResults } from './results.js';
import { openSource } from './sources/open-source.js';
import { trialModel } from './trial-model.js';

/** Progress events come at most this often: they are for bars, not for the ledger. */
const PROGRESS_MS = 200;

/**
 * Trains one run and says what happens as events. The consumer's next pull acknowledges the event before it: metrics
 * are pulled past before the checkpoint that covers them is written, so a crash repeats work but loses no number.
 *
 * Stops between any two steps, and between any two batches of features or predictions. A later call with the same job
 * goes on from the last whole checkpoint in `job.folder` and, within one numerics class, gives the same bits as a run
 * that was never interrupted.
 *
 * @throws InputError for settings or data that cannot be trained; nothing has been written then
 * @example
 * for await (const event of fit(job, { cache: new StepCache(engine), features: new FeatureStore('features') }))
 *   if (event.type === 'metrics') process.stdout.write(`epoch ${event.epoch}: ${event.values.accuracy}\n`);
 */
export async function* fit(job: FitJob, tools: FitTools): AsyncGenerator<TrialEvent, void, undefined> {
  try {
    yield* train(job, tools);
  } catch (error) {
    if (tools.signal?.aborted !== true || error !== tools.signal.reason) throw error;
  }
}

/** @throws the signal's reason when aborted within features or predictions */
async function* train(job: FitJob, tools: FitTools): AsyncGenerator<TrialEvent, void, undefined> {
  const { settings, classes } = job;
  const { cache, clock = systemClock, signal } = tools;
  const alive = (): void => {
    tools.alive?.();
    signal?.throwIfAborted();
  };
  const startedAt = clock.monotonic();
  const model = await trialModel(settings, classes.length, job.weightsHash, cache.models);
  const rows = splitFold(job.train.folds, job.fold, job.train.pack);
  const batchSize = Math.min(settings.batch_size * settings.accumulate, rows.train.length);
  const planned = equalParts(batchSize, settings.accumulate);
  const parts = equalParts(batchSize, settings.accumulate * (job.parts ?? 1));
  const divided = parts > planned;
  const numericsClass = cache.engine.numericsClass + (divided ? `/parts=${parts}` : '');
  const stepsPerEpoch = batchCount(rows.train.length, batchSize, true);
  const totalSteps = stepsPerEpoch * settings.epochs;

  const labelsOf = (indices: Uint32Array): Int32Array =>
    Int32Array.from(indices, (row) => job.train.labels[row] ?? 0);

  const labels = labelsOf(rows.train);
  const weights = classWeights(settings.class_weights, labels, classes.length);
  const metric = metricOf(job);
  const sample = epochSamplers[settings.sampler];

  const identity = runIdentity(job, model.initialDigest);
  const checkpoints = path.join(job.folder, 'checkpoints');
  const resumed = readLastCheckpoint(checkpoints, identity);
  yield {
    type: 'started',
    resumedFromStep: resumed?.progress.step ?? 0,
    totalSteps,
    stepsPerEpoch,
    engine: cache.engine.name,
    device: cache.engine.device,
    numericsClass,
    numericsChanged:
      divided ||
      (resumed !== null && (resumed.numericsClass !== numericsClass || !cache.engine.reproducible)),
    parts: divided ? parts : 1,
  };
  const quarantined = quarantinedImages(job);
  if (quarantined.length > 0) yield { type: 'quarantined', images: quarantined };

  const claimed = claimCheckpoints(checkpoints);
  removeCheckpointsAfter(checkpoints, resumed?.progress.step ?? -1);
  // Opening compiles, which may take long.
  signal?.throwIfAborted();
  const walk = await PhaseWalk.open(
    {
      model,
      openSource: (phase) => openSource({ model: phase, job, tools: { ...tools, alive } }),
      cache,
      settings,
      loss: lossOf(job),
      // Images that are drawn by their weights would count by them twice.
      classWeights: settings.sampler === 'weighted' ? weights.map(() => 1) : weights,
      batchSize,
      parts,
      stepsPerEpoch,
      classes: classes.length,
      alive,
    },
    resumed === null ? undefined : { step: resumed.progress.step, state: resumed.state },
  );
  try {
    let progress: TrainingProgress = resumed?.progress ?? {
      step: 0,
      lossSum: 0,
      chosen: null,
      watched: unwatched,
    };
    let best: HostRecord = resumed?.best ?? {};
    let savedStep = progress.step;
    const save = async (): Promise<TrialEvent> => {
      const checkpoint: Checkpoint = {
        progress,
        state: await walk.snapshot(),
        best,
        identity,
        numericsClass,
      };
      savedStep = progress.step;
      return { type: 'checkpoint', step: progress.step, ...writeCheckpoint(claimed, checkpoint) };
    };

    let savedAt = clock.monotonic();
    let shownAt = -Infinity;
    let epochStartedAt = clock.monotonic();
    let order: { epoch: number; batches: Batch[] } = { epoch: -1, batches: [] };
    const stopsEarly = ({ step, watched }: TrainingProgress): boolean =>
      settings.patience > 0 && watched.waited >= settings.patience && step < totalSteps;
    while (progress.step < totalSteps && !stopsEarly(progress)) {
      if (signal?.aborted === true) {
        if (progress.step > savedStep) yield await save();
        return;
      }
      const epoch = Math.floor(progress.step / stepsPerEpoch);
      if (order.epoch !== epoch) {
        const { seed } = settings;
        const visited = sample({ indices: rows.train, labels, classWeights: weights, seed, epoch });
        order = { epoch, batches: [...batches(visited, batchSize, true)] };
      }
      const { indices, draws } = entry(order.batches, progress.step % stepsPerEpoch);
      const { loss, rate } = await walk.train({ rows: indices, labels: labelsOf(indices) }, progress.step, {
        seed: settings.seed,
        epoch,
        draws,
      });
      if (!Number.isFinite(loss)) {
        yield nonFinite(`the loss was ${loss} at`, { step: progress.step + 1, epoch }, job);
        return;
      }
      progress = { ...progress, step: progress.step + 1, lossSum: progress.lossSum + loss };

      const epochDone = progress.step % stepsPerEpoch === 0;
      if (epochDone) {
        const probabilities = await walk.phase.session.predict('train', rows.validation);
        // The loss comes from before the last update, and from the batch's own statistics where those that are kept overflow.
        if (!probabilities.every(Number.isFinite)) {
          yield nonFinite('predictions were not finite after', { step: progress.step, epoch }, job);
          return;
        }
        const scored = { probabilities, labels: labelsOf(rows.validation), classes: classes.length };
        const scores = scoreAll(scored, typeof job.metric === 'string' ? [] : [job.metric]);
        const values: Record<string, number> = { ...scores, val_loss: scores.log_loss };
        if (counts(job, values, progress)) {
          progress = { ...progress, chosen: { epoch, values } };
          if (settings.select === 'best') best = await walk.phase.session.weights();
        }
        // What has not thawed yet may still make it better.
        if (epoch >= model.lastPhase.firstEpoch)
          progress = {
            ...progress,
            watched: watch(progress.watched, values[metric.name] ?? NaN, {
              goal: metric.goal,
              minDelta: settings.min_delta,
            }),
          };
        yield {
          type: 'metrics',
          step: progress.step,
          epoch,
          values: {
            ...values,
            train_loss: progress.lossSum / stepsPerEpoch,
            learning_rate: rate,
            ...(walk.halfPrecisionError !== undefined && { half_precision_error: walk.halfPrecisionError }),
            seconds: (clock.monotonic() - epochStartedAt) / 1000,
          },
        };
        progress = { ...progress, lossSum: 0 };
        epochStartedAt = clock.monotonic();
      }

      const now = clock.monotonic();
      if (epochDone || now - savedAt > (tools.checkpointSeconds ?? 30) * 1000) {
        yield await save();
        savedAt = now;
      }
      if (now - shownAt > PROGRESS_MS) {
        yield { type: 'progress', step: progress.step, totalSteps };
        shownAt = now;
      }
    }

    const epoch = progress.chosen?.epoch ?? settings.epochs - 1;
    if (settings.select === 'best') await walk.goBack(epoch, best);
    const results = await writeResults(job, { phase: walk.phase, validation: rows.validation });
    yield {
      type: 'finished',
      step: progress.step,
      epoch,
      values: progress.chosen?.values ?? {},
      ...results,
      seconds: (clock.monotonic() - startedAt) / 1000,
    };
    removeCheckpoints(checkpoints);
  } finally {
    walk.close();
  }
}

function nonFinite(
  what: string,
  { step, epoch }: { readonly step: number; readonly epoch: number },
  { settings }: FitJob,
): TrialEvent {
  return {
    type: 'failed',
    failure: 'non-finite',
    code: 'non-finite-loss',
    message: `${what} step ${step} (epoch ${epoch + 1}); lower the learning rate (${settings.learning_rate})`,
  };
}

/** Whether the epoch just scored is the one that counts so far. */
function counts(
  job: FitJob,
  values: Readonly<Record<string, number>>,
  { chosen }: TrainingProgress,
): boolean {
  const { name, goal } = metricOf(job);
  if (job.settings.select === 'last' || chosen === null) return true;
  const now = values[name] ?? NaN;
  const before = chosen.values[name] ?? NaN;
  if (Number.isNaN(before)) return true;
  return goal === 'maximize' ? now > before : now < before;
}

const metricOf = ({ metric }: Pick<FitJob, 'metric'>): Metric =>
  typeof metric === 'string' ? metrics[metric] : metric;

/** @throws InputError `no-loss` */
function lossOf({ loss, settings }: FitJob): Loss {
  const found = loss ?? Object.values(losses).find(({ name }) => name === settings.loss);
  if (found !== undefined) return found;
  throw new InputError('no-loss', 'there is no such loss', {
    found: settings.loss,
    allowed: Object.keys(losses),
    fix: 'give the job a loss of your own, see loadOwnLoss',
  });
}

/**
 * What a checkpoint belongs to: another setting, fold, image or initial weight makes it another run's. Where the weights
 * lay is no part of it: the file may move.
 */
function runIdentity({ settings, classes, train, fold }: FitJob, initialDigest: string): string {
  return hashOf({
    settings: { ...settings, weights: undefined },
    classes,
    fold,
    folds: hashOf([...train.folds]),
    labels: hashOf([...train.labels]),
    images: train.pack.identity,
    initial: initialDigest,
  });
}
