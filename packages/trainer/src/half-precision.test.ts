import { rmSync } from 'node:fs';
import path from 'node:path';
import { openEngine } from '@frostline/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FeatureStore } from './features/feature-store.js';
import type { FitTools } from './fit-job.js';
import { StepCache } from './step-cache.js';
import {
  jobOf,
  only,
  randomWeights,
  runFit,
  smallCompetition,
  smallSettings,
  type SmallCompetition,
} from './testing/small-competition.js';

/* On the processor, where half precision is computed between casts: slower, and rounded as on a card. */
let competition: SmallCompetition;
let weights: string;
beforeAll(async () => {
  competition = await smallCompetition();
  weights = randomWeights(competition.folder, 'squeezenet1_1');
});
afterAll(() => {
  rmSync(competition.folder, { recursive: true });
});

async function toolsIn(precision: 'fp16' | 'fp32'): Promise<FitTools> {
  return {
    cache: new StepCache(await openEngine({ name: 'onnxruntime', precision })),
    features: new FeatureStore(path.join(competition.folder, 'features')),
  };
}

it('half precision of a frozen prefix: its error stands beside the metrics, its features are kept apart', async () => {
  const settings = smallSettings({ freeze: 'until:1', weights });
  const full = await runFit(jobOf(competition, settings, 'full'), await toolsIn('fp32'));
  const half = await runFit(jobOf(competition, settings, 'half'), await toolsIn('fp16'));
  const again = await runFit(jobOf(competition, settings, 'again'), await toolsIn('fp16'));
  expect(only(half, 'started')[0]?.numericsClass).toContain('/fp16/');
  const errors = only(half, 'metrics').map(({ values }) => values['half_precision_error']);
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) {
    expect(error).toBeGreaterThan(1e-5);
    expect(error).toBeLessThan(0.02);
  }
  // Also where the features were computed by another run.
  expect(only(again, 'metrics').map(({ values }) => values['half_precision_error'])).toEqual(errors);
  expect(only(full, 'metrics')[0]?.values).not.toHaveProperty('half_precision_error');
  const [loss, halfLoss] = [full, half].map((events) => only(events, 'metrics').at(-1)?.values['val_loss']);
  expect(halfLoss).toBeCloseTo(loss ?? NaN, 2);
  const [sha256, halfSha256] = [full, half].map((events) => only(events, 'finished')[0]?.weightsSha256);
  expect(halfSha256).not.toBe(sha256);
});

it('half precision changes nothing where no prefix is frozen', async () => {
  const settings = smallSettings({ freeze: 'full', weights });
  const weightsOf = async (precision: 'fp16' | 'fp32'): Promise<string | undefined> => {
    const events = await runFit(jobOf(competition, settings, `whole ${precision}`), await toolsIn(precision));
    return only(events, 'finished')[0]?.weightsSha256;
  };
  expect(await weightsOf('fp16')).toBe(await weightsOf('fp32'));
});
