import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createBackbone,
  loadPretrained,
  loadWeights,
  Module,
  parseSafetensors,
  toOnnx,
  type Backbone,
} from '@frostline/model';
import type { Tensor } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FitTools } from './fit-job.js';
import {
  jobOf,
  only,
  runFit,
  smallCompetition,
  smallSettings,
  toolsFor,
  type SmallCompetition,
} from './testing/small-competition.js';

let competition: SmallCompetition;
let tools: FitTools;
let file: string;
beforeAll(async () => {
  competition = await smallCompetition();
  tools = await toolsFor(competition.folder);
  file = path.join(competition.folder, 'net.onnx');
  writeFileSync(file, toOnnx(new Prefix(pretrained()), { input: [3, 32, 32], output: 'features' }));
});
afterAll(() => {
  rmSync(competition.folder, { recursive: true });
});

const NATIVE = 'shufflenet_v2_x0_5';

function pretrained(): Backbone {
  const net = createBackbone(NATIVE);
  loadPretrained(net, loadWeights(`${NATIVE}.sample`), { head: 'new' });
  net.eval();
  return net;
}

/** All of a net but its head. */
class Prefix extends Module {
  constructor(readonly net: Backbone) {
    super();
  }
  forward(x: Tensor): Tensor {
    return this.net.forwardStages(x, 0, this.net.stages().length - 1);
  }
}

/** The card of the sample weights, as the sweep file would say it. */
function ownNormalization(): string {
  const { mean, std } = loadWeights(`${NATIVE}.sample`).preprocessing ?? expect.fail('no card');
  return `${mean.join(',')}/${std.join(',')}`;
}

const settings = (some: Partial<TrialSettings> = {}) =>
  smallSettings({
    backbone: 'onnx:net.onnx',
    weights: file,
    freeze: 'head',
    optimizer: 'adamw',
    learning_rate: 0.03,
    views: 2,
    normalization: ownNormalization(),
    ...some,
  });

async function trained(name: string, some: TrialSettings, weightsHash?: string) {
  const job = { ...jobOf(competition, some, name), weightsHash };
  const events = await runFit(job, tools);
  const [failed] = only(events, 'failed');
  if (failed !== undefined) expect.fail(failed.message);
  const bytes = readFileSync(path.join(job.output, 'weights.safetensors'));
  return {
    metrics: only(events, 'metrics').map(({ values: { seconds: _, ...values } }) => values),
    weights: parseSafetensors(bytes, name).tensors,
    predictions: readFileSync(path.join(job.output, 'test.csv'), 'utf8'),
  };
}

const featureFiles = () => readdirSync(path.join(competition.folder, 'features')).sort();

describe('a head on a model in an ONNX file', () => {
  it('trains to what the head of the same net trains to', async () => {
    const onnx = await trained('onnx', settings());
    const native = await trained(
      'native',
      settings({ backbone: NATIVE, weights: 'auto', normalization: 'auto' }),
    );
    for (const key of ['fc.weight', 'fc.bias'])
      onnx.weights[key]?.data.forEach((value, index) => {
        expect(value).toBeCloseTo(native.weights[key]?.data[index] ?? NaN, 4);
      });
    onnx.metrics.forEach((values, epoch) => {
      for (const [name, value] of Object.entries(values))
        expect(value, name).toBeCloseTo(native.metrics[epoch]?.[name] ?? NaN, 4);
    });
    expect(onnx.metrics.at(-1)?.['train_loss']).toBeLessThan(onnx.metrics[0]?.['train_loss'] ?? 0);
  });

  it('finds the features of the model again, wherever it lies and whatever it is called', async () => {
    const first = await trained('first', settings());
    const before = featureFiles();
    const moved = path.join(competition.folder, 'elsewhere/other.onnx');
    mkdirSync(path.dirname(moved));
    cpSync(file, moved);
    const again = await trained('moved', settings({ backbone: 'onnx:other.onnx', weights: moved }));
    expect(again).toEqual(first);
    expect(featureFiles()).toEqual(before);
  });

  it('sees other features with another normalisation', async () => {
    await trained('clip', settings({ normalization: 'clip' }));
    const before = featureFiles();
    await trained('none', settings({ normalization: 'none' }));
    // The clean view of both splits, and two augmented ones.
    expect(featureFiles().length - before.length).toBe(4);
  });

  it('has the same bits after it was stopped and resumed', async () => {
    const whole = await trained('whole', settings());
    const job = jobOf(competition, settings(), 'stopped');
    await runFit(job, tools, 3);
    expect(await trained('stopped', settings())).toEqual(
      expect.objectContaining({ weights: whole.weights, predictions: whole.predictions }),
    );
  });

  it('is refused when the file is another, or gone, or more than the head should train', async () => {
    await expect(trained('changed', settings(), 'f'.repeat(64))).rejects.toThrow(
      /net\.onnx: the weights changed while their sweep was running/,
    );
    await expect(trained('gone', settings({ weights: '/nowhere/net.onnx' }))).rejects.toThrow(
      /\/nowhere\/net\.onnx: the model is no longer there/,
    );
    for (const freeze of ['full', 'scratch', 'norm', 'lp-ft:1'])
      await expect(trained(freeze, settings({ freeze }))).rejects.toThrow(
        'onnx:net.onnx is frozen whole: only a new head trains',
      );
    await expect(trained('small', settings({ weights: file, image_size: 16 }))).rejects.toThrow(
      /takes images of one size; found 16; allowed: image_size: 32/,
    );
  });
});
