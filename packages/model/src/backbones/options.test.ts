import { describe, expect, it } from 'vitest';
import { createBackbone, type BackboneOptions } from '../index.js';

describe('the options of a backbone', () => {
  it.each([0, -1, 1.5, NaN])('%d is no number of classes', (classes) => {
    expect(() => createBackbone('resnet18', { classes })).toThrow(
      expect.objectContaining({ code: 'backbone-option' }) as Error,
    );
  });

  it.each([
    ['resnet18', { imageSize: 64 }, 'imageSize'],
    ['resnet18', { stochasticDepth: 0.3 }, 'stochasticDepth'],
    ['densenet121', { dropout: 0.4 }, 'dropout'],
    ['vit_b_32', { imageSiz: 64 } as BackboneOptions, 'imageSiz'],
  ] as const)('%s refuses %o, which it has not', (name, options, option) => {
    expect(() => createBackbone(name, options)).toThrow(`${name} has no such option; found "${option}"`);
  });

  it('may be given as undefined', () => {
    const options = { classes: 3, dropout: undefined } as unknown as BackboneOptions;
    expect(createBackbone('resnet18', options).headStage.name).toBe('head');
  });
});
