import type { Backbone, BackboneOptions } from './backbone.js';

/** Backbones by torchvision's name. */
export type BackboneFamily = Readonly<Record<string, (options: BackboneOptions) => Backbone>>;
