import { fromHost, memory, ops, toHostSync } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { backward, BatchNorm2d, Conv2d, Linear, ReLU, Sequential, type Parameter } from '../index.js';

const row = (...values: number[]) =>
  fromHost({ shape: [1, values.length], dtype: 'float32', data: Float32Array.from(values) });
const gradient = ({ grad }: Parameter) => (grad === null ? null : [...toHostSync(grad).data]);

describe('backward', () => {
  it('returns the loss and fills the gradients', () => {
    const linear = new Linear(2, 1, { bias: false });
    linear.weight.setValues([1, 2]);
    const loss = backward(linear, () => ops.sum(ops.square(linear.call(row(3, 4)))));
    expect(loss).toBe(121);
    expect(gradient(linear.weight)).toEqual([2 * 11 * 3, 2 * 11 * 4]);
  });

  it('adds to gradients that are there, until zeroGrad', () => {
    const linear = new Linear(2, 1, { bias: false });
    const loss = (): Tensor => ops.sum(linear.call(row(3, 4)));
    backward(linear, loss);
    backward(linear, loss);
    expect(gradient(linear.weight)).toEqual([6, 8]);
    linear.zeroGrad();
    expect(gradient(linear.weight)).toBeNull();
  });

  it('leaves null where the loss does not reach or no gradient is required', () => {
    const net = new Sequential(new Linear(2, 2), new Linear(2, 1));
    const unused = new Sequential(net, new Linear(1, 1));
    net.at(0).requiresGrad_(false);
    backward(unused, () => ops.sum(net.call(row(1, 2))));
    const filled = [...unused.namedParameters()].filter(([, { grad }]) => grad !== null);
    expect(filled.map(([name]) => name)).toEqual(['0.1.weight', '0.1.bias']);
  });

  it('a tied parameter gets the sum of its uses', () => {
    const linear = new Linear(1, 1, { bias: false });
    linear.weight.setValues([3]);
    const twice = new Sequential(linear, linear);
    backward(twice, () => ops.sum(twice.call(row(5))));
    expect(gradient(linear.weight)).toEqual([2 * 3 * 5]);
  });

  it('hooks see the gradients of output and input, the last layer first', () => {
    const net = new Sequential(new Linear(2, 2, { bias: false }), new Linear(2, 1, { bias: false }));
    const [first, last] = net;
    (first as Linear).weight.setValues([1, 0, 0, 1]);
    (last as Linear).weight.setValues([5, 7]);
    const seen: [string, number[] | null, number[]][] = [];
    for (const [name, module] of net.namedChildren())
      module.registerFullBackwardHook((_module, gradInput, gradOutput) => {
        seen.push([name, gradInput && [...toHostSync(gradInput).data], [...toHostSync(gradOutput).data]]);
        return undefined;
      });
    backward(net, () => ops.sum(ops.mul(net.call(row(1, 2)), 3)));
    // Nothing leads to a parameter from the first layer's input, so it has no gradient, as in torch.
    expect(seen).toEqual([
      ['1', [15, 21], [3]],
      ['0', null, [15, 21]],
    ]);
    expect(gradient((first as Linear).weight)).toEqual([15, 30, 21, 42]);
  });

  it('a hook replaces gradients, and not any more once it is removed', () => {
    const net = new Sequential(new Linear(1, 1, { bias: false }), new Linear(1, 1, { bias: false }));
    for (const parameter of net.parameters()) parameter.setValues([2]);
    const doubling = net.at(1).registerFullBackwardHook((_module, gradInput) => gradInput && ops.mul(gradInput, 10) || undefined); // prettier-ignore
    const halving = net.at(1).registerFullBackwardPreHook((_module, gradOutput) => ops.mul(gradOutput, 0.5));
    const gradients = (): (number[] | null)[] => {
      net.zeroGrad();
      backward(net, () => ops.sum(net.call(row(3))));
      return [...net.parameters()].map(gradient);
    };
    expect(gradients()).toEqual([[0.5 * 2 * 10 * 3], [0.5 * 6]]);
    doubling.remove();
    expect(gradients()).toEqual([[0.5 * 2 * 3], [0.5 * 6]]);
    halving.remove();
    expect(gradients()).toEqual([[6], [6]]);
  });

  it('hooks keep no tensors', () => {
    const net = new Sequential(new Linear(2, 2), new ReLU());
    for (const module of net.modules()) module.registerFullBackwardHook(() => undefined);
    const step = (): void => {
      ops.tidy(() => backward(net, () => ops.sum(net.call(ops.ones([1, 2])))));
      net.zeroGrad();
    };
    step();
    const before = memory();
    step();
    expect(memory()).toEqual(before);
  });

  it('training steps keep no tensors', () => {
    const net = new Sequential(new Conv2d(1, 2, 3), new BatchNorm2d(2));
    const step = (): void => {
      ops.tidy(() => {
        backward(net, () => ops.sum(ops.square(net.call(ops.ones([2, 1, 4, 4])))));
        for (const parameter of net.parameters())
          if (parameter.grad !== null) parameter.data = ops.sub(parameter.data, ops.mul(parameter.grad, 0.1));
      });
      net.zeroGrad();
    };
    step();
    const before = memory();
    for (let count = 0; count < 5; count++) step();
    expect(memory()).toEqual(before);
    expect(net.stateDict()['1.num_batches_tracked']?.data[0]).toBe(6);
  });
});
