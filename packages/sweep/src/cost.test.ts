import type { FoldPlan } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { dryRun, type DryRun } from './dry-run.js';
import { loadSweep } from './load-sweep.js';
import { planSweep } from './plan.js';
import { catalog } from './testing/catalog.js';

const identity = { competitionHash: '', metric: 'accuracy', weightsFiles: {} } as const;
const folds: FoldPlan = { kind: 'stratified', count: 3, seed: 0 };
/** One class, so that what a head costs per class is what it costs. */
const images = { labelled: new Map([['cat', 300]]), validated: 100, test: 1000 };

function dryRunOfFile(rest: string, { counts = images, workers = 2 } = {}): DryRun {
  const sweep = loadSweep(`name: t\ncompetition: c.yaml\nmethod: grid\n${rest}`, { file: 's', catalog });
  return dryRun(planSweep(sweep, catalog, folds, identity), catalog, counts, workers, {});
}

const fixed = 'backbone: squeezenet1_1, image_size: 112, epochs: 2';

function dryRunOf(freeze: string, trial = '', options = {}): DryRun {
  return dryRunOfFile(
    `trial: { ${fixed}${trial} }\nparameters: { freeze: { values: [${freeze}] } }\n`,
    options,
  );
}

/**
 * The fixture's squeezenet1_1: stages 100, 200, 300, head 60; a quarter of that at 112×112. Per fold 200 images train
 * and 100 validate: 2 epochs of 3·200 + 100 forwards, then 1,000 test images; three folds: 7,200 forwards.
 */
describe('dryRun', () => {
  it('counts three forwards per trained image, one per validation and test image', () => {
    const { cost, cells, trials, runs } = dryRunOf('full');
    expect([trials, runs]).toEqual([1, 3]);
    expect(cost).toEqual({ macs: 165 * 7200, prefixMacs: 0 });
    expect(cells[0]?.macs).toBe(165 * 7200);
  });

  it('counts a frozen prefix once per image and view', () => {
    // Two of the four views are seen in two epochs, and the clean one: 300·3 + 1,000 forwards of 75.
    expect(dryRunOf("'until:1'").cost).toEqual({ macs: 90 * 7200 + 75 * 1900, prefixMacs: 75 * 1900 });
    // Without augmentation there is only the clean one.
    expect(dryRunOf("'until:1'", ', flip: false').cost.prefixMacs).toBe(75 * 1300);
  });

  it('counts two forwards where the gradient only passes through', () => {
    // Stem, fire2 and fire3 cost 25, 50, 75, the head 15; a stage that trains counts 1,400 a fold, one that does not 1,000.
    const { cost } = dryRunOf("'surgical:0'");
    expect(cost).toEqual({ macs: 3 * (25 * 1400 + 125 * 1000 + 15 * 1400 + 165 * 1000), prefixMacs: 0 });
    // Only fire2 has norms: the stem is a frozen prefix.
    const norm = 25 * 1900;
    expect(dryRunOf('norm').cost).toEqual({
      macs: 3 * (125 * 1000 + 15 * 1400 + 140 * 1000) + norm,
      prefixMacs: norm,
    });
  });

  it('counts each phase by what it trains, and its prefix by the views that it sees', () => {
    // The probe sees the labelled images clean and in one view, and no test image.
    const probe = 150 * 600;
    expect(dryRunOf("'lp-ft:1'").cost).toEqual({
      macs: 3 * (15 * 700 + 165 * 700 + 165 * 1000) + probe,
      prefixMacs: probe,
    });
    // The second epoch trains fire3 on the second view of what comes before it.
    const prefixes = 150 * 600 + 75 * 1900 - 75 * 300;
    expect(dryRunOf("'gradual:1'").cost).toEqual({
      macs: 3 * (15 * 700 + 90 * 700 + 90 * 1000) + prefixes,
      prefixMacs: prefixes,
    });
    expect(dryRunOf("'lp-ft:1', head").cost.prefixMacs).toBe(dryRunOf('head').cost.prefixMacs);
  });

  it('counts a prefix that trials share once', () => {
    const alone = dryRunOf("'until:1'");
    const { cost, trials } = dryRunOfFile(
      `seeds: [0, 1, 2]\ntrial: { ${fixed}, freeze: 'until:1' }\nparameters: { learning_rate: { values: [0.1, 0.2] } }\n`,
    );
    expect(trials).toBe(6);
    expect(cost.prefixMacs).toBe(alone.cost.prefixMacs);
    expect(cost.macs - cost.prefixMacs).toBe(6 * (alone.cost.macs - alone.cost.prefixMacs));
  });

  it('counts what a head costs for each class', () => {
    const counts = {
      ...images,
      labelled: new Map([
        ['cat', 100],
        ['dog', 200],
      ]),
    };
    expect(dryRunOf('full', '', { counts }).cost.macs).toBe((150 + 2 * 15) * 7200);
  });

  it('tells the steps of an epoch without its incomplete batch, and those of a run', () => {
    // 200 images train.
    const steps = (trial: string) => {
      const [cell] = dryRunOf('full', trial).cells;
      return [cell?.stepsPerEpoch, cell?.steps];
    };
    expect(steps('')).toEqual([6, 12]);
    expect(steps(', batch_size: 200')).toEqual([1, 2]);
    expect(steps(', batch_size: 500')).toEqual([1, 2]);
  });

  it('keeps a pack per image size', () => {
    const { disk } = dryRunOf('full, scratch');
    expect(disk.packBytes).toBe(1300 * 112 * 112 * 3);
    expect(disk.featureBytes).toBe(0);
  });

  it("keeps a prefix's features once per image and view, as large as the image makes them", () => {
    const bytes = (freeze: string, trial = '') => dryRunOf(freeze, trial).disk.featureBytes;
    // Clean views of all 1,300 images, and two augmented views of the 300 labelled ones; 112/16 − 1 = 6.
    expect(bytes("'until:0'")).toBe(1900 * 4 * 56 * 56 * 4);
    expect(bytes("'until:1'")).toBe(1900 * 8 * 6 * 6 * 4);
    expect(bytes('head')).toBe(1900 * 16 * 4);
    expect(bytes('head', ', flip: false')).toBe(1300 * 16 * 4);
    expect(bytes("head, 'until:0', full")).toBe(1900 * (16 + 4 * 56 * 56) * 4);
    // Where the best epoch counts, the probe may be what predicts the test images.
    expect(bytes("'lp-ft:1'")).toBe(600 * 16 * 4);
    expect(bytes("'lp-ft:1'", ', select: best')).toBe(1600 * 16 * 4);
  });

  it('shares clean views between augmentations, and weights between their names', () => {
    const { disk } = dryRunOfFile(
      `trial: { ${fixed}, freeze: head }\nparameters: { pad_crop: { values: [0, 4] } }\n`,
    );
    expect(disk.featureBytes).toBe((1900 + 600) * 16 * 4);
    const named = 'weights: { values: [auto, squeezenet1_1.sample] }, learning_rate: { values: [0.1, 0.2] }';
    expect(
      dryRunOfFile(`trial: { ${fixed}, freeze: head }\nparameters: { ${named} }\n`).disk.featureBytes,
    ).toBe(1900 * 16 * 4);
  });

  it('keeps weights and predictions of every run', () => {
    const table = (300 + 3 * 1000) * (8 + 12);
    expect(dryRunOf('head').disk.resultBytes).toBe(3 * 4 * 670 + table);
    expect(dryRunOf('head, full').disk.resultBytes).toBe(2 * (3 * 4 * 670 + table));
  });

  it('has room for three checkpoints of what trains, with its moments, for the runs that go on at once', () => {
    const bytes = (freeze: string, trial = '', workers = 1) =>
      dryRunOf(freeze, trial, { workers }).disk.checkpointBytes;
    expect(bytes('full')).toBe(3 * 4 * (670 + 660));
    expect(bytes('full', ', optimizer: adamw')).toBe(3 * 4 * (670 + 2 * 660));
    expect(bytes('full', ', select: best')).toBe(3 * 4 * (2 * 670 + 660));
    expect(bytes('head')).toBe(3 * 4 * (60 + 60));
    // The largest phase; of fire2 only norms, with the buffers behind the stem.
    expect(bytes("'lp-ft:1'")).toBe(bytes('full'));
    expect(bytes('norm')).toBe(3 * 4 * (570 + 20 + 60));
    // Two runs at once, and never more than there are.
    expect(bytes('head, full', '', 2)).toBe(2 * bytes('full'));
    expect(bytes('full', '', 9)).toBe(3 * bytes('full'));
  });

  it('warns of one step per epoch, of dropout without effect, of classes that folds lack', () => {
    expect(dryRunOf('full').warnings).toEqual([]);
    const warned = dryRunOf('full, scratch', ', batch_size: 128');
    expect(warned.warnings).toEqual([
      {
        what: 'one step per epoch: batch_size is 128, and a fold trains on 200 images',
        trials: warned.cells.map(({ id }) => id),
      },
    ]);
    const shuffle = dryRunOfFile(
      'trial: { backbone: shufflenet_v2_x0_5, freeze: full }\nparameters: { dropout: { values: [0.1, 0.5] } }\n',
    );
    const why = 'dropout has no effect with shufflenet_v2_x0_5, whose head has none';
    expect(shuffle.warnings).toEqual([{ what: why, trials: [shuffle.cells[0]?.id] }]);
    expect(shuffle.duplicates.map((cell) => cell.why)).toEqual([why]);
    const counts = {
      ...images,
      labelled: new Map([
        ['cat', 298],
        ['dog', 2],
      ]),
    };
    expect(dryRunOf('full', '', { counts }).warnings.map(({ what }) => what)).toEqual([
      'with 3 folds some hold no image of dog (2)',
    ]);
  });

  it('warns of stages that are never thawed', () => {
    const warned = (freeze: string, epochs: number) =>
      dryRunOfFile(`trial: { backbone: squeezenet1_1, freeze: '${freeze}', epochs: ${epochs} }\n`).warnings;
    expect(warned('gradual:2', 5).map(({ what }) => what)).toEqual([
      'gradual:2 leaves stem of squeezenet1_1 frozen: to thaw every stage takes more than 6 epochs',
    ]);
    expect([...warned('gradual:2', 7), ...warned('head', 5)]).toEqual([]);
  });

  it('survives JSON with its invalid and duplicate cells', () => {
    const summary = dryRunOfFile(
      `parameters:
  backbone: { values: [shufflenet_v2_x0_5, squeezenet1_1] }
  freeze: { values: [head, 'until:2', 'until:4'] }
`,
    );
    expect([summary.trials, summary.invalid.length, summary.duplicates.length]).toEqual([3, 1, 2]);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});
