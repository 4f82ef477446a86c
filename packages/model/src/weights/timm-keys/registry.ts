import type { HostRecord } from '@frostline/engine';
import { convnext } from './convnext.js';
import { efficientnet } from './efficientnet.js';
import { recognises, renameKeys, type KeyMap } from './key-map.js';
import { mnasnet } from './mnasnet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { regnet } from './regnet.js';
import { swin } from './swin.js';
import { vgg } from './vgg.js';
import { vit } from './vit.js';

/** The families that have other keys in timm than in torchvision; ResNet and DenseNet, for example, have the same. */
const keyMaps: readonly KeyMap[] = [convnext, efficientnet, mnasnet, mobilenetV2, regnet, swin, vgg, vit];

/** A state dict under torchvision's keys: one of timm's is renamed, any other stays as it is. */
export function torchvisionKeys(state: HostRecord): HostRecord {
  const map = keyMaps.find((candidate) => recognises(candidate, state));
  return map === undefined ? state : renameKeys(map, state);
}
