import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { sha256 } from '@frostline/base';
import { takeLock, type ProcessLock } from '@frostline/base/process-lock';
import { readPredictions, scoreAll } from '@frostline/data';
import { createBackbone, encodeSafetensors, parseSafetensors } from '@frostline/model';
import type { TrialEvent, TrialSettings } from '@frostline/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { FeatureStore } from './features/feature-store.js';
import { fit } from './fit.js';
import type { FitJob, FitTools } from './fit-job.js';
import { StepCache } from './step-cache.js';
import {
  blackImage,
  finish,
  jobOf,
  noImage,
  numbers,
  only,
  randomWeights,
  runFit,
  smallCompetition,
  smallSettings,
  toolsFor,
  type SmallCompetition,
} from './testing/small-competition.js';

const competition = await smallCompetition({ firstTest: noImage });
const tools = await toolsFor(competition.folder);
const weights = randomWeights(competition.folder, 'squeezenet1_1');

describe('fit', () => {
  it('learns, and its tables give the metrics that it reported', async () => {
    const events = await runFit(
      jobOf(competition, smallSettings({ epochs: 16, optimizer: 'adamw', learning_rate: 0.0005 }), 'learns'),
      tools,
    );
    const { values, outOfFold, test } = finish(events);
    const losses = only(events, 'metrics').map((event) => event.values['train_loss'] ?? NaN);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.7);

    const table = readPredictions(outOfFold);
    expect(table.ids).toEqual(competition.ids.train.slice(0, 9));
    const { probabilities } = table;
    const labels = competition.labels.slice(0, 9);
    expect(values).toMatchObject(scoreAll({ probabilities, labels, classes: 3 }));
    expect(readPredictions(test).ids).toEqual(competition.ids.test.slice(1));
  });

  it('names a broken test image and predicts nothing for it', async () => {
    const events = await runFit(jobOf(competition, smallSettings({ epochs: 1 }), 'broken'), tools);
    const [quarantined] = only(events, 'quarantined');
    expect(quarantined?.images).toMatchObject([{ split: 'test', id: 'test-0' }]);
    expect(readPredictions(finish(events).test).ids).not.toContain('test-0');
  });

  it('fails at the step whose loss is not finite', async () => {
    const settings = smallSettings({ learning_rate: 100, momentum: 0.99, epochs: 20 });
    const events = await runFit(jobOf(competition, settings, 'diverges'), tools);
    const epoch = only(events, 'metrics').length + 1;
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      failure: 'non-finite',
      code: 'non-finite-loss',
      message: expect.stringContaining(`(epoch ${epoch})`) as string,
    });
  });

  it('fails, or has finite scores, wherever it ends while it diverges', async () => {
    const endings: string[] = [];
    for (const epochs of [1, 2, 3, 4, 5, 6]) {
      const settings = smallSettings({ learning_rate: 100, momentum: 0.99, epochs });
      const end = (await runFit(jobOf(competition, settings, `diverges-${epochs}`), tools)).at(-1);
      endings.push(end?.type === 'failed' ? end.failure : (end?.type ?? 'none'));
      if (end?.type === 'finished') expect(Object.values(end.values).every(Number.isFinite)).toBe(true);
    }
    expect(endings).toContain('non-finite');
  });

  it('counts the best epoch when told to', async () => {
    const settings = smallSettings({ select: 'best', epochs: 6, learning_rate: 0.05 });
    const events = await runFit(jobOf(competition, settings, 'best'), tools);
    const { epoch, values, outOfFold } = finish(events);
    const scores = only(events, 'metrics').map((event) => event.values['accuracy'] ?? NaN);
    expect(epoch).toBe(scores.indexOf(Math.max(...scores)));
    const { probabilities } = readPredictions(outOfFold);
    const labels = competition.labels.slice(0, 9);
    expect(values).toMatchObject(scoreAll({ probabilities, labels, classes: 3 }));
  });
});

describe('a weights file that is no longer the one that was planned with', () => {
  it('is refused before anything is written; the planned one trains', async () => {
    const folder = mkdtempSync(path.join(competition.folder, 'changed-'));
    const file = randomWeights(folder, 'squeezenet1_1');
    const settings = smallSettings({ weights: file, freeze: 'until:1', epochs: 1 });
    const weightsHash = sha256(readFileSync(file));
    const job = { ...jobOf(competition, settings, 'changed'), weightsHash };
    writeFileSync(file, encodeSafetensors(createBackbone('squeezenet1_1', { classes: 4 }).stateDict()));
    const found = sha256(readFileSync(file));
    await expect(runFit(job, tools)).rejects.toMatchObject({
      code: 'weights-changed',
      exitCode: 2,
      details: { place: file, found, allowed: weightsHash },
    });
    expect(existsSync(job.folder)).toBe(false);
    randomWeights(folder, 'squeezenet1_1');
    finish(await runFit(job, tools));
  });
});

describe('a run that cannot begin', () => {
  // Where the system lists them: Linux.
  const openFiles = '/proc/self/fd';

  class FailingCache extends StepCache {
    override compiled(identity: { phase: string }, program: Parameters<StepCache['compiled']>[1]) {
      return identity.phase === 'predict'
        ? Promise.reject(new Error('no room for this program'))
        : super.compiled(identity, program);
    }
  }

  it.runIf(existsSync(openFiles))('leaves no file open', async () => {
    const settings = smallSettings({ weights, freeze: 'until:1', epochs: 1 });
    const features = path.join(competition.folder, 'cannot-begin');
    const own = { cache: new FailingCache(tools.cache.engine), features: new FeatureStore(features) };
    await expect(runFit(jobOf(competition, settings, 'cannot begin'), own)).rejects.toThrow('no room');
    expect(readdirSync(features)).not.toEqual([]);
    expect(targets(openFiles).filter((file) => file.startsWith(features))).toEqual([]);
  });

  function targets(folder: string): string[] {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(path.join(folder, name))];
      } catch {
        // The handle with which the folder itself was listed.
        return [];
      }
    });
  }
});

describe('signs of life', () => {
  it('come with every batch of features and of predictions', async () => {
    // 30 images for training and 7 to predict: one chunk of features each for clean and two views, one for the test.
    const settings = smallSettings({ weights, freeze: 'until:1', views: 2, epochs: 2 });
    const folder = path.join(competition.folder, 'signs');
    let signs = 0;
    const alive = (): void => void (signs += 1);
    const own = { ...tools, features: new FeatureStore(folder), alive };
    await runFit(jobOf(competition, settings, 'signs'), own);
    const chunks = 4;
    // Nine validated images in batches of eight, after two epochs and at the end; six test images that can be read.
    expect(signs).toBe(chunks + 3 * 2 + 1);
  });

  it('come while another process computes the features', async () => {
    const settings = smallSettings({ weights, freeze: 'until:1', epochs: 1 });
    const folder = path.join(competition.folder, 'locked');
    const first = { ...tools, features: new FeatureStore(folder) };
    await runFit(jobOf(competition, settings, 'locked 1'), first);
    const locks = new Map<string, ProcessLock | undefined>();
    for (const file of readdirSync(folder)) {
      renameSync(path.join(folder, file), path.join(competition.folder, file));
      locks.set(file, takeLock(path.join(folder, `${file}.lock`)));
    }
    let signs = 0;
    const alive = (): void => {
      // The other process is done at the third sign.
      if ((signs += 1) !== 3) return;
      for (const [file, lock] of locks) {
        renameSync(path.join(competition.folder, file), path.join(folder, file));
        lock?.release();
      }
    };
    await runFit(jobOf(competition, settings, 'locked 2'), { ...first, alive });
    expect(signs).toBeGreaterThan(3);
  });
});

describe('a stop outside the steps', () => {
  const settings = () => smallSettings({ weights, freeze: 'until:1', views: 2, epochs: 2 });
  const own = (name: string): FitTools => ({
    ...tools,
    features: new FeatureStore(path.join(competition.folder, name)),
  });

  /** Runs until `sign` signs of life were given, then stops. */
  async function stopAtSign(job: FitJob, some: FitTools, sign: number) {
    const abort = new AbortController();
    const events: TrialEvent[] = [];
    let signs = 0;
    const alive = (): void => {
      if ((signs += 1) === sign) abort.abort();
    };
    for await (const event of fit(job, { ...some, alive, signal: abort.signal })) events.push(event);
    return { events, signs };
  }

  it.each([
    ['the first features', 1, 0],
    ["a view's features, before the first step", 2, 0],
    ['validation', 3, 0],
    ["a later view's features", 5, 2],
    ['the last validation', 6, 2],
    ['the predictions of the results', 8, 4],
    ["the test images' features", 10, 4],
  ])('ends with the batch, and a later attempt is bit-equal: %s', async (name, sign, step) => {
    const undisturbed = await runFit(jobOf(competition, settings(), `${name} whole`), tools);
    const job = jobOf(competition, settings(), `${name} stopped`);
    const some = own(`stopped ${sign}`);
    const { events, signs } = await stopAtSign(job, some, sign);
    expect(signs).toBe(sign);
    expect([...only(events, 'finished'), ...only(events, 'failed')]).toEqual([]);
    const left = readdirSync(path.join(competition.folder, `stopped ${sign}`));
    expect(left.filter((file) => file.endsWith('.tmp'))).toEqual([]);

    const after = await runFit(job, some);
    expect(only(after, 'started')[0]?.resumedFromStep).toBe(step);
    expect([...numbers(events), ...numbers(after)]).toEqual(numbers(undisturbed));
    expect(finish(after).weightsSha256).toBe(finish(undisturbed).weightsSha256);
    expect(readFileSync(finish(after).outOfFold)).toEqual(readFileSync(finish(undisturbed).outOfFold));
    expect(readFileSync(finish(after).test)).toEqual(readFileSync(finish(undisturbed).test));
  });

  it('leaves no features, and their lock to others', async () => {
    const job = jobOf(competition, settings(), 'unlocked');
    const some = own('unlocked');
    await stopAtSign(job, some, 1);
    const folder = path.join(competition.folder, 'unlocked');
    expect(readdirSync(folder)).toEqual([]);
    await runFit(jobOf(competition, settings(), 'named'), own('named'));
    const locks = readdirSync(path.join(competition.folder, 'named')).map((file) =>
      takeLock(path.join(folder, `${file}.lock`)),
    );
    expect(locks.length).toBeGreaterThan(0);
    expect(locks).not.toContain(undefined);

    // Now another holds it.
    const waiting = await stopAtSign(job, some, 2);
    expect(waiting.signs).toBe(2);
    expect(waiting.events.map(({ type }) => type)).toEqual(['started', 'quarantined']);
    for (const lock of locks) lock?.release();
    finish(await runFit(job, some));
  });

  it('is not what an error is taken for that comes after it', async () => {
    const abort = new AbortController();
    const alive = (): void => {
      abort.abort();
      throw new Error('of another kind');
    };
    const run = fit(jobOf(competition, settings(), 'error'), {
      ...own('error'),
      alive,
      signal: abort.signal,
    });
    await expect(
      (async () => {
        for await (const event of run) expect(event.type).not.toBe('finished');
      })(),
    ).rejects.toThrow('of another kind');
  });
});

describe('resume', () => {
  const cases: [string, Partial<TrialSettings>, number][] = [
    ['sgd, mid-epoch', { optimizer: 'sgd' }, 3],
    ['adamw, at an epoch end', { optimizer: 'adamw', learning_rate: 0.001 }, 4],
    ['dropout and the best epoch', { dropout: 0.5, select: 'best' }, 3],
    ['a frozen prefix', { freeze: 'until:1', views: 2 }, 3],
  ];
  it.each(cases)('is bit-equal: %s', async (name, some, stop) => {
    const settings = smallSettings({ weights, ...some });
    const undisturbed = await runFit(jobOf(competition, settings, `${name} undisturbed`), tools);
    const job = jobOf(competition, settings, name);
    const before = await runFit(job, tools, stop);
    expect(only(before, 'finished')).toEqual([]);
    const after = await runFit(job, tools);
    const saved = only(before, 'checkpoint').at(-1)?.step ?? 0;
    expect(saved).toBeGreaterThan(0);
    expect(only(after, 'started')[0]?.resumedFromStep).toBe(saved);
    expect(finish(after).weightsSha256).toBe(finish(undisturbed).weightsSha256);
    expect([...numbers(before), ...numbers(after)]).toEqual(numbers(undisturbed));
    expect(readFileSync(finish(after).test)).toEqual(readFileSync(finish(undisturbed).test));
  });

  it('falls back to the checkpoint before one with a flipped byte', async () => {
    const job = jobOf(competition, smallSettings({}), 'flipped');
    await runFit(job, tools, 3);
    const folder = path.join(job.folder, 'checkpoints');
    const steps = readdirSync(folder).flatMap((file) => /^step-(\d+)/.exec(file)?.slice(1).map(Number) ?? []);
    const newest = path.join(folder, `step-${Math.max(...steps)}.safetensors`);
    const bytes = readFileSync(newest);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(newest, bytes);
    const [started] = only(await runFit(job, tools), 'started');
    expect(started?.resumedFromStep).toBe(Math.min(...steps));
  });

  it("does not take up another trial's checkpoint", async () => {
    const job = jobOf(competition, smallSettings({}), 'other');
    await runFit(job, tools, 5);
    const other = { ...job, settings: smallSettings({ learning_rate: 0.02 }) };
    const [started] = only(await runFit(other, tools, 1), 'started');
    expect(started?.resumedFromStep).toBe(0);
    // Its own is there afterwards, though its step is lower than the other trial's.
    const [again] = only(await runFit(other, tools), 'started');
    expect(again?.resumedFromStep).toBeGreaterThan(0);
  });
});

describe('the frozen prefix', () => {
  it('is computed once for all trials that share it, and never changes', async () => {
    const features = path.join(competition.folder, 'features');
    const settings = smallSettings({ weights, freeze: 'until:1', views: 2, seed: 5 });
    const first = finish(await runFit(jobOf(competition, settings, 'shared 1'), tools));
    const files = readdirSync(features).sort();
    const other = smallSettings({ weights, freeze: 'until:1', views: 2, seed: 6, learning_rate: 0.02 });
    const second = finish(await runFit(jobOf(competition, other, 'shared 2'), tools));
    expect(readdirSync(features).sort()).toEqual(files);

    const { tensors: a } = readWeights(first);
    const { tensors: b } = readWeights(second);
    const { tensors: pretrained } = parseSafetensors(readFileSync(weights));
    expect(a['features.0.weight']?.data).toEqual(pretrained['features.0.weight']?.data);
    expect(a['features.3.squeeze.weight']?.data).toEqual(b['features.3.squeeze.weight']?.data);
    expect(a['features.12.squeeze.weight']?.data).not.toEqual(b['features.12.squeeze.weight']?.data);
  });
});

describe('an image that was repaired', () => {
  // The hardest case: what it shows is what stands in the pack for an image that cannot be decoded.
  const packs: { broken?: SmallCompetition; repaired?: SmallCompetition } = {};
  beforeAll(async () => {
    packs.broken = await smallCompetition({ firstTrain: noImage });
    packs.repaired = await smallCompetition({ firstTrain: await blackImage() });
  });
  const job = (state: keyof typeof packs, settings: TrialSettings, name: string) =>
    jobOf({ ...competition, train: packs[state]?.train ?? competition.train }, settings, name);

  it.each([['broken', 'repaired'] as const, ['repaired', 'broken'] as const])(
    'has features of its own: %s, then %s',
    async (before, after) => {
      const settings = smallSettings({ weights, freeze: 'head', epochs: 1, pad_crop: 0, flip: false });
      const folder = path.join(competition.folder, `first ${before}`);
      const own = { ...tools, features: new FeatureStore(folder) };
      await runFit(job(before, settings, `features ${before}`), own);
      const files = readdirSync(folder);
      await runFit(job(after, settings, `features then ${after}`), own);
      // The training images' are new, the test images' are not.
      expect(readdirSync(folder)).toHaveLength(files.length + 1);
    },
  );

  it('makes it another run, which takes up no checkpoint', async () => {
    const settings = smallSettings({});
    await runFit(job('broken', settings, 'mended'), tools, 5);
    const [started] = only(await runFit(job('repaired', settings, 'mended'), tools), 'started');
    expect(started?.resumedFromStep).toBe(0);
  });
});

function readWeights({ outOfFold }: { outOfFold: string }) {
  return parseSafetensors(readFileSync(path.join(path.dirname(outOfFold), 'weights.safetensors')));
}
