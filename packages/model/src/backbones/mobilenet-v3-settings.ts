/** One row of tables 1 and 2 of the MobileNetV3 paper. */
export interface BlockSettings {
  readonly inChannels: number;
  readonly kernel: number;
  readonly expanded: number;
  readonly outChannels: number;
  readonly squeezeExcitation: boolean;
  readonly activation: 'relu' | 'hardswish';
  readonly stride: number;
}

export interface NetSettings {
  readonly blocks: readonly BlockSettings[];
  /** Channels of the last convolution. */
  readonly lastChannels: number;
  /** Outputs of the hidden linear layer. */
  readonly lastFeatures: number;
  /** First and last module (both inclusive) of each stage within `features`; a stage ends before the next stride. */
  readonly stages: readonly (readonly [number, number])[];
}

type Row = readonly [number, number, number, number, 'SE' | '-', 'RE' | 'HS', number];

const block = ([
  inChannels,
  kernel,
  expanded,
  outChannels,
  squeeze,
  activation,
  stride,
]: Row): BlockSettings => ({
  inChannels,
  kernel,
  expanded,
  outChannels,
  squeezeExcitation: squeeze === 'SE',
  activation: activation === 'HS' ? 'hardswish' : 'relu',
  stride,
});

const largeRows: readonly Row[] = [
  [16, 3, 16, 16, '-', 'RE', 1],
  [16, 3, 64, 24, '-', 'RE', 2],
  [24, 3, 72, 24, '-', 'RE', 1],
  [24, 5, 72, 40, 'SE', 'RE', 2],
  [40, 5, 120, 40, 'SE', 'RE', 1],
  [40, 5, 120, 40, 'SE', 'RE', 1],
  [40, 3, 240, 80, '-', 'HS', 2],
  [80, 3, 200, 80, '-', 'HS', 1],
  [80, 3, 184, 80, '-', 'HS', 1],
  [80, 3, 184, 80, '-', 'HS', 1],
  [80, 3, 480, 112, 'SE', 'HS', 1],
  [112, 3, 672, 112, 'SE', 'HS', 1],
  [112, 5, 672, 160, 'SE', 'HS', 2],
  [160, 5, 960, 160, 'SE', 'HS', 1],
  [160, 5, 960, 160, 'SE', 'HS', 1],
];

const smallRows: readonly Row[] = [
  [16, 3, 16, 16, 'SE', 'RE', 2],
  [16, 3, 72, 24, '-', 'RE', 2],
  [24, 3, 88, 24, '-', 'RE', 1],
  [24, 5, 96, 40, 'SE', 'HS', 2],
  [40, 5, 240, 40, 'SE', 'HS', 1],
  [40, 5, 240, 40, 'SE', 'HS', 1],
  [40, 5, 120, 48, 'SE', 'HS', 1],
  [48, 5, 144, 48, 'SE', 'HS', 1],
  [48, 5, 288, 96, 'SE', 'HS', 2],
  [96, 5, 576, 96, 'SE', 'HS', 1],
  [96, 5, 576, 96, 'SE', 'HS', 1],
];

export const largeNet: NetSettings = {
  blocks: largeRows.map(block),
  lastChannels: 960,
  lastFeatures: 1280,
  stages: [
    [1, 1],
    [2, 3],
    [4, 6],
    [7, 12],
    [13, 15],
  ],
};

export const smallNet: NetSettings = {
  blocks: smallRows.map(block),
  lastChannels: 576,
  lastFeatures: 1024,
  stages: [
    [1, 1],
    [2, 3],
    [4, 8],
    [9, 11],
  ],
};
