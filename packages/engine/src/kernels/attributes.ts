/**
 * The project's own tfjs kernels: names, inputs, attributes and outputs. Every backend that runs step programs
 * registers all of them: the eager ones compose tfjs ops, the tracing one records them for the compiler.
 * Images are NCHW, filters OIHW with I = channels / groups. Pairs are [vertical, horizontal].
 */
export type Pair = readonly [number, number];

export interface ConvolutionAttributes {
  readonly stride: Pair;
  /** Zeros added on both sides of each axis. */
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

export interface PoolAttributes {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  /** Whether windows that start inside but end outside count (torch's `ceil_mode`). */
  readonly ceilMode: boolean;
}

export interface AveragePoolAttributes extends Omit<PoolAttributes, 'dilation'> {
  /** Whether padding counts in the divisor (torch's `count_include_pad`). */
  readonly countIncludePad: boolean;
  /** What each window's sum is divided by, whatever it counts; 0 for the number that counts. */
  readonly divisorOverride: number;
}

export interface BatchNormAttributes {
  /** Added to the variance. */
  readonly epsilon: number;
}

export const kernelNames = {
  /** (x [N,C,H,W], filter [O,C/g,kh,kw]) → y [N,O,OH,OW] */
  conv2d: 'FrostConv2d',
  /** (dy, filter), attribute `inputShape` → dx */
  conv2dInputGradient: 'FrostConv2dInputGradient',
  /** (x, dy), attribute `filterShape` → dfilter */
  conv2dFilterGradient: 'FrostConv2dFilterGradient',
  /** x → y; padding never wins */
  maxPool2d: 'FrostMaxPool2d',
  /** (x, dy) → dx; a tie gives the gradient to the first maximum in row-major order, as torch does */
  maxPool2dGradient: 'FrostMaxPool2dGradient',
  /** x → y */
  averagePool2d: 'FrostAveragePool2d',
  /** dy, attribute `inputShape` → dx */
  averagePool2dGradient: 'FrostAveragePool2dGradient',
  /** (x [N,C,…], mean [C], variance [C], weight [C], bias [C]), attribute `epsilon` → y */
  batchNormInference: 'FrostBatchNormInference',
  /** (x, weight, bias), attribute `epsilon` → (y, mean [C], biased variance [C]) */
  batchNormTraining: 'FrostBatchNormTraining',
  /** (x, dy, weight, mean, variance), attribute `epsilon` → (dx, dweight, dbias) of batchNormTraining's y */
  batchNormTrainingGradient: 'FrostBatchNormTrainingGradient',
  /** (logits [N,C], target weights [N,C], rows of any sum) → loss [N] = −Σ target · log softmax */
  softmaxCrossEntropy: 'FrostSoftmaxCrossEntropy',
  /** (logits, targets, dloss [N]) → dlogits = dloss · (softmax · Σ target − target) */
  softmaxCrossEntropyGradient: 'FrostSoftmaxCrossEntropyGradient',
  /** no input, attributes `values` (typed array), `shape`, `dtype` → a tensor that a compiled step may fold */
  constant: 'FrostConstant',
} as const;

export type KernelName = (typeof kernelNames)[keyof typeof kernelNames];
