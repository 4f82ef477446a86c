import { plus, rename, type KeyMap } from './key-map.js';

/** Index in torchvision's `features` of each stage's first block. */
const firstBlocks = [1, 2, 4, 7, 11, 14, 17];
const block = (stage: string | undefined, index: string | undefined): string =>
  `features.${plus(index, firstBlocks[Number(stage)] ?? 0)}.conv`;

const layers = { conv_pw: '0.0', bn1: '0.1', conv_dw: '1.0', bn2: '1.1', conv_pwl: '2', bn3: '3' };
/** The first block does not widen. */
const firstLayers = { conv_dw: '0.0', bn1: '0.1', conv_pw: '1', bn2: '2' };

export const mobilenetV2: KeyMap = {
  marks: ['conv_stem.weight', 'blocks.1.1.conv_pwl.weight', 'blocks.6.0.conv_pwl.weight', 'conv_head.weight'],
  rules: [
    rename('conv_stem', 'features.0.0'),
    rename('bn1', 'features.0.1'),
    ...Object.entries(firstLayers).map(([from, to]) =>
      rename(String.raw`blocks\.0\.(\d+)\.${from}`, (index) => `${block('0', index)}.${to}`),
    ),
    ...Object.entries(layers).map(([from, to]) =>
      rename(String.raw`blocks\.(\d+)\.(\d+)\.${from}`, (stage, index) => `${block(stage, index)}.${to}`),
    ),
    rename('conv_head', 'features.18.0'),
    rename('bn2', 'features.18.1'),
    rename('classifier', 'classifier.1'),
  ],
};
