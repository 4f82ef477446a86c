import type * as tf from '@tensorflow/tfjs';

/** A tensor on the active backend. Images are NCHW, convolution filters OIHW, as in torch. */
export type Tensor = tf.Tensor;

/** Element types that cross between host and device. `uint8` is pixels: it is `int32` once on an eager device. */
export type DataType = 'float32' | 'int32' | 'uint8';

/** Shape and element type of a tensor that a program takes or gives. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** A tensor's values in host memory, row-major. */
export interface HostTensor extends TensorSpec {
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type TensorRecord = Record<string, Tensor>;
export type HostRecord = Record<string, HostTensor>;
export type SpecRecord = Record<string, TensorSpec>;
