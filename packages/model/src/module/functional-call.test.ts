import { eagerNoise, fromHost, openEngine, ops, toHostSync } from '@frostline/engine';
import type { Tensor, TensorRecord } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { BatchNorm2d, Dropout, functionalCall, Linear, Module, ModuleBuffer, Sequential } from '../index.js';

const tensor = (shape: number[], ...values: number[]) =>
  fromHost({ shape, dtype: 'float32', data: Float32Array.from(values) });
const values = (x: Tensor | undefined) => (x === undefined ? [] : [...toHostSync(x).data]);
const noise = () => eagerNoise({ seed: 3, epoch: 0, draws: Uint32Array.of(0, 1) });

class Failing extends Module {
  readonly linear = new Linear(1, 1, { bias: false });

  forward(x: Tensor): Tensor {
    this.linear.call(x);
    throw new Error('in the middle');
  }
}

class Shifted extends Module {
  readonly shift = new ModuleBuffer([2], () => [3, 4], { persistent: false });

  forward(x: Tensor): Tensor {
    return ops.add(x, this.shift.data);
  }
}

describe('functionalCall', () => {
  it('computes with the given tensors and leaves the module as it was', () => {
    const linear = new Linear(2, 1);
    const before = linear.stateDict();
    const state = { weight: tensor([1, 2], 2, 3), bias: tensor([1], 5) };
    const { output, buffers } = functionalCall(linear, state, tensor([1, 2], 10, 100));
    expect(values(output)).toEqual([325]);
    expect(buffers).toEqual({});
    expect(linear.stateDict()).toEqual(before);
  });

  it('puts the parameters back when forward throws', () => {
    const model = new Failing();
    const own = model.linear.weight.data;
    expect(() => functionalCall(model, { 'linear.weight': tensor([1, 1], 2) }, tensor([1, 1], 1))).toThrow(
      'in the middle',
    );
    expect(model.linear.weight.data).toBe(own);
  });

  it('refuses an unknown key and another shape', () => {
    const linear = new Linear(2, 1);
    const x = tensor([1, 2], 1, 1);
    expect(() => functionalCall(linear, { wieght: x }, x)).toThrow('"wieght"');
    expect(() => functionalCall(linear, { weight: tensor([2, 1], 1, 1) }, x)).toThrow('torch.Size([2, 1])');
  });

  it('returns new running statistics under their keys instead of storing them', () => {
    const model = new Sequential(new BatchNorm2d(1));
    const x = tensor([2, 1, 1, 1], 0, 2);
    const { output, buffers } = functionalCall(model, {}, x, { train: true });
    expect(values(output).map(Math.round)).toEqual([-1, 1]);
    expect(values(buffers['0.running_mean'])[0]).toBeCloseTo(0.1, 6);
    expect(values(buffers['0.running_var'])[0]).toBeCloseTo(0.9 + 0.1 * 2, 6);
    expect(values(buffers['0.num_batches_tracked'])).toEqual([1]);
    expect(model.stateDict()['0.running_mean']?.data[0]).toBe(0);
  });

  it('a layer that runs twice moves its statistics twice, as it does outside of a functional call', () => {
    const bn = new BatchNorm2d(1);
    const twice = new Sequential(bn, bn);
    const x = tensor([2, 1, 1, 1], 0, 2);
    const { buffers } = functionalCall(twice, {}, x, { train: true });
    twice.call(x);
    expect(values(buffers['0.num_batches_tracked'])).toEqual([2]);
    expect(values(buffers['0.running_mean'])).toEqual([...(bn.running_mean?.values().data ?? [])]);
    expect(values(buffers['0.running_var'])).toEqual([...(bn.running_var?.values().data ?? [])]);
  });

  it('takes running statistics from the state', () => {
    const state: TensorRecord = { running_mean: tensor([1], 4), running_var: tensor([1], 4) };
    const { output } = functionalCall(new BatchNorm2d(1, { eps: 0 }), state, tensor([1, 1, 1, 1], 8), {
      train: false,
    });
    expect(values(output)).toEqual([2]);
  });

  it('draws dropout from the noise under the layer’s path', () => {
    const model = new Sequential(new Dropout(0.5), new Dropout(0.5));
    const x = ops.ones([2, 64]);
    const sites: string[] = [];
    const source = noise();
    const recording = {
      uniform: (site: string, shape: readonly number[]) => {
        sites.push(site);
        return source.uniform(site, shape);
      },
    };
    const first = values(functionalCall(model, {}, x, { train: true, noise: recording }).output);
    const second = values(functionalCall(model, {}, x, { train: true, noise: noise() }).output);
    expect(sites).toEqual(['0', '1']);
    expect(second).toEqual(first);
    expect(new Set(first)).toEqual(new Set([0, 4]));
    expect(values(functionalCall(model, {}, x, { train: false, noise: noise() }).output)).toEqual(values(x));
  });

  it('a frozen module never trains', () => {
    const bn = new BatchNorm2d(1, { eps: 0 });
    bn.frozen = true;
    const { output, buffers } = functionalCall(bn, {}, tensor([2, 1, 1, 1], 0, 2), { train: true });
    expect(values(output)).toEqual([0, 2]);
    expect(buffers).toEqual({});
  });

  it('a buffer that no state dict names is part of a compiled step, and can be replaced', async () => {
    const engine = await openEngine({ name: 'onnxruntime' });
    const model = new Shifted();
    const x = { shape: [2], dtype: 'float32' as const };
    const step = await engine.compile({
      name: 'shifted',
      state: {},
      batch: { x },
      scalars: [],
      step: ({ batch }) => ({
        state: {},
        outputs: {
          own: functionalCall(model, {}, batch['x'] as Tensor).output,
          given: functionalCall(model, { shift: ops.ones([2]) }, batch['x'] as Tensor).output,
        },
      }),
    });
    const batch = { x: { ...x, data: Float32Array.of(10, 20) } };
    const { own, given } = await step.run(engine.createState({}), {
      batch,
      scalars: {},
      noise: { seed: 0, epoch: 0, draws: new Uint32Array(0) },
    });
    expect([...(own?.data ?? [])]).toEqual([13, 24]);
    expect([...(given?.data ?? [])]).toEqual([11, 21]);
    await engine.dispose();
  });

  it('only a backbone can be run in part', () => {
    expect(() => functionalCall(new Linear(1, 1), {}, tensor([1, 1], 1), { from: 0 })).toThrow(
      'only a backbone can be run in part',
    );
  });
});
