import type { FoldPlan, TrialSettings } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { loadSweep } from './load-sweep.js';
import { planSweep, type Plan } from './plan.js';
import { catalog } from './testing/catalog.js';

const folds: FoldPlan = { kind: 'stratified', count: 3, seed: 0 };
const told = { classes: null, licence: null };
const identity = {
  competitionHash: 'abc',
  metric: 'macro_f1',
  weightsFiles: {
    other: { ...told, name: '/w/other', sha256: '0th', misfits: {} },
    copy: { ...told, name: '/w/copy', sha256: '0th', misfits: {} },
    'shuffle.st': {
      ...told,
      name: '/w/shuffle.st',
      sha256: '5h',
      misfits: { squeezenet1_1: 'it holds another net' },
    },
    'squeezenet1_1.IMAGENET1K_V1': {
      ...told,
      name: 'squeezenet1_1.IMAGENET1K_V1',
      sha256: 'imagenet',
      misfits: {},
    },
    'resnet18.IMAGENET1K_V1': { problem: 'it is not on this machine' },
    'gone.st': { problem: 'no such file' },
  },
} as const;

function planOf(rest: string, method = 'grid', nets = catalog): Plan {
  const text = `name: t\ncompetition: c.yaml\nmethod: ${method}\n${rest}`;
  return planSweep(loadSweep(text, { file: 'sweep.yaml', catalog: nets }), nets, folds, identity);
}

const nets = 'backbone: { values: [shufflenet_v2_x0_5, squeezenet1_1] }';
const one = 'backbone: squeezenet1_1';

describe('planSweep', () => {
  it('makes one trial per cell and seed, and one run per fold', () => {
    const { trials, invalid, duplicates, leftOff } = planOf(
      `seeds: [0, 1]\nparameters:\n  ${nets}\n  freeze: { values: [head, full] }\n`,
    );
    expect([trials.length, invalid, duplicates, leftOff]).toEqual([8, [], [], 0]);
    expect(trials.map(({ settings }) => settings.seed)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    const ids = trials.flatMap(({ runs }) => runs.map(({ id }) => id));
    expect(new Set(ids).size).toBe(24);
    const [first] = trials;
    expect(first?.id).toMatch(/^[0-9a-f]{12}$/);
    expect(first?.runs).toEqual(
      [0, 1, 2].map((fold) => ({ id: `${first?.id ?? ''}-${fold}`, trialId: first?.id, fold })),
    );
    expect(first?.settings).toMatchObject({ backbone: 'shufflenet_v2_x0_5', freeze: 'head', epochs: 10 });
  });

  it('gives the same ids again, and others for another competition or other folds', () => {
    const text = `name: t\ncompetition: c.yaml\nmethod: grid\ntrial: { ${one}, freeze: head }\n`;
    const sweep = loadSweep(text, { file: 's', catalog });
    const id = (plan: Plan): string | undefined => plan.trials[0]?.id;
    const base = id(planSweep(sweep, catalog, folds, identity));
    expect(id(planSweep(sweep, catalog, { ...folds }, { ...identity }))).toBe(base);
    expect(id(planSweep(sweep, catalog, folds, { ...identity, competitionHash: 'x' }))).not.toBe(base);
    expect(id(planSweep(sweep, catalog, { ...folds, count: 5 }, identity))).not.toBe(base);
    expect(id(planSweep(sweep, catalog, { ...folds, seed: 1 }, identity))).not.toBe(base);
  });

  it('lets the metric change the id only where it selects the epoch', () => {
    const ids = (select: string): (string | undefined)[] => {
      const text = `name: t\ncompetition: c.yaml\nmethod: grid\ntrial: { ${one}, freeze: head, select: ${select} }\n`;
      const sweep = loadSweep(text, { file: 's', catalog });
      return (['macro_f1', 'accuracy'] as const).map(
        (metric) => planSweep(sweep, catalog, folds, { ...identity, metric }).trials[0]?.id,
      );
    };
    expect(new Set(ids('last')).size).toBe(1);
    expect(new Set(ids('best')).size).toBe(2);
  });

  it('gives a freeze setting the values of the key that names the same stage of its backbone', () => {
    const { trials } = planOf(`parameters:
  ${nets}
  freeze: { values: ['until:2', 'until:-1'] }
  learning_rate: { per: freeze, values: { 'until:stage3': 0.3, 'until:fire3': 0.4, 'until:-1': 0.5 } }
`);
    expect(
      trials.map(({ settings }) => [settings.backbone, settings.freeze, settings.learning_rate]),
    ).toEqual([
      ['shufflenet_v2_x0_5', 'until:2', 0.3],
      ['shufflenet_v2_x0_5', 'until:-1', 0.5],
      ['squeezenet1_1', 'until:2', 0.4],
      ['squeezenet1_1', 'until:-1', 0.5],
    ]);
  });

  it('goes by the words of a freeze setting, and its strategy, where the backbone depends on it', () => {
    const { trials } = planOf(`parameters:
  freeze: { values: ['until:2', 'until:0'] }
  backbone: { per: freeze, values: { 'until:2': [squeezenet1_1], until: [shufflenet_v2_x0_5] } }
`);
    expect(trials.map(({ settings }) => [settings.freeze, settings.backbone])).toEqual([
      ['until:2', 'squeezenet1_1'],
      ['until:0', 'shufflenet_v2_x0_5'],
    ]);
  });

  it('sets aside a stage that one of the backbones lacks, and says which there are', () => {
    const { trials, invalid } = planOf(`parameters:\n  ${nets}\n  freeze: { values: ['until:3', full] }\n`);
    expect(trials).toHaveLength(3);
    expect(invalid).toHaveLength(1);
    expect(invalid[0]?.settings).toMatchObject({ backbone: 'squeezenet1_1', freeze: 'until:3' });
    expect(invalid[0]?.reason).toBe(
      'squeezenet1_1 has no stage 3; found "until:3"; allowed: 0..2, -3..-1, or stem, fire2, fire3',
    );
  });

  it('sets aside pretrained strategies where no weights ship, unless weights are named', () => {
    const freeze = 'freeze: { values: [head, full, scratch] }';
    const { trials, invalid } = planOf(`trial: { backbone: resnet18 }\nparameters: { ${freeze} }\n`);
    expect(trials.map(({ settings }) => settings.freeze)).toEqual(['scratch']);
    expect(invalid.map(({ reason }) => reason.split(';')[0])).toEqual([
      'no weights ship for resnet18',
      'no weights ship for resnet18',
    ]);
    const named = planOf(`trial: { backbone: resnet18, weights: other }\nparameters: { ${freeze} }\n`);
    expect(named.trials).toHaveLength(3);
  });

  it('takes the published weights of each backbone for default', () => {
    const { trials, invalid } = planOf(
      'trial: { freeze: head, weights: default }\nparameters: { backbone: { values: [squeezenet1_1, resnet18] } }\n',
    );
    expect(trials.map(({ settings, weightsHash }) => [settings.weights, weightsHash])).toEqual([
      ['squeezenet1_1.IMAGENET1K_V1', 'imagenet'],
    ]);
    expect(invalid.map(({ reason }) => reason)).toEqual(['it is not on this machine']);
  });

  it('sets aside weights that are those of another net, that are nowhere, or that nobody looked at', () => {
    const values = 'values: [auto, shufflenet_v2_x0_5.sample, shuffle.st, gone.st, unseen.st]';
    const { trials, invalid } = planOf(
      `trial: { ${one} }\nparameters: { weights: { ${values} }, freeze: { values: [head, scratch] } }\n`,
    );
    expect(trials.map(({ settings }) => `${settings.weights} ${settings.freeze}`)).toEqual([
      'auto head',
      'auto scratch',
    ]);
    expect(trials.map(({ weightsHash }) => weightsHash !== undefined)).toEqual([true, false]);
    expect(invalid.map(({ reason }) => reason)).toEqual([
      'shufflenet_v2_x0_5.sample holds weights of shufflenet_v2_x0_5, not of squeezenet1_1',
      'it holds another net',
      'no such file',
      'nothing is known of the weights unseen.st',
    ]);
  });

  it('gives workers the absolute path, and the id to what the file holds', () => {
    const text = `name: t\ncompetition: c.yaml\nmethod: grid\ntrial: { ${one}, freeze: head, weights: other }\n`;
    const sweep = loadSweep(text, { file: 's', catalog });
    const plan = (sha256: string, path: string) =>
      planSweep(sweep, catalog, folds, {
        ...identity,
        weightsFiles: { other: { ...told, name: path, sha256, misfits: {} } },
      }).trials[0];
    expect(plan('1', '/a/other')?.settings.weights).toBe('/a/other');
    expect(plan('1', '/a/other')?.weightsHash).toBe('1');
    expect(plan('1', '/b/other')?.id).toBe(plan('1', '/a/other')?.id);
    expect(plan('2', '/a/other')?.id).not.toBe(plan('1', '/a/other')?.id);
  });

  it('sets aside images that are too small for one of the backbones', () => {
    const { trials, invalid } = planOf(`trial: { image_size: 16, freeze: full }\nparameters: { ${nets} }\n`);
    expect(trials.map(({ settings }) => settings.backbone)).toEqual(['shufflenet_v2_x0_5']);
    expect(invalid.map(({ reason }) => reason)).toEqual([
      'the images are too small for squeezenet1_1; found 16; allowed: image_size of at least 17',
    ]);
  });

  it('sets aside images of another size than the one that a backbone takes', () => {
    const backbones = catalog.backbones.map((entry) =>
      entry.name === 'squeezenet1_1' ? { ...entry, imageSize: 224 } : entry,
    );
    const { trials, invalid } = planOf(
      `trial: { freeze: full }\nparameters:\n  ${nets}\n  image_size: { values: [192, 224] }\n`,
      'grid',
      { ...catalog, backbones },
    );
    expect(trials.map(({ settings }) => `${settings.backbone} ${settings.image_size}`)).toEqual([
      'shufflenet_v2_x0_5 192',
      'shufflenet_v2_x0_5 224',
      'squeezenet1_1 224',
    ]);
    expect(invalid.map(({ reason }) => reason)).toEqual([
      'squeezenet1_1 takes images of one size only; found 192; allowed: image_size 224',
    ]);
  });

  it('sets aside images that are too small for batch statistics over one of them', () => {
    const { trials, invalid } = planOf(`trial: { backbone: shufflenet_v2_x0_5, batch_size: 1 }
parameters:
  image_size: { values: [32, 33] }
  freeze: { values: [head, 'until:3', full] }
  bn: { per: freeze, values: { full: [train, eval], default: train } }
`);
    const cell = ({ settings }: { settings: TrialSettings }) =>
      `${settings.freeze} ${settings.bn} ${settings.image_size}`;
    expect(invalid.map(cell)).toEqual(['until:3 train 32', 'full train 32']);
    expect(trials.map(cell)).toContain('full eval 32');
    expect(invalid[0]?.reason).toBe(
      'a batch of one image leaves BatchNorm a single value in shufflenet_v2_x0_5; found 32; ' +
        'allowed: image_size of at least 33, batch_size of at least 2, or bn: eval',
    );
  });

  it('sets aside a warm-up that is longer than the run', () => {
    const { invalid } = planOf(`trial: { ${one}, freeze: full, epochs: 2, warmup_epochs: 3 }\n`);
    expect(invalid[0]?.reason).toBe('warmup_epochs 3 is longer than the 2 epochs');
    const parts = (freeze: string) =>
      planOf(`trial: { ${one}, freeze: '${freeze}', epochs: 6, warmup_epochs: 3 }\n`).invalid;
    expect(parts('lp-ft:4')[0]?.reason).toBe(
      'warmup_epochs 3 is longer than a part of lp-ft:4, whose 2 epochs begin with it, too',
    );
    expect([...parts('lp-ft:3'), ...parts('gradual:1')]).toEqual([]);
  });

  it('sets aside a probe that leaves no epoch to fine-tune', () => {
    const { trials, invalid } = planOf(
      `trial: { ${one}, freeze: 'lp-ft:3' }\nparameters: { epochs: { values: [3, 4] } }\n`,
    );
    expect(trials.map(({ settings }) => settings.epochs)).toEqual([4]);
    expect(invalid[0]?.reason).toMatch(
      /^lp-ft:3 leaves no epoch to train everything; found 3; allowed: more than 3/,
    );
  });

  it('gives a branch of a per map to other ways of writing its key, and a strategy to all its numbers', () => {
    const rates = (keys: string) =>
      planOf(
        `trial: { ${one} }\nparameters:\n  freeze: { values: ['llrd:0.5', 'llrd:0.9', 'surgical:-1'] }\n` +
          `  learning_rate: { per: freeze, values: { ${keys} } }\n`,
      ).trials.map(({ settings }) => settings.learning_rate);
    expect(rates("'llrd:0.50': 0.1, llrd: 0.2, 'surgical:fire3': 0.3")).toEqual([0.1, 0.2, 0.3]);
    expect(rates('llrd: 0.2, surgical: 0.3')).toEqual([0.2, 0.2, 0.3]);
  });

  it.each([
    ['freeze: { values: [head, "until:-1"] }', '', 'until:-1 trains squeezenet1_1 as head does'],
    [
      'freeze: { values: ["until:1", "until:fire2"] }',
      '',
      'until:fire2 trains squeezenet1_1 as until:1 does',
    ],
    ['freeze: { values: [full, "llrd:1"] }', '', 'llrd:1 trains squeezenet1_1 as full does'],
    ['freeze: { values: ["llrd:0.5", "llrd:.50"] }', '', 'llrd:.50 trains squeezenet1_1 as llrd:0.5 does'],
    [
      'freeze: { values: ["until:1", "surgical:-1"] }',
      '',
      'surgical:-1 trains squeezenet1_1 as until:1 does',
    ],
    ['freeze: { values: [head, "gradual:4"] }', 'epochs: 4', 'gradual:4 trains squeezenet1_1 as head does'],
    ['probe_rate_scale: { values: [1, 10] }', 'freeze: head', 'probe_rate_scale has no effect with head'],
    ['min_rate_scale: { values: [0, 0.1] }', 'freeze: "llrd:1"', 'min_rate_scale has no effect with full'],
    ['sp_beta: { values: [0, 0.1] }', 'freeze: full', 'sp_beta has no effect with full'],
    ['weight_decay: { values: [0, 0.1] }', 'freeze: l2-sp', 'weight_decay has no effect with l2-sp'],
    ['views: { values: [2, 4] }', 'freeze: "lp-ft:2"', 'of 4 views, 2 epochs see 2'],
    ['views: { values: [1, 4] }', 'freeze: "surgical:0"', 'views has no effect where no stage is frozen'],
    ['momentum: { values: [0, 0.9] }', 'freeze: full, optimizer: adamw', 'momentum has no effect with adamw'],
    ['views: { values: [1, 4] }', 'freeze: full', 'views has no effect where no stage is frozen'],
    ['views: { values: [1, 4] }', 'freeze: head, flip: false', 'views has no effect without augmentation'],
    ['views: { values: [3, 4] }', 'freeze: head, epochs: 3', 'of 4 views, 3 epochs see 3'],
    [
      'weights: { values: [auto, other] }',
      'freeze: scratch',
      'weights has no effect with scratch, which starts from random ones',
    ],
    [
      'weights: { values: [auto, squeezenet1_1.sample] }',
      'freeze: head',
      'squeezenet1_1.sample holds the same weights',
    ],
    ['weights: { values: [other, copy] }', 'freeze: full', '/w/copy holds the same weights'],
    ['bn: { values: [train, eval] }', 'freeze: head', 'bn has no effect where every stage is frozen'],
    [
      'select: { values: [last, best] }',
      'freeze: full, epochs: 1',
      'select has no effect with a single epoch',
    ],
    [
      'dropout: { values: [0.1, 0.5] }',
      'backbone: shufflenet_v2_x0_5, freeze: full',
      'dropout has no effect with shufflenet_v2_x0_5, whose head has none',
    ],
    ['momentum: { values: [0, 0.9] }', 'freeze: full, optimizer: lion', 'momentum has no effect with lion'],
    [
      'nesterov: { values: [false, true] }',
      'freeze: full, optimizer: adam',
      'nesterov has no effect with adam',
    ],
    [
      'nesterov: { values: [false, true] }',
      'freeze: full, momentum: 0',
      'nesterov has no effect without momentum',
    ],
    [
      'clip_norm: { values: [1, 1.0] }',
      'freeze: full, optimizer: lamb',
      'the same settings are listed twice',
    ],
    [
      'step_gamma: { values: [0.1, 0.5] }',
      'freeze: full, schedule: one_cycle',
      'step_gamma has no effect with schedule: one_cycle',
    ],
    [
      'label_smoothing: { values: [0, 0.1] }',
      'freeze: full, loss: focal',
      'label_smoothing has no effect with loss: focal',
    ],
    ['focal_gamma: { values: [1, 2] }', 'freeze: full', 'focal_gamma has no effect with loss: cross_entropy'],
    [
      'class_weights: { values: [none, sqrt] }',
      'freeze: full, loss: soft_f1',
      'class_weights has no effect with loss: soft_f1',
    ],
    ['patience: { values: [0, 9] }', 'freeze: full, epochs: 9', 'patience has no effect in 9 epochs'],
    ['min_delta: { values: [0, 0.1] }', 'freeze: full', 'min_delta has no effect without patience'],
    ['flip: { values: [true, true] }', 'freeze: full', 'the same settings are listed twice'],
  ])('finds the duplicate in %s', (parameter, fixed, why) => {
    const { trials, duplicates } = planOf(
      `trial: { ${fixed.includes('backbone') ? '' : `${one}, `}${fixed} }\nparameters:\n  ${parameter}\n`,
    );
    expect(trials).toHaveLength(1);
    expect(duplicates.map(({ sameAs, why: said }) => [sameAs, said])).toEqual([[trials[0]?.id, why]]);
  });

  it.each([
    ['momentum: { values: [0, 0.9] }', 'freeze: full'],
    ['views: { values: [1, 4] }', 'freeze: head'],
    ['weights: { values: [auto, other] }', 'freeze: head'],
    ['bn: { values: [train, eval] }', 'freeze: "until:1"'],
    ['freeze: { values: ["until:0", "until:1", full, scratch] }', ''],
    ['select: { values: [last, best] }', 'freeze: full'],
    ['dropout: { values: [0, 0.5] }', 'freeze: full'],
    ['freeze: { values: [full, "llrd:0.9", l2-sp, "lp-ft:1", "lp-ft:2", "gradual:1", "gradual:2"] }', ''],
    ['freeze: { values: [norm, bias, head, "surgical:0", "surgical:1"] }', ''],
    ['probe_rate_scale: { values: [1, 10] }', 'freeze: "lp-ft:2"'],
    ['min_rate_scale: { values: [0, 0.1] }', 'freeze: "llrd:0.5"'],
    ['sp_alpha: { values: [0, 0.1] }', 'freeze: l2-sp'],
    ['bn: { values: [train, eval] }', 'freeze: "lp-ft:2"'],
    ['views: { values: [1, 4] }', 'freeze: norm'],
  ])('keeps apart what differs in effect: %s', (parameter, fixed) => {
    const { trials, duplicates } = planOf(`trial: { ${one}, ${fixed} }\nparameters:\n  ${parameter}\n`);
    expect(duplicates).toEqual([]);
    expect(trials.length).toBeGreaterThan(1);
  });

  it('cuts a grid at run_cap and says how much is left off; a higher cap only adds', () => {
    const parameters = `parameters:\n  ${nets}\n  freeze: { values: [head, full, scratch] }\n`;
    const short = planOf(`run_cap: 4\n${parameters}`);
    const long = planOf(`run_cap: 5\n${parameters}`);
    expect([short.trials.length, short.leftOff, long.leftOff]).toEqual([4, 2, 1]);
    expect(long.trials.slice(0, 4)).toEqual(short.trials);
  });

  it('draws run_cap different trials at random, and fewer when there are no more', () => {
    const rate = 'learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.1 }';
    const parameters = `trial: { ${one} }\nparameters:\n  freeze: { values: [head, full] }\n  ${rate}\n`;
    const short = planOf(`run_cap: 10\n${parameters}`, 'random');
    const long = planOf(`run_cap: 20\n${parameters}`, 'random');
    expect(short.trials).toHaveLength(10);
    expect(long.trials.slice(0, 10)).toEqual(short.trials);
    const small = planOf(
      `run_cap: 10\ntrial: { ${one} }\nparameters: { freeze: { values: [head, full] } }\n`,
      'random',
    );
    expect(small.trials).toHaveLength(2);
    expect(small.duplicates).toEqual([]);
  });

  it('refuses a grid that nobody can mean', () => {
    const many = Array.from({ length: 60 }, (_, index) => index + 1).join(', ');
    const names = ['epochs', 'batch_size', 'pad_crop'].map((name) => `  ${name}: { values: [${many}] }\n`);
    expect(() =>
      planOf(`run_cap: 1\ntrial: { ${one}, freeze: full }\nparameters:\n${names.join('')}`),
    ).toThrow('sweep t has too many cells; allowed: at most 100000');
  });
});
