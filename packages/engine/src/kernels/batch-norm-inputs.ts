import type { Tensor } from '../tensor.js';

/** What a batch normalisation kernel takes, by name; training has no use for mean and variance. */
export interface BatchNormInputs extends Record<string, Tensor> {
  x: Tensor;
  mean: Tensor;
  variance: Tensor;
  weight: Tensor;
  bias: Tensor;
}

/** And its gradient. */
export interface BatchNormGradientInputs extends BatchNormInputs {
  dy: Tensor;
}
