import { numberOf } from '../../compile/attributes.js';
import { sizeOf, type Value } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import type { OnnxBuilder } from '../builder.js';
import { input, output, single, type Lowerings } from '../lowering.js';

export const normalizationLowerings: Lowerings = {
  [kernelNames.batchNormInference]: single((node, builder) => {
    const [x, mean, variance, weight, bias] = node.inputs.map((value) => builder.tensor(value));
    return normalize(builder, [x, weight, bias, mean, variance], numberOf(node, 'epsilon'));
  }),
  // The variance in a second, centred pass: from the sum of squares it is wrong once the mean outweighs it.
  [kernelNames.batchNormTraining]: (node, builder) => {
    const x = input(node, 0);
    const named = builder.tensor(x);
    const mean = reducePerChannel(builder, 'ReduceMean', named, x);
    const centred = centre(builder, x, mean);
    const variance = reducePerChannel(builder, 'ReduceMean', builder.emit('Mul', [centred, centred]), x);
    const affine = [builder.tensor(input(node, 1)), builder.tensor(input(node, 2))];
    builder.bind(
      output(node, 0),
      normalize(builder, [named, ...affine, mean, variance], numberOf(node, 'epsilon')),
    );
    builder.bind(output(node, 1), mean);
    builder.bind(output(node, 2), variance);
  },
  // With r = 1/√(variance + ε): dx = w·r·(dy − Σdy/M − (x−mean)·r²·Σ(dy·(x−mean))/M), that is A·dy + (B·(x−mean) + C)
  // per channel; the bracket is one BatchNormalization with unit variance.
  [kernelNames.batchNormTrainingGradient]: (node, builder) => {
    const x = input(node, 0);
    const [, dy = '', weight = '', mean = '', variance = ''] = node.inputs.map((value) =>
      builder.tensor(value),
    );
    const [, channels = 1] = x.shape;
    const count = builder.scalar(sizeOf(x.shape) / channels);
    const times = (a: string, b: string): string => builder.emit('Mul', [a, b]);
    const total = reducePerChannel(builder, 'ReduceSum', dy, x);
    const centred = centre(builder, x, mean);
    const moment = reducePerChannel(builder, 'ReduceSum', times(dy, centred), x);
    const deviation = builder.emit('Sqrt', [
      builder.emit('Add', [variance, builder.scalar(numberOf(node, 'epsilon'))]),
    ]);
    const inverse = builder.emit('Reciprocal', [deviation]);
    const a = times(weight, inverse);
    const share = builder.emit('Neg', [builder.emit('Div', [a, count])]);
    const b = times(share, times(times(inverse, inverse), moment));
    const c = times(share, total);
    const ones = builder.floats(
      [channels],
      Array.from({ length: channels }, () => 1),
    );
    const bracket = normalize(builder, [builder.tensor(x), b, c, mean, ones], 0);
    builder.bind(output(node, 0), builder.emit('Add', [times(dy, perChannel(builder, a, x)), bracket]));
    builder.bind(output(node, 1), times(moment, inverse));
    builder.bind(output(node, 2), total);
  },
};

function normalize(builder: OnnxBuilder, inputs: readonly (string | undefined)[], epsilon: number): string {
  return builder.emit(
    'BatchNormalization',
    inputs.map((name) => name ?? ''),
    { epsilon: { float: epsilon } },
  );
}

function centre(builder: OnnxBuilder, x: Value, mean: string): string {
  return builder.emit('Sub', [builder.tensor(x), perChannel(builder, mean, x)]);
}

/** A [C] tensor shaped so that it broadcasts along axis 1 of `x`. */
function perChannel(builder: OnnxBuilder, tensor: string, x: Value): string {
  const [, channels = 1, ...rest] = x.shape;
  return builder.emit('Reshape', [tensor, builder.int64s([channels, ...rest.map(() => 1)])]);
}

/** Reduces a tensor of x's shape to [C]: along space, then along the batch, three times as fast as all at once. */
function reducePerChannel(
  builder: OnnxBuilder,
  operator: 'ReduceMean' | 'ReduceSum',
  tensor: string,
  { shape }: Value,
): string {
  const [batch = 1, channels = 1, ...space] = shape;
  const reduce = (name: string, axis: number): string =>
    builder.emit(operator, [name, builder.int64s([axis])], { keepdims: 0 });
  if (space.length === 0) return reduce(tensor, 0);
  const flat = builder.emit('Reshape', [tensor, builder.int64s([batch, channels, sizeOf(space)])]);
  return reduce(reduce(flat, 2), 0);
}
