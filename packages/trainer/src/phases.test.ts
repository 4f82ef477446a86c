import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readPredictions, scoreAll } from '@frostline/data';
import { parseSafetensors } from '@frostline/model';
import type { TrialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { StepCache } from './step-cache.js';
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

// 21 images in batches of eight: two steps an epoch.
const settingsOf = (some: Partial<TrialSettings>): TrialSettings =>
  smallSettings({ weights, views: 2, learning_rate: 0.001, optimizer: 'adamw', epochs: 3, ...some });

const weightsOf = ({ outOfFold }: { outOfFold: string }) =>
  parseSafetensors(readFileSync(path.join(path.dirname(outOfFold), 'weights.safetensors'))).tensors;

describe('resume around a boundary is bit-equal', () => {
  it.each([
    ['lp-ft:1', {}, 1, [1, 2, 3]],
    ['lp-ft:2', { optimizer: 'sgd', warmup_epochs: 1, select: 'best' }, 1, [3, 4]],
    ['gradual:1', {}, 1, [2, 3, 4, 5]],
    ['gradual:1', { bn: 'eval', backbone: 'shufflenet_v2_x0_5', weights: 'auto' }, 1, [2]],
    ['lp-ft:1', {}, 2, [2, 3]],
    ['l2-sp', {}, 1, [3]],
    ['llrd:0.5', { min_rate_scale: 0.1 }, 1, [3]],
  ] as const)('%s, %o, in %i parts', { timeout: 120_000 }, async (freeze, some, parts, stops) => {
    const settings = settingsOf({ freeze, ...some });
    const name = `${freeze} ${JSON.stringify(some)} ${parts}`;
    const job = (suffix: string) => ({ ...jobOf(competition, settings, `${name} ${suffix}`), parts });
    const undisturbed = await runFit(job('whole'), tools);
    for (const stop of stops) {
      const stopped = job(`stopped at ${stop}`);
      const before = await runFit(stopped, tools, stop);
      const after = await runFit(stopped, tools);
      expect(only(after, 'started')[0]?.resumedFromStep).toBe(stop);
      expect([...numbers(before), ...numbers(after)]).toEqual(numbers(undisturbed));
      expect(finish(after).weightsSha256).toBe(finish(undisturbed).weightsSha256);
      expect(readFileSync(finish(after).test)).toEqual(readFileSync(finish(undisturbed).test));
    }
  });
});

describe('phases', () => {
  it('report the rate of the head: the probe has its own, and everything begins with the whole schedule', async () => {
    const events = await runFit(
      jobOf(
        competition,
        settingsOf({ freeze: 'lp-ft:1', schedule: 'constant', probe_rate_scale: 4 }),
        'rates',
      ),
      tools,
    );
    expect(only(events, 'metrics').map(({ values }) => values['learning_rate'])).toEqual([
      0.004, 0.001, 0.001,
    ]);
  });

  it('begin where the one before ended, and leave alone what has not thawed yet', async () => {
    const { tensors: pretrained } = parseSafetensors(readFileSync(weights));
    const trained = weightsOf(
      finish(await runFit(jobOf(competition, settingsOf({ freeze: 'gradual:1' }), 'thaw'), tools)),
    );
    const changed = Object.keys(pretrained).filter(
      (key) => String(trained[key]?.data) !== String(pretrained[key]?.data) && !key.startsWith('classifier'),
    );
    // Three epochs: the head alone, and two more stages from the top, of two Fire modules each.
    const stages = new Set(changed.map((key) => key.split('.')[1]));
    expect(stages).toEqual(new Set(['9', '10', '11', '12']));
  });

  it('predict with the net of the epoch that counts, though a later one thawed it', async () => {
    const settings = settingsOf({
      freeze: 'lp-ft:2',
      select: 'best',
      learning_rate: 0.02,
      probe_rate_scale: 0.5,
      schedule: 'constant',
    });
    const events = await runFit(jobOf(competition, settings, 'best probe'), tools);
    const finished = finish(events);
    expect(finished.epoch).toBeLessThan(2);
    const { tensors: pretrained } = parseSafetensors(readFileSync(weights));
    const trained = weightsOf(finished);
    for (const [key, { data }] of Object.entries(pretrained))
      if (!key.startsWith('classifier')) expect(trained[key]?.data).toEqual(data);
    const { probabilities } = readPredictions(finished.outOfFold);
    const labels = competition.labels.slice(0, 9);
    expect(finished.values).toMatchObject(scoreAll({ probabilities, labels, classes: 3 }));
    expect(only(events, 'metrics')[finished.epoch]?.values).toMatchObject(finished.values);
  });

  it('share compiled steps with every strategy that trains the same', async () => {
    const compiled: unknown[] = [];
    class WatchingCache extends StepCache {
      override compiled(identity: unknown, program: Parameters<StepCache['compiled']>[1]) {
        return super.compiled(identity, () => {
          compiled.push((identity as { phase: string }).phase);
          return program();
        });
      }
    }
    const cache = new WatchingCache(tools.cache.engine);
    const run = (freeze: string) =>
      runFit(jobOf(competition, settingsOf({ freeze, epochs: 2 }), `shared ${freeze}`), { ...tools, cache });
    await run('head');
    const before = compiled.length;
    // The probe is head, what follows is full.
    await run('lp-ft:1');
    expect(compiled.slice(before)).toEqual(['train', 'predict']);
    await run('full');
    expect(compiled).toHaveLength(before + 2);
  });
});
