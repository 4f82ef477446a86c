import { plus, rename, type KeyMap } from './key-map.js';

const layers = {
  conv_pw: '0.0',
  bn1: '0.1',
  conv_dw: '1.0',
  bn2: '1.1',
  'se.conv_reduce': '2.fc1',
  'se.conv_expand': '2.fc2',
  conv_pwl: '3.0',
  bn3: '3.1',
};
/** The blocks of the first stage do not widen. */
const firstLayers = {
  conv_dw: '0.0',
  bn1: '0.1',
  'se.conv_reduce': '1.fc1',
  'se.conv_expand': '1.fc2',
  conv_pw: '2.0',
  bn2: '2.1',
};

export const efficientnet: KeyMap = {
  marks: ['conv_stem.weight', 'blocks.0.0.se.conv_reduce.weight', 'conv_head.weight', 'bn2.weight'],
  rules: [
    rename('conv_stem', 'features.0.0'),
    rename('bn1', 'features.0.1'),
    ...Object.entries(firstLayers).map(([from, to]) =>
      rename(String.raw`blocks\.0\.(\d+)\.${from}`, `features.1.$1.block.${to}`),
    ),
    ...Object.entries(layers).map(([from, to]) =>
      rename(
        String.raw`blocks\.(\d+)\.(\d+)\.${from}`,
        (stage, index) => `features.${plus(stage, 1)}.${index ?? ''}.block.${to}`,
      ),
    ),
    rename('conv_head', 'features.8.0'),
    rename('bn2', 'features.8.1'),
    rename('classifier', 'classifier.1'),
  ],
};
