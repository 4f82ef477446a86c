import type { Catalog } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { dryRun } from './dry-run.js';
import { loadSweep } from './load-sweep.js';
import { imageSizesOf, modelsOf, onnxEntry, type OnnxModelFacts } from './onnx-backbones.js';
import { planSweep } from './plan.js';
import { catalog } from './testing/catalog.js';

const sweepOf = (parameters: string, trial = 'image_size: 224') =>
  loadSweep(`name: a\ncompetition: c.yaml\nmethod: grid\ntrial: {${trial}}\nparameters:\n${parameters}`, {
    file: 'sweep.yaml',
    catalog,
  });
const of = (backbones: string, freezes = 'head') =>
  `  backbone: {values: [${backbones}]}\n  freeze: {values: [${freezes}]}\n`;

const facts = (name: string, some: Partial<OnnxModelFacts> = {}): OnnxModelFacts => ({
  file: `/nets/${name}`,
  sha256: 'vvvv',
  imageSize: 224,
  width: 384,
  shortName: `onnx:${name}`,
  output: 'tokens',
  misfits: {},
  trainedSize: 224,
  normalization: 'inception',
  summary: `onnx:${name}: 384 features`,
  ...some,
});

const images = {
  labelled: new Map([
    ['x', 30],
    ['y', 30],
  ]),
  validated: 20,
  test: 10,
};
function planned(parameters: string, models: Record<string, OnnxModelFacts>, trial?: string) {
  const entries = Object.entries(models).map(([name, model]) => onnxEntry(name, model));
  const all: Catalog = { ...catalog, backbones: [...catalog.backbones, ...entries] };
  const identity = { competitionHash: 'c', metric: 'accuracy', weightsFiles: {} } as const;
  const plan = planSweep(
    sweepOf(parameters, trial),
    all,
    { kind: 'stratified', count: 3, seed: 0 },
    identity,
  );
  return { ...plan, summary: dryRun(plan, all, images, 1, {}) };
}

describe('a sweep file that names models in ONNX files', () => {
  it('tells which, and for images of which sizes', () => {
    const sweep = sweepOf(
      "  backbone: {values: ['onnx:nets/vit.onnx', 'onnx:nets/vit.onnx#tokens', resnet18]}\n" +
        '  freeze: {values: [head]}\n  image_size: {per: backbone, values: {resnet18: [64, 96], default: 224}}\n',
      '',
    );
    expect(modelsOf(sweep)).toEqual(['onnx:nets/vit.onnx', 'onnx:nets/vit.onnx#tokens']);
    expect(imageSizesOf(sweep)).toEqual([64, 96, 224]);
    expect(imageSizesOf(sweepOf(of('resnet18'), ''))).toEqual([64]);
  });

  it.each(['onnx:nets/vit', 'nets/vit.onnx', "'onnx:nets/vit.onnx#'"])(
    'is told how when it names one as %s',
    (name) => {
      expect(() => sweepOf(of(name))).toThrow(
        /sweep\.yaml:6:\d+: .*name a model in a file as onnx:path\/model\.onnx/,
      );
    },
  );

  it.each(['full', 'scratch', 'norm', "'lp-ft:2'", "'surgical:onnx'"])(
    'is refused where only such a model could follow %s',
    (freeze) => {
      expect(() => sweepOf(of('onnx:nets/vit.onnx', `head, ${freeze}`))).toThrow(
        /sweep\.yaml:7:27: onnx:nets\/vit\.onnx is frozen whole: only a new head trains; found ".*"; allowed: head/,
      );
    },
  );
});

describe('a planned model in an ONNX file', () => {
  const name = 'onnx:nets/vit.onnx';

  it('has a short name, its file as weights, and what its card says of normalisation', () => {
    const { trials } = planned(of(name), { [name]: facts('vit.onnx') });
    expect(trials).toMatchObject([
      {
        settings: { backbone: 'onnx:vit.onnx', weights: '/nets/vit.onnx', normalization: 'inception' },
        weightsHash: 'vvvv',
      },
    ]);
  });

  it('is the same trial wherever the file lies and whatever it is called, and another with another output', () => {
    const other = "'onnx:other.onnx#tokens'";
    const id = (parameters: string, models: Record<string, OnnxModelFacts>) =>
      planned(parameters, models).trials.map((trial) => trial.id);
    const first = id(of(name), { [name]: facts('vit.onnx') });
    expect(id(of(other), { 'onnx:other.onnx#tokens': facts('other.onnx') })).toEqual(first);
    expect(id(of(name), { [name]: facts('vit.onnx', { output: 'pooled' }) })).not.toEqual(first);
    expect(id(of(name), { [name]: facts('vit.onnx', { sha256: 'wwww' }) })).not.toEqual(first);
    expect(id(of(name), { [name]: facts('vit.onnx', { normalization: 'clip' }) })).not.toEqual(first);
    const both = planned(of(`${name}, ${other}`), {
      [name]: facts('vit.onnx'),
      'onnx:other.onnx#tokens': facts('other.onnx'),
    });
    expect(both.trials).toHaveLength(1);
    expect(both.duplicates[0]?.why).toContain('is the same model');
  });

  it('may be frozen in other words', () => {
    const { trials, duplicates } = planned(of(name, "head, 'until:-1', 'until:onnx'"), {
      [name]: facts('vit.onnx'),
    });
    expect([trials.length, duplicates.length]).toEqual([1, 2]);
    expect(duplicates.map(({ why }) => why)).toEqual([
      expect.stringContaining(`until:-1 trains ${name} as head does`),
      expect.stringContaining(`until:onnx trains ${name} as head does`),
    ]);
  });

  it('sets aside what it cannot do where other backbones can', () => {
    const { trials, invalid } = planned(
      of(`${name}, shufflenet_v2_x0_5`, 'head, full') + '  image_size: {values: [64, 224]}\n',
      { [name]: facts('vit.onnx') },
      '',
    );
    expect(trials).toHaveLength(5);
    expect(invalid.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /onnx:nets\/vit\.onnx takes images of one size only; found 64; allowed: image_size 224/,
      ),
      expect.stringMatching(/takes images of one size only/),
      expect.stringMatching(/is frozen whole: only a new head trains; found "full"; allowed: head/),
    ]);
  });

  it('needs to be told a normalisation that no card says', () => {
    const models = { [name]: facts('vit.onnx', { normalization: null }) };
    expect(planned(of(name), models).invalid[0]?.reason).toMatch(
      /nothing says what images onnx:nets\/vit\.onnx was trained on; allowed: normalization: imagenet, inception, clip, none/,
    );
    const said = planned(of(name), models, 'image_size: 224, normalization: clip');
    expect(said.trials[0]?.settings.normalization).toBe('clip');
  });

  it('is told apart by numbers, not by how they are written', () => {
    const { trials, duplicates } = planned(
      of(name) + "  normalization: {values: [auto, inception, '0.5,0.5,0.5/.5,.5,.5', none]}\n",
      { [name]: facts('vit.onnx') },
    );
    expect([trials.length, duplicates.length]).toEqual([2, 2]);
  });

  it('refuses the weights of others', () => {
    const { trials, invalid } = planned(
      of(name) + '  weights: {values: [auto, default, squeezenet1_1.sample]}\n',
      {
        [name]: facts('vit.onnx'),
      },
    );
    expect(trials).toHaveLength(1);
    expect(invalid[0]?.reason).toContain('is a model with weights of its own; set weights to auto');
  });

  it('is summed up with its features, and without a cost that nobody knows', () => {
    const { summary } = planned(
      of(name),
      { [name]: facts('vit.onnx', { trainedSize: 336 }) },
      'image_size: 224, flip: false, batch_size: 8',
    );
    expect(summary.models).toEqual(['onnx:vit.onnx: 384 features']);
    expect(summary.cost.prefixMacs).toBe(0);
    expect(summary.disk.featureBytes).toBe(70 * 384 * 4);
    expect(summary.warnings.map(({ what }) => what)).toEqual([
      'what onnx:vit.onnx costs is not known, and not counted',
      'onnx:vit.onnx was trained on images of 336, image_size is 224',
    ]);
  });
});

describe('the normalisation of a net that Frostline builds', () => {
  it('makes other trials, and leaves those without it as they were', () => {
    const ids = (trial: string) => planned(of('shufflenet_v2_x0_5'), {}, trial).trials.map(({ id }) => id);
    const all = ['', 'normalization: auto', 'normalization: clip'].map(ids);
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).not.toEqual(all[0]);
  });
});
