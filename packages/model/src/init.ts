import type { Initializer, Parameter } from './module/parameter.js';
import { normalDistribution, normalQuantile } from './module/normal-distribution.js';
import { orthogonalize } from './module/orthogonal.js';
import { elementCount, type Shape } from './module/shape.js';

/** Inputs and outputs that one unit is connected to: torch's `_calculate_fan_in_and_fan_out`. */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const [outputs = 1, inputs = 1, ...kernel] = shape;
  const receptive = elementCount(kernel);
  return { fanIn: inputs * receptive, fanOut: outputs * receptive };
}

/** U(low, high). */
export const uniform =
  (low: number, high: number): Initializer =>
  (count, source) => {
    const values = new Float32Array(count);
    source(values);
    return values.map((u) => low + (high - low) * u);
  };

/** N(mean, deviation²) by Box and Muller's transform of pairs of uniforms. */
export const normal =
  (mean: number, deviation: number): Initializer =>
  (count, source) => {
    const uniforms = new Float32Array(count + (count % 2));
    source(uniforms);
    const values = new Float32Array(count);
    for (let pair = 0; pair < count; pair += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log(1 - (uniforms[pair] ?? 0)));
      const angle = 2 * Math.PI * (uniforms[pair + 1] ?? 0);
      values[pair] = mean + radius * Math.cos(angle);
      if (pair + 1 < count) values[pair + 1] = mean + radius * Math.sin(angle);
    }
    return values;
  };

/** Every element the same. */
export const constant =
  (value: number): Initializer =>
  (count) =>
    new Float32Array(count).fill(value);

/**
 * N(mean, deviation²) cut off at low and high, by the inverse of the distribution function (torch's `trunc_normal_`).
 *
 * @param low and `high`: absolute, not in deviations; default ±2
 */
export const truncatedNormal =
  (mean: number, deviation: number, low = -2, high = 2): Initializer =>
  (count, source) => {
    const values = new Float32Array(count);
    source(values);
    const from = normalDistribution((low - mean) / deviation);
    const width = normalDistribution((high - mean) / deviation) - from;
    return values.map((u) => {
      // A uniform of exactly 0 stands for all below the next one: its quantile would be the far end of a tail.
      const inside = from + width * Math.max(u, 2 ** -25);
      return Math.min(high, Math.max(low, mean + deviation * normalQuantile(inside)));
    });
  };

/** What follows a layer, which decides how large its weights should be. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/** torch's `init.calculate_gain`. @param slope of the leaky ReLU's negative side */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  const gains = {
    linear: 1,
    sigmoid: 1,
    tanh: 5 / 3,
    relu: Math.SQRT2,
    leakyRelu: Math.sqrt(2 / (1 + slope * slope)),
    selu: 3 / 4,
  };
  return gains[nonlinearity];
}

export interface KaimingOptions {
  /** Negative slope of the leaky ReLU that follows; default 0. */
  readonly a?: number;
  /** Whether the variance is kept in the forward or in the backward pass. */
  readonly mode?: 'fanIn' | 'fanOut';
  /** Default the leaky ReLU of slope `a`, which at 0 is ReLU. */
  readonly nonlinearity?: Nonlinearity;
}

/** He et al. 2015 (https://arxiv.org/abs/1502.01852), uniform: bound = gain · √(3 / fan). */
export function kaimingUniform(shape: Shape, options: KaimingOptions = {}): Initializer {
  const bound = Math.sqrt(3) * kaimingDeviation(shape, options);
  return uniform(-bound, bound);
}

/** He et al. 2015, normal: deviation = gain / √fan. */
export function kaimingNormal(shape: Shape, options: KaimingOptions = {}): Initializer {
  return normal(0, kaimingDeviation(shape, options));
}

function kaimingDeviation(
  shape: Shape,
  { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' }: KaimingOptions,
): number {
  return calculateGain(nonlinearity, a) / Math.sqrt(fans(shape)[mode]);
}

/** Glorot & Bengio 2010, uniform: bound = gain · √(6 / (fan-in + fan-out)). */
export function xavierUniform(shape: Shape, gain = 1): Initializer {
  const bound = Math.sqrt(3) * xavierDeviation(shape, gain);
  return uniform(-bound, bound);
}

/** Glorot & Bengio 2010, normal: deviation = gain · √(2 / (fan-in + fan-out)). */
export function xavierNormal(shape: Shape, gain = 1): Initializer {
  return normal(0, xavierDeviation(shape, gain));
}

function xavierDeviation(shape: Shape, gain: number): number {
  const { fanIn, fanOut } = fans(shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** Orthonormal rows or columns of [shape[0], the rest], times `gain` (Saxe et al. 2013). */
export const orthogonal =
  ([rows = 1, ...rest]: Shape, gain = 1): Initializer =>
  (count, source) => {
    const drawn = Float64Array.from(normal(0, 1)(count, source));
    return Float32Array.from(orthogonalize(drawn, rows, elementCount(rest)), (value) => gain * value);
  };

/** Ones on the diagonal of a matrix, else zeros. */
export const eye =
  ([rows = 1, columns = 1]: Shape): Initializer =>
  (count) => {
    const values = new Float32Array(count);
    for (let index = 0; index < Math.min(rows, columns); index++) values[index * columns + index] = 1;
    return values;
  };

/** torch's default of convolution and linear weights: U(±1/√fan-in), which is `kaiming_uniform_(a=√5)`. */
export const defaultWeight = (shape: Shape): Initializer => kaimingUniform(shape, { a: Math.sqrt(5) });

/** torch's default of their biases: U(±1/√fan-in of the weight). */
export function defaultBias(weightShape: Shape): Initializer {
  const bound = 1 / Math.sqrt(fans(weightShape).fanIn);
  return uniform(-bound, bound);
}

/** torch's `init.zeros_`; a missing bias is left out. */
export const zeros_ = (parameter: Parameter | null): void => parameter?.reset(constant(0));

/** torch's `init.normal_`. */
export const normal_ = (parameter: Parameter, mean: number, deviation: number): void => {
  parameter.reset(normal(mean, deviation));
};

/** torch's `init.ones_`. */
export const ones_ = (parameter: Parameter | null): void => parameter?.reset(constant(1));

/** torch's `init.constant_`. */
export const constant_ = (parameter: Parameter | null, value: number): void =>
  parameter?.reset(constant(value));

/** torch's `init.uniform_`. */
export const uniform_ = (parameter: Parameter, low = 0, high = 1): void => {
  parameter.reset(uniform(low, high));
};

/** torch's `init.trunc_normal_`. */
export const truncNormal_ = (parameter: Parameter, mean = 0, deviation = 1, low = -2, high = 2): void => {
  parameter.reset(truncatedNormal(mean, deviation, low, high));
};

/** torch's `init.kaiming_uniform_`. */
export const kaimingUniform_ = (parameter: Parameter, options?: KaimingOptions): void => {
  parameter.reset(kaimingUniform(parameter.shape, options));
};

/** torch's `init.kaiming_normal_`. */
export const kaimingNormal_ = (parameter: Parameter, options?: KaimingOptions): void => {
  parameter.reset(kaimingNormal(parameter.shape, options));
};

/** torch's `init.xavier_uniform_`. */
export const xavierUniform_ = (parameter: Parameter, gain?: number): void => {
  parameter.reset(xavierUniform(parameter.shape, gain));
};

/** torch's `init.xavier_normal_`. */
export const xavierNormal_ = (parameter: Parameter, gain?: number): void => {
  parameter.reset(xavierNormal(parameter.shape, gain));
};

/** torch's `init.orthogonal_`. */
export const orthogonal_ = (parameter: Parameter, gain?: number): void => {
  parameter.reset(orthogonal(parameter.shape, gain));
};

/** torch's `init.eye_`. */
export const eye_ = (parameter: Parameter): void => {
  parameter.reset(eye(parameter.shape));
};
