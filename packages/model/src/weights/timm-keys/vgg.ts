import { rename, type KeyMap, type KeyRule } from './key-map.js';

/** timm has the first two linear layers as convolutions. */
const linear = (from: string, to: string): readonly KeyRule[] => [
  [
    new RegExp(`^${from}\\.weight$`),
    `${to}.weight`,
    ([outputs = 0, ...rest]) => [outputs, rest.reduce((product, extent) => product * extent, 1)],
  ],
  rename(from, to),
];

export const vgg: KeyMap = {
  marks: ['features.0.weight', 'pre_logits.fc1.weight', 'pre_logits.fc2.weight'],
  rules: [
    rename(String.raw`features\.(\d+)`, 'features.$1'),
    ...linear(String.raw`pre_logits\.fc1`, 'classifier.0'),
    ...linear(String.raw`pre_logits\.fc2`, 'classifier.3'),
    rename(String.raw`head\.fc`, 'classifier.6'),
  ],
};
