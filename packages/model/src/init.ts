import type { Initializer, Parameter } from './module/parameter.js';
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
 * He et al. 2015 (https://arxiv.org/abs/1502.01852), uniform: bound = gain·√(3 / fan-in), gain = √(2 / (1 + a²)).
 *
 * @param a negative slope of the leaky ReLU that follows; 0 for ReLU
 */
export function kaimingUniform(shape: Shape, a = 0): Initializer {
  const bound = Math.sqrt(6 / ((1 + a * a) * fans(shape).fanIn));
  return uniform(-bound, bound);
}

/** He et al. 2015, normal with the gain of ReLU: deviation = √(2 / fan). */
export function kaimingNormal(shape: Shape, mode: 'fanIn' | 'fanOut' = 'fanIn'): Initializer {
  return normal(0, Math.sqrt(2 / fans(shape)[mode]));
}

/** torch's default of convolution and linear weights: U(±1/√fan-in), which is `kaiming_uniform_(a=√5)`. */
export const defaultWeight = (shape: Shape): Initializer => kaimingUniform(shape, Math.sqrt(5));

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

/** torch's `init.kaiming_uniform_`. */
export const kaimingUniform_ = (parameter: Parameter, a = 0): void => {
  parameter.reset(kaimingUniform(parameter.shape, a));
};

/** torch's `init.kaiming_normal_` for ReLU. */
export const kaimingNormal_ = (parameter: Parameter, mode: 'fanIn' | 'fanOut' = 'fanIn'): void => {
  parameter.reset(kaimingNormal(parameter.shape, mode));
};
