import { InputError } from '@frostline/base';
import { preservingDefaultGenerator } from '../module/generator.js';
import { alexnet } from './alexnet.js';
import type { Backbone, BackboneOptions } from './backbone.js';
import { convnext } from './convnext.js';
import { densenet } from './densenet.js';
import { efficientnet, efficientnetV2 } from './efficientnet.js';
import { factsOf, type BackboneFacts } from './facts.js';
import type { BackboneFamily } from './family.js';
import { mnasnet } from './mnasnet.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { mobilenetV3 } from './mobilenet-v3.js';
import { regnet } from './regnet.js';
import { resnet, resnext, wideResnet } from './resnet.js';
import { shufflenetV2 } from './shufflenet-v2.js';
import { squeezenet } from './squeezenet.js';
import { swin } from './swin.js';
import { vgg } from './vgg.js';
import { visionTransformer } from './vision-transformer.js';

/** Every family, in the order of their names. */
export const backboneFamilies: readonly BackboneFamily[] = [
  alexnet,
  convnext,
  densenet,
  efficientnet,
  efficientnetV2,
  mnasnet,
  mobilenetV2,
  mobilenetV3,
  regnet,
  resnet,
  resnext,
  shufflenetV2,
  squeezenet,
  swin,
  vgg,
  visionTransformer,
  wideResnet,
];

const backbones: BackboneFamily['backbones'] = Object.fromEntries(
  backboneFamilies.flatMap((family) => Object.entries(family.backbones)),
);

/** Every backbone, by torchvision's name. */
export const backboneNames: readonly string[] = Object.keys(backbones).sort();

/**
 * A new net with its paper's random values, which are drawn when first needed.
 *
 * @throws InputError `backbone` for a name that is not in `backboneNames`, `backbone-option` for an option that the
 * net does not have, or a number of classes that is none
 */
export function createBackbone(name: string, options: BackboneOptions = {}): Backbone {
  const create = Object.hasOwn(backbones, name) ? backbones[name] : undefined;
  if (create === undefined)
    throw new InputError('backbone', 'no backbone of this name', { found: name, allowed: backboneNames });
  const { classes = 1 } = options;
  if (!(Number.isInteger(classes) && classes >= 1))
    throw new InputError('backbone-option', 'this is no number of classes', {
      found: classes,
      allowed: 'a whole number, at least 1',
    });
  // Each constructor takes the options that it has out of the object by name.
  const read = new Set<PropertyKey>(['classes']);
  const watched = new Proxy(options, {
    get(target, key) {
      read.add(key);
      return Reflect.get(target, key) as unknown;
    },
  });
  const backbone = create(watched);
  const unread = Object.entries(options).find(([key, value]) => value !== undefined && !read.has(key));
  if (unread !== undefined)
    throw new InputError('backbone-option', `${name} has no such option`, {
      found: unread[0],
      allowed: Array.from(read, String),
    });
  return backbone;
}

/**
 * Stages, keys, counts and costs of a backbone, found without computing with it.
 *
 * @param size edge of the images in pixels; default 224
 * @throws InputError `backbone` for an unknown name, `image-too-small` or `image-size` for a size that the net cannot take
 */
export function backboneFacts(
  name: string,
  { size = 224, ...options }: BackboneOptions & { readonly size?: number } = {},
): BackboneFacts {
  return preservingDefaultGenerator(() => factsOf(name, createBackbone(name, options), size));
}
