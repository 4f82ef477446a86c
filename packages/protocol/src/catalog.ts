import type { StrategyEntry } from './freeze/strategies.js';

/**
 * What a sweep may name, as plain data: the sweep package checks and costs cells with it and never loads a tensor.
 */
export interface Catalog {
  readonly backbones: readonly BackboneEntry[];
  readonly strategies: readonly StrategyEntry[];
}

export interface BackboneEntry {
  readonly name: string;
  /** Stage names in order; the head is not among them. */
  readonly stages: readonly string[];
  readonly parameters: number;
  /** Multiply-accumulates of one image at 224×224 per stage, then of the head. */
  readonly macs: readonly number[];
  /** The weights that ship with Frostline, which `weights: auto` stands for; null when none do. */
  readonly weights: { readonly name: string; readonly sha256: string } | null;
}
