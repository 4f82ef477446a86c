import { numberOf } from '../../compile/attributes.js';
import type { Value } from '../../compile/graph.js';
import { kernelNames } from '../../kernels/attributes.js';
import { input, single, type Lowerings } from '../lowering.js';

export const softmaxLowerings: Lowerings = {
  Softmax: single((node, builder) =>
    builder.emit('Softmax', [builder.tensor(input(node, 0))], { axis: numberOf(node, 'axis') }),
  ),
  [kernelNames.softmaxCrossEntropy]: single((node, builder) => {
    const logs = builder.emit('LogSoftmax', [builder.tensor(input(node, 0))], { axis: 1 });
    const product = builder.emit('Mul', [logs, builder.tensor(input(node, 1))]);
    return builder.emit('Neg', [builder.emit('ReduceSum', [product, builder.int64s([1])], { keepdims: 0 })]);
  }),
  [kernelNames.softmaxCrossEntropyGradient]: single((node, builder) => {
    const targets = builder.tensor(input(node, 1));
    const loss = input(node, 2);
    const probabilities = builder.emit('Softmax', [builder.tensor(input(node, 0))], { axis: 1 });
    const total = builder.emit('ReduceSum', [targets, builder.int64s([1])], { keepdims: 1 });
    const difference = builder.emit('Sub', [builder.emit('Mul', [probabilities, total]), targets]);
    const uniform = builder.uniform(loss);
    const factor =
      uniform === undefined
        ? builder.emit('Reshape', [builder.tensor(loss), builder.int64s(columnShape(loss))])
        : builder.scalar(uniform);
    return builder.emit('Mul', [difference, factor]);
  }),
};

function columnShape({ shape }: Value): number[] {
  return [...shape, 1];
}
