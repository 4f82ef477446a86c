import { InputError } from '@frostline/base';
import { preservingDefaultGenerator } from '../module/generator.js';
import { alexnet } from './alexnet.js';
import type { Backbone, BackboneOptions } from './backbone.js';
import { densenet } from './densenet.js';
import { factsOf, type BackboneFacts } from './facts.js';
import type { BackboneFamily } from './family.js';
import { mnasnet } from './mnasnet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { mobilenetV3 } from './mobilenet-v3.js';
import { resnet } from './resnet.js';
import { shufflenetV2 } from './shufflenet-v2.js';
import { squeezenet } from './squeezenet.js';
import { vgg } from './vgg.js';

const backbones: BackboneFamily = {
  ...alexnet,
  ...densenet,
  ...mnasnet,
  ...mobilenetV2,
  ...mobilenetV3,
  ...resnet,
  ...shufflenetV2,
  ...squeezenet,
  ...vgg,
};

/** Every backbone, by torchvision's name. */
export const backboneNames: readonly string[] = Object.keys(backbones).sort();

/**
 * A new net with its paper's random values, which are drawn when first needed.
 *
 * @throws InputError `backbone` for a name that is not in `backboneNames`
 */
export function createBackbone(name: string, options: BackboneOptions = {}): Backbone {
  const create = Object.hasOwn(backbones, name) ? backbones[name] : undefined;
  if (create === undefined)
    throw new InputError('backbone', 'no backbone of this name', { found: name, allowed: backboneNames });
  return create(options);
}

/**
 * Stages, keys, counts and costs of a backbone, found without computing with it.
 *
 * @param size edge of the images in pixels; default 224
 * @throws InputError `backbone` for an unknown name, `image-too-small` for a size that the net cannot take
 */
export function backboneFacts(
  name: string,
  { size = 224, ...options }: BackboneOptions & { readonly size?: number } = {},
): BackboneFacts {
  return preservingDefaultGenerator(() => factsOf(name, createBackbone(name, options), size));
}
