import type { BatchNormOptions } from '../layers/batch-norm.js';
import { roundToEight } from './round-channels.js';

/** One row of table 1 of the EfficientNet paper, or of table 4 of EfficientNetV2's. */
export interface StageSettings {
  /** Whether its blocks are FusedMBConv instead of MBConv. */
  readonly fused: boolean;
  readonly expansion: number;
  readonly kernel: number;
  /** Of the first block. */
  readonly stride: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Number of blocks. */
  readonly depth: number;
}

export interface NetSettings {
  readonly stages: readonly StageSettings[];
  /** Channels of the last convolution. */
  readonly lastChannels: number;
  readonly dropout: number;
  readonly norm: BatchNormOptions;
}

type Row = readonly [
  block: 'MB' | 'fused',
  expansion: number,
  kernel: number,
  stride: number,
  inChannels: number,
  outChannels: number,
  depth: number,
];

const settingsOf = ([
  block,
  expansion,
  kernel,
  stride,
  inChannels,
  outChannels,
  depth,
]: Row): StageSettings => ({
  fused: block === 'fused',
  expansion,
  kernel,
  stride,
  inChannels,
  outChannels,
  depth,
});

const baseRows: readonly Row[] = [
  ['MB', 1, 3, 1, 32, 16, 1],
  ['MB', 6, 3, 2, 16, 24, 2],
  ['MB', 6, 5, 2, 24, 40, 2],
  ['MB', 6, 3, 2, 40, 80, 3],
  ['MB', 6, 5, 1, 80, 112, 3],
  ['MB', 6, 5, 2, 112, 192, 4],
  ['MB', 6, 3, 1, 192, 320, 1],
];

/** b0 with channels and blocks multiplied: the paper's compound scaling. */
function scaled(width: number, depth: number, dropout: number, norm: BatchNormOptions = {}): NetSettings {
  const stages = baseRows.map(settingsOf).map((base) => ({
    ...base,
    inChannels: roundToEight(base.inChannels * width),
    outChannels: roundToEight(base.outChannels * width),
    depth: Math.ceil(base.depth * depth),
  }));
  return { stages, lastChannels: 4 * (stages.at(-1)?.outChannels ?? 0), dropout, norm };
}

const second = (dropout: number, rows: readonly Row[]): NetSettings => ({
  stages: rows.map(settingsOf),
  lastChannels: 1280,
  dropout,
  norm: { eps: 0.001 },
});

/** The largest nets were ported with TensorFlow's settings. */
const tensorflowNorm = { eps: 0.001, momentum: 0.01 };

type Nets = Readonly<Record<string, NetSettings>>;

export const nets: Nets = {
  efficientnet_b0: scaled(1, 1, 0.2),
  efficientnet_b1: scaled(1, 1.1, 0.2),
  efficientnet_b2: scaled(1.1, 1.2, 0.3),
  efficientnet_b3: scaled(1.2, 1.4, 0.3),
  efficientnet_b4: scaled(1.4, 1.8, 0.4),
  efficientnet_b5: scaled(1.6, 2.2, 0.4, tensorflowNorm),
  efficientnet_b6: scaled(1.8, 2.6, 0.5, tensorflowNorm),
  efficientnet_b7: scaled(2, 3.1, 0.5, tensorflowNorm),
};

export const netsV2: Nets = {
  efficientnet_v2_s: second(0.2, [
    ['fused', 1, 3, 1, 24, 24, 2],
    ['fused', 4, 3, 2, 24, 48, 4],
    ['fused', 4, 3, 2, 48, 64, 4],
    ['MB', 4, 3, 2, 64, 128, 6],
    ['MB', 6, 3, 1, 128, 160, 9],
    ['MB', 6, 3, 2, 160, 256, 15],
  ]),
  efficientnet_v2_m: second(0.3, [
    ['fused', 1, 3, 1, 24, 24, 3],
    ['fused', 4, 3, 2, 24, 48, 5],
    ['fused', 4, 3, 2, 48, 80, 5],
    ['MB', 4, 3, 2, 80, 160, 7],
    ['MB', 6, 3, 1, 160, 176, 14],
    ['MB', 6, 3, 2, 176, 304, 18],
    ['MB', 6, 3, 1, 304, 512, 5],
  ]),
  efficientnet_v2_l: second(0.4, [
    ['fused', 1, 3, 1, 32, 32, 4],
    ['fused', 4, 3, 2, 32, 64, 7],
    ['fused', 4, 3, 2, 64, 96, 7],
    ['MB', 4, 3, 2, 96, 192, 10],
    ['MB', 6, 3, 1, 192, 224, 19],
    ['MB', 6, 3, 2, 224, 384, 25],
    ['MB', 6, 3, 1, 384, 640, 7],
  ]),
};
