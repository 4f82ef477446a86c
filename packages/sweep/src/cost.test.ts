import { foldPlan } from '@frostline/protocol';
import { describe, expect, it } from 'vitest';
import { dryRun, type DryRun } from './dry-run.js';
import { loadSweep } from './load-sweep.js';
import { planSweep } from './plan.js';
import { catalog } from './testing/catalog.js';

function dryRunOf(freeze: string, trial = ''): DryRun {
  const text = `name: t
competition: c.yaml
method: grid
folds: 3
trial: { backbone: squeezenet1_1, image_size: 112, epochs: 2${trial} }
parameters: { freeze: { values: [${freeze}] } }
`;
  const sweep = loadSweep(text, { file: 's', catalog });
  const plan = planSweep(sweep, catalog, sweep.folds ?? foldPlan.parse({}), {
    competitionHash: '',
    metric: 'accuracy',
    weightsFiles: {},
  });
  return dryRun(plan, catalog, { labelled: 300, test: 1000 });
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

  it('counts a prefix that trials share once', () => {
    const alone = dryRunOf("'until:1'");
    const text = `name: t
competition: c.yaml
method: grid
folds: 3
seeds: [0, 1, 2]
trial: { backbone: squeezenet1_1, image_size: 112, epochs: 2, freeze: 'until:1' }
parameters: { learning_rate: { values: [0.1, 0.2] } }
`;
    const sweep = loadSweep(text, { file: 's', catalog });
    const identity = { competitionHash: '', metric: 'accuracy', weightsFiles: {} } as const;
    const plan = planSweep(sweep, catalog, sweep.folds ?? foldPlan.parse({}), identity);
    const { cost, trials } = dryRun(plan, catalog, { labelled: 300, test: 1000 });
    expect(trials).toBe(6);
    expect(cost.prefixMacs).toBe(alone.cost.prefixMacs);
    expect(cost.macs - cost.prefixMacs).toBe(6 * (alone.cost.macs - alone.cost.prefixMacs));
  });

  it('sums the disk: a pack per image size, a checkpoint per run', () => {
    expect(dryRunOf('full, scratch').disk).toEqual({
      packBytes: 1300 * 112 * 112 * 3,
      checkpointBytes: 2 * 3 * 2000 * 4 * 2,
    });
    expect(dryRunOf('full', ', optimizer: adamw').disk.checkpointBytes).toBe(3 * 2000 * 4 * 3);
  });

  it('survives JSON with its invalid and duplicate cells', () => {
    const summary = dryRunOf("head, 'until:2', 'until:9'");
    expect([summary.trials, summary.invalid.length, summary.duplicates.length]).toEqual([1, 1, 1]);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});
