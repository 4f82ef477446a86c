import { plus, rename, type KeyMap } from './key-map.js';

const block = (stage = '', index = ''): string =>
  `trunk_output.block${stage}.block${stage}-${plus(index, -1)}`;
const letters: Readonly<Record<string, string>> = { 1: 'a', 2: 'b', 3: 'c' };
const layer = (kind: string | undefined): string => (kind === 'conv' ? '0' : '1');

export const regnet: KeyMap = {
  marks: ['stem.conv.weight', 's1.b1.conv1.conv.weight', 's4.b1.downsample.conv.weight'],
  rules: [
    rename(String.raw`stem\.(conv|bn)`, (kind) => `stem.${layer(kind)}`),
    rename(
      String.raw`s(\d+)\.b(\d+)\.conv(\d)\.(conv|bn)`,
      (stage, index, conv, kind) => `${block(stage, index)}.f.${letters[conv ?? ''] ?? ''}.${layer(kind)}`,
    ),
    rename(
      String.raw`s(\d+)\.b(\d+)\.downsample\.(conv|bn)`,
      (stage, index, kind) => `${block(stage, index)}.proj.${layer(kind)}`,
    ),
    rename(
      String.raw`s(\d+)\.b(\d+)\.se\.(fc\d)`,
      (stage, index, fc) => `${block(stage, index)}.f.se.${fc ?? ''}`,
    ),
    rename(String.raw`head\.fc`, 'fc'),
  ],
};
