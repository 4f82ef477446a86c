import { trialSettings } from '@frostline/protocol';
import type { DryRun } from '@frostline/sweep';
import { describe, expect, it } from 'vitest';
import { recordingTerminal } from '../../testing/recording-terminal.js';
import { formatDryRun, formatHeads, formatProblems } from './dry-run.js';

const settings = trialSettings.parse({ backbone: 'net', freeze: 'full' });
const plan: DryRun = {
  trials: 1,
  runs: 1,
  cells: [{ id: 'abcdef012345', settings, stepsPerEpoch: 6, steps: 60, macs: 41_200_000_000 }],
  cost: { macs: 41_200_000_000, prefixMacs: 0 },
  disk: { packBytes: 1000, featureBytes: 0, resultBytes: 2000, checkpointBytes: 4000 },
  invalid: [],
  duplicates: [],
  warnings: [],
  leftOff: 1,
  replacedHeads: [],
  models: [],
};

describe('a dry run', () => {
  it('is printed with steps, units, and one of a thing in the singular', () => {
    expect(formatDryRun(plan, recordingTerminal()).split('\n')).toEqual([
      'trial\tbackbone\tfreeze\tsteps/epoch\tsteps\tcost',
      'abcdef01\tnet\tfull\t6\t60\t41.2 GMACs',
      '',
      '1 trial, 1 run',
      'cost: 41.2 GMACs, of which 0 MACs in frozen prefixes that trials share',
      'disk: 3.0 kB: 1.0 kB of decoded images, 0 B of features, 2.0 kB of weights and predictions; up to 4.0 kB of checkpoints while it runs',
      '1 cell is left off by run_cap',
      '',
    ]);
  });

  it('shows the views that a run sees, and none where they have no effect', () => {
    const cells = [
      {},
      { freeze: 'head', views: 64, epochs: 5 },
      { freeze: 'head', views: 3 },
      { freeze: 'lp-ft:2' },
      { freeze: 'llrd:0.5' },
      { freeze: 'norm', views: 3 },
    ].map((over) => ({
      ...plan.cells[0],
      settings: { ...settings, ...over },
    })) as DryRun['cells'];
    const [head = '', ...rows] = formatDryRun({ ...plan, cells }, recordingTerminal()).split('\n');
    const column = head.split('\t').indexOf('views');
    expect(rows.slice(0, 6).map((row) => row.split('\t')[column])).toEqual(['-', '5', '3', '2', '-', '≤3']);
  });

  it('says whose head is replaced', () => {
    const replacedHeads = [
      { weights: 'resnet18.IMAGENET1K_V1', classes: 1000, licence: 'BSD-3-Clause', trials: 2 },
      { weights: '/nets/mine.safetensors', classes: null, licence: null, trials: 1 },
    ];
    const models = ['onnx:vit.onnx: tokens [197, 192], first token: 192 features'];
    expect(formatHeads({ models, replacedHeads })).toBe(
      'onnx:vit.onnx: tokens [197, 192], first token: 192 features\n' +
        'resnet18.IMAGENET1K_V1 (1000 classes, BSD-3-Clause): a new head replaces its own in 2 trials\n' +
        '/nets/mine.safetensors (licence unknown): a new head replaces its own in 1 trial\n',
    );
    expect(formatDryRun({ ...plan, models, replacedHeads }, recordingTerminal())).toContain(
      formatHeads({ models, replacedHeads }),
    );
  });

  it('names the first trials that a warning is about', () => {
    const trials = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc', 'dddddddddddd'];
    const warnings = [{ what: 'one step per epoch', trials }];
    expect(formatProblems({ ...plan, warnings }, recordingTerminal())).toBe(
      '\nwarning: one step per epoch (4 trials: aaaaaaaa, bbbbbbbb, cccccccc, …)\n',
    );
    expect(
      formatProblems({ ...plan, warnings: [{ what: 'train.csv:3: x', trials: [] }] }, recordingTerminal()),
    ).toBe('\nwarning: train.csv:3: x\n');
    expect(formatProblems(plan, recordingTerminal())).toBe('');
  });
});
