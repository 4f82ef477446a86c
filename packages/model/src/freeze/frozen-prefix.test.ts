import { type NoiseSource, ops, toHostSync, useBackend } from '@frostline/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BackboneOptions } from '../backbones/backbone.js';
import { factsOf } from '../backbones/facts.js';
import { createBackbone } from '../backbones/registry.js';
import { functionalCall } from '../module/functional-call.js';
import { initialize } from '../module/initialize.js';
import { randomImages } from '../testing/random-images.js';
import { applyFreeze } from './apply-freeze.js';
import { freezeSchedule } from './registry.js';

/** Nets that draw inside of their stages, and how many stages it takes until they do. */
const nets: Readonly<
  Record<string, { size: number; stages: number; options: BackboneOptions; sites: string[] }>
> = {
  efficientnet_b0: {
    size: 32,
    stages: 4,
    options: { stochasticDepth: 0.9 },
    sites: ['features.2.1.stochastic_depth', 'features.3.1.stochastic_depth'],
  },
  convnext_tiny: {
    size: 32,
    stages: 2,
    options: { stochasticDepth: 0.9 },
    sites: ['features.1.1.stochastic_depth', 'features.1.2.stochastic_depth'],
  },
  vit_b_32: {
    size: 64,
    stages: 2,
    options: { imageSize: 64, dropout: 0.5, attentionDropout: 0.5 },
    sites: [
      'encoder.dropout',
      ...['self_attention', 'dropout', 'mlp.2', 'mlp.4'].map(
        (layer) => `encoder.layers.encoder_layer_0.${layer}`,
      ),
    ],
  },
  swin_t: {
    size: 32,
    stages: 2,
    options: { dropout: 0.5, attentionDropout: 0.5, stochasticDepth: 0.9 },
    sites: [
      // Twice: attention weights and what comes out; and, once there is a chance, the two branches.
      ...['attn', 'attn', 'mlp.2', 'mlp.4'].map((layer) => `features.1.0.${layer}`),
      ...['attn', 'attn', 'stochastic_depth', 'mlp.2', 'mlp.4', 'stochastic_depth'].map(
        (layer) => `features.1.1.${layer}`,
      ),
    ],
  },
};

describe.each(Object.entries(nets))('a prefix of %s', (name, { size, stages, options, sites }) => {
  const net = createBackbone(name, { classes: 3, ...options });
  const x = randomImages([2, 3, size, size]);

  /** What training draws for, and what comes out. */
  const run = (train: boolean) => {
    const drawn: string[] = [];
    const noise: NoiseSource = {
      uniform(site, shape) {
        expect(shape[0]).toBe(2);
        drawn.push(site);
        return ops.zeros(shape);
      },
    };
    const { output, buffers } = functionalCall(net.train(), {}, x, { train, noise, to: stages });
    return { drawn, output: toHostSync(output), changed: Object.keys(buffers).length };
  };

  beforeAll(async () => {
    await useBackend('wasm');
    initialize(net, 0);
  });

  it('draws noise while it trains', () => {
    expect(run(true).drawn).toEqual(sites);
    expect(run(true).output).not.toEqual(run(false).output);
  });

  it('is a pure function once it is frozen: in training, too, it draws and changes nothing', () => {
    const schedule = freezeSchedule(`until:${String(stages - 1)}`, factsOf(name, net, size), { epochs: 1 });
    applyFreeze(net, schedule.at(0));
    expect(run(true)).toEqual({ drawn: [], output: run(false).output, changed: 0 });
  });
});
