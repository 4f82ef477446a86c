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
  /** Learned values of each stage; those of the head per class. */
  readonly parameters: readonly number[];
  /** Scales and shifts of normalisation layers in each stage before the head. */
  readonly norms: readonly number[];
  /** Biases in each stage before the head. */
  readonly biases: readonly number[];
  /** Values of each stage that are stored but not learned: BatchNorm's running statistics. */
  readonly buffers: readonly number[];
  /** What each stage gives for one image. */
  readonly outputs: readonly StageOutput[];
  /** Multiply-accumulates of one image at 224×224 per stage, then those of the head per class. */
  readonly macs: readonly number[];
  /** The only edge of an image that it takes, pixels; null when it takes any from `smallestImage` on. */
  readonly imageSize: number | null;
  /** Smallest edge of an image that it can take, pixels. */
  readonly smallestImage: number;
  /** The same while it trains on a batch of one image, in which BatchNorm needs two values. */
  readonly smallestAlone: number;
  /** Whether it has dropout layers, which is what the setting `dropout` sets. */
  readonly hasDropout: boolean;
  /** The weights that ship with Frostline, which `weights: auto` stands for; null when none do. */
  readonly weights: { readonly name: string; readonly sha256: string } | null;
  /** The published weights that `weights: default` stands for, `arch.tag`; null when none are known. */
  readonly defaultWeights: string | null;
  /** What else is known of a model in an ONNX file, which is frozen whole; absent for nets that Frostline builds. */
  readonly onnx?: OnnxFacts;
}

/** A model in an ONNX file, as a backbone; its weights are the file. */
export interface OnnxFacts {
  /** What trials that use it are called. */
  readonly shortName: string;
  /** Name of the value that is its features. */
  readonly output: string;
  /** Why it does not run on images of some edge that the sweep names. */
  readonly misfits: Readonly<Record<number, string>>;
  /** Edge of the images that it was trained on, where its card says so. */
  readonly trainedSize: number | null;
  /** What its card says of `normalization`; null when nothing does. */
  readonly normalization: string | null;
  /** In words: which output, how it becomes features, where the normalisation comes from. */
  readonly summary: string;
}

/**
 * `channels` maps of edge × edge values, where edge is `ceil(scale · image_size + offset)`, at least 1: exact where
 * image_size is a multiple of 32, elsewhere in some nets off by one or two.
 */
export interface StageOutput {
  readonly channels: number;
  readonly scale: number;
  readonly offset: number;
}
