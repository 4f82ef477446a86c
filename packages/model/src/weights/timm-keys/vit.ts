import { rename, type KeyMap } from './key-map.js';

const block = String.raw`blocks\.(\d+)`;
const layer = 'encoder.layers.encoder_layer_$1';

export const vit: KeyMap = {
  marks: ['cls_token', 'pos_embed', 'patch_embed.proj.weight', 'blocks.0.attn.qkv.weight'],
  rules: [
    [/^cls_token$/, 'class_token'],
    [/^pos_embed$/, 'encoder.pos_embedding'],
    rename(String.raw`patch_embed\.proj`, 'conv_proj'),
    rename(String.raw`${block}\.norm([12])`, `${layer}.ln_$2`),
    [
      /^blocks\.(\d+)\.attn\.qkv\.(weight|bias)$/,
      'encoder.layers.encoder_layer_$1.self_attention.in_proj_$2',
    ],
    rename(String.raw`${block}\.attn\.proj`, `${layer}.self_attention.out_proj`),
    rename(String.raw`${block}\.mlp\.fc1`, `${layer}.mlp.0`),
    rename(String.raw`${block}\.mlp\.fc2`, `${layer}.mlp.3`),
    rename('norm', 'encoder.ln'),
    rename('head', 'heads.head'),
  ],
};
