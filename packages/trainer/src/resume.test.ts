import { readFileSync } from 'node:fs';
import type { TrialEvent, TrialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { fit } from './fit.js';
import type { FitJob } from './fit-job.js';
import {
  finish,
  jobOf,
  numbers,
  only,
  randomWeights,
  runFit,
  smallCompetition,
  smallSettings,
  toolsFor,
} from './testing/small-competition.js';

const competition = await smallCompetition();
const tools = await toolsFor(competition.folder);
const weights = randomWeights(competition.folder, 'squeezenet1_1');

// 21 images, batches of four, two of them to a step: two steps an epoch, the head alone in the first one.
const everything: Partial<TrialSettings> = {
  freeze: 'gradual:1',
  views: 2,
  batch_size: 4,
  accumulate: 2,
  learning_rate: 0.001,
  ema_decay: 0.8,
  sampler: 'weighted',
  class_weights: 'sqrt',
  clip_norm: 1,
  schedule: 'one_cycle',
  patience: 2,
  epochs: 3,
};

/** What a run leaves behind, to the bit: results, numbers, and the digests of all that its checkpoints held. */
function left(events: readonly TrialEvent[]): unknown {
  const { outOfFold, test, step, epoch, values, weightsSha256 } = finish(events);
  const files = [outOfFold, test].map((file) => readFileSync(file, 'utf8'));
  return { step, epoch, values, weightsSha256, files, numbers: numbers(events) };
}

const digests = (events: readonly TrialEvent[]): Map<number, string> =>
  new Map(only(events, 'checkpoint').map(({ step, sha256 }) => [step, sha256]));

/** Runs until some steps are done, then ends as a killed process does: nothing more is written. */
async function kill(job: FitJob, step: number): Promise<TrialEvent[]> {
  const events: TrialEvent[] = [];
  let now = 0;
  const clock = { now: () => 0, monotonic: () => (now += 1000) };
  for await (const event of fit(job, { ...tools, clock, checkpointSeconds: 2 })) {
    events.push(event);
    if (event.type === 'progress' && event.step >= step) break;
  }
  return events;
}

describe('a stopped run, and a killed one, go on to the same bits', () => {
  it.each([
    ['sgd', { optimizer: 'sgd', nesterov: true }, [1, 2, 3]],
    ['adam', { optimizer: 'adam', schedule: 'step', step_epochs: 1 }, [2]],
    ['adamw', { optimizer: 'adamw', freeze: 'lp-ft:1', sampler: 'balanced', select: 'best' }, [1, 2, 3]],
    ['rmsprop', { optimizer: 'rmsprop', loss: 'focal', sampler: 'shuffle' }, [2]],
    ['lion', { optimizer: 'lion', learning_rate: 0.0001, loss: 'soft_f1', freeze: 'until:1' }, [2]],
    ['lamb', { optimizer: 'lamb', weight_decay: 0.01, loss: 'bce', freeze: 'scratch', clip_norm: 0.5 }, [2]],
    ['no average', { optimizer: 'adamw', ema_decay: 0, accumulate: 1 }, [6]],
  ] as const)('%s', { timeout: 120_000 }, async (name, some, stops) => {
    const settings = smallSettings({ weights, ...everything, ...some });
    const job = (suffix: string) => jobOf(competition, settings, `${name} ${suffix}`);
    const undisturbed = await runFit(job('whole'), tools);
    const whole = { left: left(undisturbed), digests: digests(undisturbed) };
    // The first step, the first boundary, and beside it.
    for (const step of stops) {
      const stopped = job(`stopped at ${step}`);
      const before = await runFit(stopped, tools, step);
      const after = await runFit(stopped, tools);
      expect(only(after, 'started')[0]?.resumedFromStep).toBe(step);
      const both = [...before, ...after];
      expect(left(both)).toEqual(whole.left);
      for (const [at, sha256] of digests(after)) expect([at, sha256]).toEqual([at, whole.digests.get(at)]);
    }
    const killed = job('killed');
    await kill(killed, 3);
    const after = await runFit(killed, tools);
    const from = only(after, 'started')[0]?.resumedFromStep ?? 0;
    expect(from).toBeGreaterThan(0);
    const { numbers: rows, ...result } = left(after) as { numbers: { step: number }[] };
    const { numbers: all, ...expected } = whole.left as { numbers: { step: number }[] };
    expect(result).toEqual(expected);
    expect(rows).toEqual(all.filter(({ step }) => step > from));
  });
});

describe('the moving average', () => {
  it('is what is evaluated and kept', async () => {
    const settings = (ema_decay: number) =>
      smallSettings({ weights, freeze: 'head', learning_rate: 0.05, ema_decay });
    const slow = finish(await runFit(jobOf(competition, settings(0.99999), 'hardly moves'), tools));
    const begin = finish(
      await runFit(
        jobOf(competition, smallSettings({ weights, freeze: 'head', learning_rate: 1e-12 }), 'begin'),
        tools,
      ),
    );
    const fast = finish(await runFit(jobOf(competition, settings(0), 'no average'), tools));
    const spread = (a: typeof slow, b: typeof slow): number =>
      Math.max(
        ...Object.keys(a.values).map((name) => Math.abs((a.values[name] ?? 0) - (b.values[name] ?? 0))),
      );
    expect(spread(slow, begin)).toBeLessThan(1e-4);
    expect(spread(fast, begin)).toBeGreaterThan(4e-3);
  });
});

describe('early stopping', () => {
  it('ends the run with the results of what it has trained', async () => {
    const settings = smallSettings({
      weights,
      freeze: 'head',
      epochs: 20,
      patience: 2,
      min_delta: 10,
      select: 'best',
    });
    const events = await runFit(jobOf(competition, settings, 'impatient'), tools);
    const [started] = only(events, 'started');
    const { step, epoch } = finish(events);
    // No gain is more than 10: the first epoch is the best, and two more are waited.
    expect([started?.totalSteps, step]).toEqual([40, 6]);
    expect(only(events, 'metrics')).toHaveLength(3);
    expect(epoch).toBeLessThan(3);
  });

  it('waits until nothing is left to thaw', async () => {
    const settings = smallSettings({ weights, freeze: 'lp-ft:3', epochs: 8, patience: 1, min_delta: 10 });
    const events = await runFit(jobOf(competition, settings, 'patient'), tools);
    expect(only(events, 'metrics')).toHaveLength(5);
  });
});

describe('accumulation', () => {
  it('takes a step for so many batches, and is no shortage of memory', async () => {
    const settings = smallSettings({ weights, freeze: 'head', epochs: 1, batch_size: 4, accumulate: 2 });
    const [started] = only(await runFit(jobOf(competition, settings, 'accumulates'), tools), 'started');
    expect(started).toMatchObject({ totalSteps: 2, parts: 1, numericsChanged: false });
    const job = { ...jobOf(competition, settings, 'accumulates in parts'), parts: 2 };
    const [divided] = only(await runFit(job, tools), 'started');
    expect(divided).toMatchObject({ totalSteps: 2, parts: 4, numericsChanged: true });
  });
});
