import { rename, type KeyMap } from './key-map.js';

/** torchvision counts stages (odd) and what shrinks before them (even) in one list. */
const stageIndex = (stage: string | undefined): string => String(2 * Number(stage) + 1);
const downsampleIndex = (stage: string | undefined): string => String(2 * Number(stage));

const layers = { conv_dw: 0, norm: 2, 'mlp.fc1': 3, 'mlp.fc2': 5 };

export const convnext: KeyMap = {
  marks: ['stem.0.weight', 'stages.0.blocks.0.conv_dw.weight', 'stages.0.blocks.0.mlp.fc1.weight'],
  rules: [
    rename(String.raw`stem\.(\d)`, 'features.0.$1'),
    [
      /^stages\.(\d+)\.blocks\.(\d+)\.gamma$/,
      (stage, index = '') => `features.${stageIndex(stage)}.${index}.layer_scale`,
      (shape) => [...shape, 1, 1],
    ],
    ...Object.entries(layers).map(([from, to]) =>
      rename(
        String.raw`stages\.(\d+)\.blocks\.(\d+)\.${from}`,
        (stage, index) => `features.${stageIndex(stage)}.${index ?? ''}.block.${String(to)}`,
      ),
    ),
    rename(
      String.raw`stages\.(\d+)\.downsample\.(\d)`,
      (stage, layer) => `features.${downsampleIndex(stage)}.${layer ?? ''}`,
    ),
    rename(String.raw`head\.norm`, 'classifier.0'),
    rename(String.raw`head\.fc`, 'classifier.2'),
  ],
};
