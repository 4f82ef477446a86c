import type { Catalog, StageOutput } from '@frostline/protocol';
import { freezeStrategies } from '@frostline/protocol/freeze';

/** As many stages that give one value for each of two channels. */
const vectors = (count: number): StageOutput[] =>
  Array.from({ length: count }, () => ({ channels: 2, scale: 0, offset: 1 }));

/** Two nets with weights and one without, with costs that are easy to sum by hand. */
export const catalog: Catalog = {
  backbones: [
    {
      name: 'shufflenet_v2_x0_5',
      stages: ['stem', 'stage2', 'stage3', 'stage4', 'conv5'],
      parameters: [1, 2, 3, 4, 5, 6],
      norms: [1, 1, 1, 1, 1],
      biases: [1, 1, 1, 1, 1],
      buffers: [1, 1, 1, 1, 1, 0],
      outputs: vectors(5),
      imageSize: null,
      smallestImage: 1,
      smallestAlone: 33,
      hasDropout: false,
      macs: [10, 20, 30, 40, 50, 5],
      defaultWeights: 'shufflenet_v2_x0_5.IMAGENET1K_V1',
      weights: { name: 'shufflenet_v2_x0_5.sample', sha256: 'hhhh' },
    },
    {
      name: 'squeezenet1_1',
      stages: ['stem', 'fire2', 'fire3'],
      parameters: [100, 200, 300, 60],
      norms: [0, 20, 0],
      biases: [0, 0, 30],
      buffers: [0, 0, 10, 0],
      outputs: [
        { channels: 4, scale: 1 / 2, offset: 0 },
        { channels: 8, scale: 1 / 16, offset: -1 },
        { channels: 16, scale: 0, offset: 1 },
      ],
      imageSize: null,
      smallestImage: 17,
      smallestAlone: 17,
      hasDropout: true,
      macs: [100, 200, 300, 60],
      defaultWeights: 'squeezenet1_1.IMAGENET1K_V1',
      weights: { name: 'squeezenet1_1.sample', sha256: 'qqqq' },
    },
    {
      name: 'resnet18',
      stages: ['stem', 'layer1'],
      parameters: [1000, 1900, 100],
      norms: [0, 0],
      biases: [0, 0],
      buffers: [0, 0, 0],
      outputs: vectors(2),
      imageSize: null,
      smallestImage: 1,
      smallestAlone: 33,
      hasDropout: true,
      macs: [7, 8, 9],
      defaultWeights: 'resnet18.IMAGENET1K_V1',
      weights: null,
    },
  ],
  strategies: Object.values(freezeStrategies),
};
