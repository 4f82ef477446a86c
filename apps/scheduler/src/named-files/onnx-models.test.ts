import { exportOnnx, ops, type ExportedFunction } from '@frostline/engine';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oneTrialSweep } from '../replies/one-trial-sweep.js';
import { sampleSweep, sampleSweepFolder } from '../testing/sample-sweep.js';
import { readCatalog } from '../worker/catalog.js';
import { prepareSweep } from '../host/prepare.js';

const catalog = readCatalog();
const card = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], size: 16 };

let root: string;
beforeEach(() => {
  root = sampleSweepFolder();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const write = (name: string, content: string | Uint8Array): void => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), content);
};

/** Mean colours: a model of three features. */
const model = (size = 16, forward: ExportedFunction['forward'] = (x) => ops.mean(x, [2, 3])): Uint8Array =>
  exportOnnx({ name: 'colours', input: [3, size, size], outputName: 'colours', weights: {}, forward });

const sweep = (backbones: string, trial = 'image_size: 16, ') =>
  sampleSweep(backbones).replace('{epochs', `{${trial}epochs`);

async function prepared(backbones: string, trial?: string) {
  write('sweep.yaml', sweep(backbones, trial));
  return prepareSweep('sweep.yaml', root, catalog);
}

const refusal = (backbones: string, trial?: string): Promise<string> =>
  prepared(backbones, trial).then(
    () => expect.fail('it was planned'),
    (error: unknown) => String(error),
  );

describe('a model in an ONNX file that a sweep names', () => {
  it('is planned with its file, its card, its features and a short name', async () => {
    write('nets/net.onnx', model());
    write('nets/net.json', JSON.stringify(card));
    const { plan, summary } = await prepared('onnx:nets/net.onnx');
    expect(plan.trials.map(({ settings }) => settings)).toMatchObject([
      {
        backbone: 'onnx:net.onnx',
        weights: path.join(root, 'nets/net.onnx'),
        normalization: 'inception',
      },
    ]);
    expect(summary.models).toEqual(['onnx:net.onnx: colours [3]; nets/net.json: normalization inception']);
    // Six labelled images in five views, and two to predict.
    expect(summary.disk.featureBytes).toBe((6 * 5 + 2) * 3 * 4);
  });

  it('is the same trial in a moved folder, and planned alone from what is kept of it', async () => {
    write('net.onnx', model());
    write('net.json', JSON.stringify(card));
    const first = await prepared('onnx:net.onnx');
    const [trial] = first.plan.trials;
    if (trial === undefined) expect.fail('nothing was planned');
    const spec = {
      name: 'sample',
      spec: first.sweep,
      metric: first.metric,
      goal: first.goal,
      folds: first.folds,
    };
    write('one.yaml', oneTrialSweep(spec, trial.id, trial.settings));
    const alone = await prepareSweep('one.yaml', root, catalog);
    expect(alone.plan.trials).toEqual(first.plan.trials);
    const moved = `${root}-moved`;
    renameSync(root, moved);
    root = moved;
    const again = await prepareSweep('sweep.yaml', root, catalog);
    expect(again.plan.trials.map(({ id }) => id)).toEqual([trial.id]);
    expect(again.plan.trials[0]?.settings.weights).toBe(path.join(moved, 'net.onnx'));
  });

  it('keeps its folders where another one has the same name', async () => {
    write('a/net.onnx', model());
    write(
      'b/net.onnx',
      model(16, (x) => ops.mean(x, [2])),
    );
    for (const folder of ['a', 'b']) write(`${folder}/net.json`, JSON.stringify(card));
    const { plan } = await prepared('onnx:a/net.onnx, onnx:b/net.onnx');
    expect(plan.trials.map(({ settings }) => settings.backbone)).toEqual([
      'onnx:a/net.onnx',
      'onnx:b/net.onnx',
    ]);
  });

  it('is refused where it is named: missing, no model, no such output, no features', async () => {
    write('net.json', JSON.stringify(card));
    write('net.onnx', model());
    write('junk.onnx', 'junk');
    write(
      'grid.onnx',
      model(16, (x) => ops.reshape(x, [x.shape[0] ?? 0, 3, 4, 4, 16])),
    );
    const at = /^InputError: sweep\.yaml:6:23: /;
    expect(await refusal('onnx:nte.onnx')).toMatch(
      /6:23: no such model; found "nte\.onnx".*did you mean "net\.onnx"\?$/,
    );
    for (const [name, complaint] of [
      ['onnx:junk.onnx', /not an ONNX model/],
      [
        "'onnx:net.onnx#colors'",
        /computes nothing of this name; found "colors"; allowed: colours.*did you mean "colours"/,
      ],
      ['onnx:grid.onnx', /cannot be taken for features; found "float32 \[2, 3, 4, 4, 16\]"/],
    ] as const) {
      const message = await refusal(name);
      expect(message).toMatch(at);
      expect(message).toMatch(complaint);
    }
  });

  it('is refused for images of another size, where the size stands or could', async () => {
    write('net.onnx', model(24));
    write('net.json', JSON.stringify(card));
    expect(await refusal('onnx:net.onnx')).toMatch(
      /sweep\.yaml:4:21: the model takes images of one size only; found 16; allowed: "?image_size: 24/,
    );
    expect(await refusal('onnx:net.onnx', '')).toMatch(
      /sweep\.yaml:4:\d+: .*found 64; allowed: "?image_size: 24/,
    );
  });

  it('is refused when nothing says how pixels are normalised, or a card says it wrongly', async () => {
    write('net.onnx', model());
    expect(await refusal('onnx:net.onnx')).toMatch(
      /sweep\.yaml:6:23: nothing says what images onnx:net\.onnx was trained on; allowed: "?normalization: imagenet/,
    );
    const said = await prepared('onnx:net.onnx', 'image_size: 16, normalization: clip, ');
    expect(said.plan.trials[0]?.settings.normalization).toBe('clip');
    write('net.json', '{"mean": [1], "std": [1], "size": 16}');
    expect(await refusal('onnx:net.onnx')).toMatch(
      /6:23: this model cannot be used: .*net\.json: .*mean is malformed/,
    );
  });
});
