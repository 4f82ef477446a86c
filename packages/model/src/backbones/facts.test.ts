import { expect, it } from 'vitest';
import { factsOf } from './facts.js';
import { backboneFacts, backboneNames, createBackbone } from './registry.js';

it('the smallest image is sought when it is asked for, once', () => {
  const net = createBackbone('squeezenet1_1');
  const cost = net.cost.bind(net);
  let tried = 0;
  net.cost = (shape) => {
    tried += 1;
    return cost(shape);
  };
  const facts = factsOf('squeezenet1_1', net, 224);
  expect(tried).toBe(0);
  expect(facts.smallestImage).toBe(17);
  expect(tried).toBe(17);
  expect(facts.smallestImage).toBe(17);
  expect(tried).toBe(17);
});

it('tells norms, biases and blocks of a stage', () => {
  const [stem, second] = backboneFacts('mobilenet_v3_small').stages;
  expect(stem).toMatchObject({
    normKeys: ['features.0.1.weight', 'features.0.1.bias'],
    biasKeys: ['features.0.1.bias'],
    norms: 32,
    biases: 16,
  });
  // The squeeze-and-excitation layers of the second stage have biases, too.
  expect(second?.biasKeys).toContain('features.1.block.1.fc1.bias');
  expect(second?.normKeys).not.toContain('features.1.block.1.fc1.bias');
  const blocks = (name: string) =>
    backboneFacts(name, { size: 64 }).stages.map((stage) => stage.blocks.map(([first = '']) => first));
  expect(blocks('squeezenet1_1').slice(0, 2)).toEqual([
    ['features.0.weight'],
    ['features.3.squeeze.weight', 'features.4.squeeze.weight'],
  ]);
});

it.each(backboneNames)(
  'each parameter of %s is in one block, and its biases and norms are its own',
  (name) => {
    for (const { blocks, parameterKeys, normKeys, biasKeys } of backboneFacts(name).stages) {
      expect(blocks.flat().sort()).toEqual([...parameterKeys].sort());
      expect(parameterKeys).toEqual(expect.arrayContaining([...normKeys, ...biasKeys]));
    }
  },
);

it('a block is a residual unit, an encoder layer, a Fire module', () => {
  const blocks = (name: string) =>
    backboneFacts(name)
      .stages.slice(0, -1)
      .map((stage) => stage.blocks.length);
  expect(blocks('resnet50')).toEqual([1, 3, 4, 6, 3]);
  expect(blocks('vit_b_16').reduce((sum, count) => sum + count)).toBe(13);
  expect(blocks('swin_t')).toEqual([1, 2, 3, 7, 3]);
  expect(blocks('efficientnet_b0')).toEqual([1, 1, 2, 2, 3, 3, 4, 1, 1]);
});
