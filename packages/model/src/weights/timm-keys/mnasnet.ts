import { plus, rename, type KeyMap } from './key-map.js';

const layers = { conv_pw: 0, bn1: 1, conv_dw: 3, bn2: 4, conv_pwl: 6, bn3: 7 };
/** torchvision spells out the first block. */
const firstLayers = { conv_dw: 3, bn1: 4, conv_pw: 6, bn2: 7 };

export const mnasnet: KeyMap = {
  marks: ['conv_stem.weight', 'blocks.1.2.conv_pwl.weight', 'blocks.5.3.conv_pwl.weight', 'conv_head.weight'],
  rules: [
    rename('conv_stem', 'layers.0'),
    rename('bn1', 'layers.1'),
    ...Object.entries(firstLayers).map(([from, to]) =>
      rename(String.raw`blocks\.0\.0\.${from}`, `layers.${String(to)}`),
    ),
    ...Object.entries(layers).map(([from, to]) =>
      rename(
        String.raw`blocks\.(\d+)\.(\d+)\.${from}`,
        (stage, index) => `layers.${plus(stage, 7)}.${index ?? ''}.layers.${String(to)}`,
      ),
    ),
    rename('conv_head', 'layers.14'),
    rename('bn2', 'layers.15'),
    rename('classifier', 'classifier.1'),
  ],
};
