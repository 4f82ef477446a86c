import type { Backbone, BackboneOptions } from './backbone.js';

/** Backbones of one architecture. */
export interface BackboneFamily {
  /** As its paper calls it. */
  readonly title: string;
  /** Where the paper is. */
  readonly paper: string;
  /** By torchvision's name, small ones first. */
  readonly backbones: Readonly<Record<string, (options: BackboneOptions) => Backbone>>;
}
