import { describe, expect, it } from 'vitest';
import { backboneNames } from '../backbones/registry.js';
import { defaultWeights, findWeights, shippedWeights, weightsNames } from './registry.js';

const entries = weightsNames.map((name) => ({ name, entry: findWeights(name) }));

describe('the registry of weights', () => {
  it('finds every entry under arch.tag, and no name stands for two', () => {
    for (const { name, entry } of entries) expect(entry && `${entry.arch}.${entry.tag}`).toBe(name);
    expect(new Set(weightsNames).size).toBe(weightsNames.length);
    expect(findWeights('resnet18')).toBeNull();
  });

  it('knows weights of every backbone', () => {
    for (const arch of backboneNames) expect(defaultWeights(arch)).toMatch(new RegExp(`^${arch}\\.`));
  });

  it('tells torchvision’s versions apart, each with its own preprocessing', () => {
    expect(findWeights('resnet50.IMAGENET1K_V1')).toMatchObject({
      place: { kind: 'hub', repository: 'timm/resnet50.tv_in1k' },
      card: { licence: 'BSD-3-Clause', preprocessing: { resize: 256, size: 224, interpolation: 'bilinear' } },
    });
    expect(findWeights('resnet50.IMAGENET1K_V2')).toMatchObject({
      place: { kind: 'hub', repository: 'timm/resnet50.tv2_in1k' },
      card: { preprocessing: { resize: 232, size: 224 } },
    });
    expect(findWeights('resnet50.a1_in1k')).toMatchObject({
      place: { kind: 'hub', repository: 'timm/resnet50.a1_in1k' },
      card: { preprocessing: { resize: 235, interpolation: 'bicubic' } },
    });
  });

  it('says of each how images are prepared, and its licence', () => {
    for (const { entry } of entries.filter(({ entry: found }) => found?.place.kind !== 'shipped')) {
      const { preprocessing, licence } = entry?.card ?? {};
      expect(licence).toEqual(expect.any(String));
      expect(preprocessing?.resize).toBeGreaterThanOrEqual(preprocessing?.size ?? Infinity);
    }
  });

  it('names classes only where the head has them', () => {
    expect(findWeights('vit_b_16.augreg2_in21k_ft_in1k')?.card?.classes?.[0]).toBe('tench');
    expect(findWeights('vit_b_16.augreg_in21k')?.card?.classes).toBeNull();
    expect(findWeights('vit_b_16.dino')?.card?.classes).toBeNull();
  });

  it.each([
    ['resnet50', 'resnet50.IMAGENET1K_V2'],
    ['swin_t', 'swin_t.ms_in1k'],
    ['alexnet', 'alexnet.IMAGENET1K_V1'],
    ['no_such_net', null],
  ])('the default of %s is %s', (arch, name) => {
    expect(defaultWeights(arch)).toBe(name);
  });

  it('only what ships is had without a network', () => {
    expect(shippedWeights('squeezenet1_1')).toBe('squeezenet1_1.sample');
    expect(shippedWeights('resnet18')).toBeNull();
  });
});
