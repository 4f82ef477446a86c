import { describe as suite, expect, it } from 'vitest';
import { createBackbone } from '../backbones/registry.js';
import { TinyBackbone } from '../testing/tiny-backbone.js';
import { describe } from './describe.js';

const tiny = (freeze: string) => describe(new TinyBackbone(), freeze, { epochs: 4, size: 9 });

suite('describe', () => {
  it('tells what trains, with what rate, and what a backward keeps', () => {
    const { phases } = tiny('surgical:stem');
    expect(phases).toHaveLength(1);
    expect(phases[0]).toMatchObject({ firstEpoch: 0, epochs: 4, frozenStages: 0, restarts: false });
    // At 9×9 the stem gives 4·4·4 values three times, the body 6·2·2 twice and 6 twice, the head 3.
    expect(phases[0]?.stages).toEqual([
      {
        name: 'stem',
        parameters: 116,
        trainable: 116,
        rateScale: [1, 1],
        batchNorm: 'batch',
        macs: 4 * 4 * 4 * 27,
        activationBytes: 4 * 3 * 64,
      },
      {
        name: 'body',
        parameters: 234,
        trainable: 0,
        rateScale: null,
        batchNorm: 'running',
        macs: 6 * 2 * 2 * 36,
        activationBytes: 4 * (24 + 24 + 6 + 6),
      },
      {
        name: 'head',
        parameters: 21,
        trainable: 21,
        rateScale: [1, 1],
        batchNorm: null,
        macs: 18,
        activationBytes: 12,
      },
    ]);
  });

  it('keeps nothing of a frozen prefix', () => {
    expect(tiny('head').phases[0]?.stages.map(({ activationBytes }) => activationBytes)).toEqual([0, 0, 12]);
  });

  it('goes phase by phase, and prints a table for each', () => {
    const description = tiny('lp-ft:1');
    expect(description.phases.map(({ epochs }) => epochs)).toEqual([1, 3]);
    expect(String(description)).toBe(`TinyBackbone lp-ft:1 at 9×9

epoch 0: frozen: stem to body
stage  parameters  trainable  rate  batchnorm   MACs  activation bytes
stem          116          0     -    running  1,728                 0
body          234          0     -    running    864                 0
head           21         21   ×10          -     18                12
total         371         21                   2,610                12

epochs 1 to 3: no frozen prefix; moments and schedule restart
stage  parameters  trainable  rate  batchnorm   MACs  activation bytes
stem          116        116    ×1      batch  1,728               768
body          234        234    ×1      batch    864               240
head           21         21    ×1          -     18                12
total         371        371                   2,610             1,020`);
  });

  it('draws no value of a net, and leaves no hook behind', () => {
    const net = createBackbone('resnet18', { classes: 10 });
    const [phase] = describe(net, 'until:layer2', { epochs: 1 }).phases;
    const trainable = phase?.stages.reduce((sum, stage) => sum + stage.trainable, 0);
    // layer3 and layer4 as torchvision has them, and a head of 512·10 + 10.
    expect(trainable).toBe(2_099_712 + 8_393_728 + 5130);
    const again = describe(net, 'until:layer2', { epochs: 1 });
    expect(again.phases[0]).toEqual(phase);
  });

  it('refuses a setting with too few epochs, and images that are too small', () => {
    expect(() => tiny('lp-ft:4')).toThrow('more than 4 epochs');
    expect(() => describe(createBackbone('squeezenet1_1'), 'head', { epochs: 1, size: 16 })).toThrow(/image/);
  });
});
