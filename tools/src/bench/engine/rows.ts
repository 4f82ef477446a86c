/** What one row measures: a whole net forward with constant weights, a training step, or a step behind a frozen prefix. */
export type RowKind = 'forward' | 'step' | 'last-stage-step';

/** One comparison of `npm run bench:engine`. */
export interface Row {
  readonly name: string;
  readonly model: string;
  /** Edge of the images, pixels. */
  readonly size: number;
  readonly batch: number;
  readonly kind: RowKind;
  /** Our time over PyTorch's, which the project means to reach. */
  readonly mark: number;
}

type Entry = readonly [model: string, size: number, batch: number, kind: RowKind, mark: number];

const entries: readonly Entry[] = [
  ['resnet18', 224, 16, 'forward', 0.95],
  ['resnet18', 224, 16, 'step', 1.25],
  ['resnet18', 64, 32, 'forward', 1],
  ['resnet18', 64, 32, 'step', 1.6],
  ['mobilenet_v3_small', 224, 32, 'forward', 0.9],
  ['mobilenet_v3_small', 224, 32, 'step', 1.25],
  ['efficientnet_b0', 224, 16, 'step', 1.3],
  ['convnext_tiny', 224, 8, 'step', 1.3],
  ['resnet18', 224, 16, 'last-stage-step', 1],
];

export const rows: readonly Row[] = entries.map(([model, size, batch, kind, mark]) => ({
  name: `${model}-${String(size)}-b${String(batch)}-${kind}`,
  model,
  size,
  batch,
  kind,
  mark,
}));
