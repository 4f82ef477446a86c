import { rename, type KeyMap } from './key-map.js';

const block = String.raw`layers\.(\d+)\.blocks\.(\d+)`;
/** torchvision counts stages (odd) and what merges patches before them (even) in one list. */
const place = (stage: string | undefined, index = ''): string =>
  `features.${String(2 * Number(stage) + 1)}.${index}`;

export const swin: KeyMap = {
  marks: ['patch_embed.proj.weight', 'layers.0.blocks.0.attn.relative_position_bias_table'],
  rules: [
    rename(String.raw`patch_embed\.proj`, 'features.0.0'),
    rename(String.raw`patch_embed\.norm`, 'features.0.2'),
    [
      /^layers\.(\d+)\.blocks\.(\d+)\.attn\.relative_position_bias_table$/,
      (stage, index) => `${place(stage, index)}.attn.relative_position_bias_table`,
    ],
    rename(
      String.raw`${block}\.(norm1|norm2|attn\.qkv|attn\.proj)`,
      (stage, index, layer) => `${place(stage, index)}.${layer ?? ''}`,
    ),
    rename(String.raw`${block}\.mlp\.fc1`, (stage, index) => `${place(stage, index)}.mlp.0`),
    rename(String.raw`${block}\.mlp\.fc2`, (stage, index) => `${place(stage, index)}.mlp.3`),
    rename(
      String.raw`layers\.(\d+)\.downsample\.(norm|reduction)`,
      (stage, layer) => `features.${String(2 * Number(stage))}.${layer ?? ''}`,
    ),
    rename('norm', 'norm'),
    rename(String.raw`head\.fc`, 'head'),
  ],
};
