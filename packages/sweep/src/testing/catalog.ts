import { freezeStrategies, type Catalog } from '@frostline/protocol';

/** Two nets with weights and one without, with costs that are easy to sum by hand. */
export const catalog: Catalog = {
  backbones: [
    {
      name: 'shufflenet_v2_x0_5',
      stages: ['stem', 'stage2', 'stage3', 'stage4', 'conv5'],
      parameters: 1000,
      macs: [10, 20, 30, 40, 50, 5],
      weights: { name: 'shufflenet_v2_x0_5.sample', sha256: 'hhhh' },
    },
    {
      name: 'squeezenet1_1',
      stages: ['stem', 'fire2', 'fire3'],
      parameters: 2000,
      macs: [100, 200, 300, 60],
      weights: { name: 'squeezenet1_1.sample', sha256: 'qqqq' },
    },
    {
      name: 'resnet18',
      stages: ['stem', 'layer1'],
      parameters: 3000,
      macs: [7, 8, 9],
      weights: null,
    },
  ],
  strategies: Object.values(freezeStrategies),
};
