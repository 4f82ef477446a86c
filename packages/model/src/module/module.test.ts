import { inspect } from 'node:util';
import { fromHost, ops, toHostSync } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  Hardsigmoid,
  Hardswish,
  Identity,
  Linear,
  MaxPool2d,
  Module,
  ModuleBuffer,
  ModuleList,
  ReLU,
  Sequential,
} from '../index.js';
import { readGolden } from '../testing/golden.js';

const golden = readGolden('module') as {
  printed: Record<string, string>;
  orders: Record<string, string[]>;
  messages: Record<string, string>;
};

class MyModel extends Module {
  conv1 = new Conv2d(3, 20, 5);
  conv2 = new Conv2d(20, 20, 5);

  forward(x: Tensor): Tensor {
    return ops.relu(this.conv2.call(ops.relu(this.conv1.call(x))));
  }
}

class Tied extends Module {
  readonly first = new Linear(4, 4);
  readonly bn = new BatchNorm2d(4);
  readonly again = this.first;
  readonly other = new Linear(4, 4, { bias: false });

  constructor() {
    super();
    Object.assign(this.other, { weight: this.first.weight });
  }

  forward(x: Tensor): Tensor {
    return this.other.call(this.again.call(x));
  }
}

const names = (named: Iterable<[string, unknown]>) => Array.from(named, ([name]) => name);
const zeros = (shape: number[]) => ({
  shape,
  dtype: 'float32' as const,
  data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)),
});

describe('printing', () => {
  const unit = () => new Sequential(new Conv2d(8, 8, 1), new ReLU({ inplace: true }));
  const modules: Record<string, Module> = {
    MyModel: new MyModel(),
    Tied: new Tied(),
    Conv2d: new Conv2d(4, 8, [3, 2], { stride: 2, padding: [1, 0], dilation: 2, groups: 4, bias: false }),
    Linear: new Linear(3, 2, { bias: false }),
    BatchNorm2d: new BatchNorm2d(7, { eps: 0.001, momentum: 0.01 }),
    BatchNorm2dDefault: new BatchNorm2d(7),
    ReLU: new ReLU(),
    Dropout: new Dropout(0.2, { inplace: true }),
    MaxPool2d: new MaxPool2d([3, 2], { stride: 2, padding: 1, ceilMode: true }),
    AdaptiveAvgPool2d: new AdaptiveAvgPool2d([1, 2]),
    Identity: new Identity(),
    Flatten: new Flatten(),
    Hardswish: new Hardswish(),
    Hardsigmoid: new Hardsigmoid(),
    emptySequential: new Sequential(),
    Sequential: new Sequential(new ReLU(), new ReLU(), unit()),
    emptyModuleList: new ModuleList(),
    ModuleList: new ModuleList([new ReLU(), new ReLU(), unit(), new ReLU()]),
  };

  it.each(Object.keys(golden.printed))('%s is printed as by torch', (name) => {
    expect(String(modules[name])).toBe(golden.printed[name]);
  });

  it('a list of modules is shown with their printed forms', () => {
    expect(inspect([...new MyModel().modules()][1])).toBe('Conv2d(3, 20, kernel_size=(5, 5), stride=(1, 1))');
  });
});

describe('registration', () => {
  const tied = new Tied();

  it.each([
    ['namedChildren', names(tied.namedChildren())],
    ['namedModules', names(tied.namedModules())],
    ['namedParameters', names(tied.namedParameters())],
    ['namedBuffers', names(tied.namedBuffers())],
    ['stateDict', Object.keys(tied.stateDict())],
  ])('%s lists what torch lists, in its order, with tied ones', (name, listed) => {
    expect(listed).toEqual(golden.orders[name]);
  });

  it('children of a Sequential keep numeric order beyond ten', () => {
    const long = new Sequential(...Array.from({ length: 12 }, () => new Identity()));
    expect(names(long.namedChildren())).toEqual(Array.from({ length: 12 }, (_, index) => String(index)));
  });

  it.each(['forward', 'a.b', '', 'conv1'])('the name %j is refused', (name) => {
    expect(() => {
      new MyModel().registerModule(name, new ReLU());
    }).toThrow('cannot have this name');
  });

  it('modules, parameters and buffers are found by their paths', () => {
    expect(tied.getSubmodule('')).toBe(tied);
    expect(tied.getSubmodule('again')).toBe(tied.first);
    expect(tied.getParameter('other.weight')).toBe(tied.first.weight);
    expect(tied.getBuffer('bn.running_mean')).toBe(tied.bn.running_mean);
    for (const look of [
      () => tied.getSubmodule('first.weight'),
      () => tied.getParameter('bn.running_mean'),
      () => tied.getBuffer('missing.running_mean'),
    ])
      expect(look).toThrow(expect.objectContaining({ code: 'module-path' }));
  });

  it('a buffer of whole numbers is saved as it is, one that is not persistent neither saved nor asked for', () => {
    const model = new MyModel();
    model.registerBuffer('index', new ModuleBuffer([2, 2], () => [3, 1, 2, 0], { dtype: 'int32' }));
    model.registerBuffer('cache', new ModuleBuffer([1], 5, { persistent: false }));
    const state = model.stateDict();
    expect(state['index']).toEqual({ shape: [2, 2], dtype: 'int32', data: Int32Array.of(3, 1, 2, 0) });
    expect(state).not.toHaveProperty('cache');
    expect(names(model.namedBuffers())).toEqual(['index', 'cache']);
    expect(model.loadStateDict(state)).toEqual({ missingKeys: [], unexpectedKeys: [] });
    const cache = { shape: [1], dtype: 'float32' as const, data: Float32Array.of(1) };
    expect(() => model.loadStateDict({ ...state, cache })).toThrow(
      'Unexpected key(s) in state_dict: "cache". ',
    );
  });

  it('a parameter under a computed name has a key', () => {
    const model = new MyModel();
    model.registerParameter('scale', new Linear(1, 1).weight);
    expect(Object.keys(model.stateDict())[0]).toBe('scale');
  });
});

describe('loading a state dict', () => {
  const changed = (change: (state: Map<string, ReturnType<typeof zeros>>) => void) => {
    const state = new Map(
      Object.entries(new MyModel().stateDict()).map(([key, { shape }]) => [key, zeros([...shape])]),
    );
    change(state);
    return Object.fromEntries(state);
  };
  const missing = (state: Map<string, unknown>) => {
    state.delete('conv1.bias');
    state.delete('conv2.weight');
  };
  const unexpected = (state: Map<string, ReturnType<typeof zeros>>) => {
    for (const key of ['conv1.scale', 'head.weight', 'fc']) state.set(key, zeros([1]));
  };
  const cases: Record<string, Parameters<typeof changed>[0]> = {
    missing,
    unexpected,
    size: (state) => {
      state.set('conv1.weight', zeros([20, 1, 5, 5])).set('conv2.bias', zeros([]));
    },
    everything: (state) => {
      missing(state);
      unexpected(state);
      state.set('conv1.weight', zeros([20, 1, 5, 5]));
    },
  };

  it.each(Object.keys(golden.messages))('%s: the message is torch’s', (name) => {
    const state = changed(cases[name] ?? missing);
    expect(() => new MyModel().loadStateDict(state)).toThrow(
      expect.objectContaining({ message: golden.messages[name], code: 'state-dict', exitCode: 2 }),
    );
  });

  it('not strict: missing and unexpected keys are returned, sizes still matter', () => {
    const model = new MyModel();
    const both = changed((state) => {
      missing(state);
      unexpected(state);
    });
    expect(model.loadStateDict(both, { strict: false })).toEqual({
      missingKeys: ['conv1.bias', 'conv2.weight'],
      unexpectedKeys: ['head.weight', 'fc', 'conv1.scale'],
    });
    expect(() => model.loadStateDict(changed(cases['size'] ?? missing), { strict: false })).toThrow(
      'size mismatch for conv1.weight',
    );
  });

  it('a refused state changes nothing', () => {
    const model = new MyModel();
    const before = model.stateDict();
    expect(() => model.loadStateDict(changed(missing))).toThrow();
    expect(model.stateDict()).toEqual(before);
  });

  it('a missing num_batches_tracked is tolerated', () => {
    const state = new BatchNorm2d(3).stateDict();
    const old = Object.fromEntries(Object.entries(state).filter(([key]) => key !== 'num_batches_tracked'));
    expect(new BatchNorm2d(3).loadStateDict(old)).toEqual({ missingKeys: [], unexpectedKeys: [] });
  });

  it('the state comes back, and later changes do not reach the copy', () => {
    const source = new MyModel();
    const state = source.stateDict();
    const target = new MyModel();
    target.loadStateDict(state);
    expect(target.stateDict()).toEqual(state);
    state['conv1.bias']?.data.fill(7);
    expect(target.conv1.bias?.values().data).not.toContain(7);
  });
});

describe('values of another number', () => {
  it('are refused, by a parameter and by a load, which then copies nothing', () => {
    const linear = new Linear(2, 2);
    const before = linear.stateDict();
    expect(() => {
      linear.weight.setValues([1, 2, 3]);
    }).toThrow('found 3; allowed: 4 for torch.Size([2, 2])');
    const short = { ...zeros([2]), data: new Float32Array(1) };
    expect(() => linear.loadStateDict({ weight: zeros([2, 2]), bias: short })).toThrow(
      'bias holds 1 values, which do not fill its shape torch.Size([2])',
    );
    expect(linear.stateDict()).toEqual(before);
  });
});

describe('calling', () => {
  it('two unpadded convolutions of five pixels take eight off each edge', () => {
    const x = ops.zeros([1, 3, 64, 64]);
    expect(new MyModel().call(x).shape).toEqual([1, 20, 56, 56]);
  });

  it('hooks see input and output, may replace both, and can be removed', () => {
    const layer = new ReLU();
    const seen: string[] = [];
    const before = layer.registerForwardPreHook((_module, input) => {
      seen.push(`before ${String(input.dataSync()[0])}`);
      return ops.add(input, 1);
    });
    const after = layer.registerForwardHook((module, input, output) => {
      seen.push(`${module.toString()} ${String(input.dataSync()[0])} ${String(output.dataSync()[0])}`);
      return ops.mul(output, 10);
    });
    const x = fromHost({ shape: [1], dtype: 'float32', data: Float32Array.of(2) });
    expect(toHostSync(layer.call(x)).data).toEqual(Float32Array.of(30));
    expect(seen).toEqual(['before 2', 'ReLU() 3 3']);
    before.remove();
    after.remove();
    expect(toHostSync(layer.call(x)).data).toEqual(Float32Array.of(2));
  });

  it('apply visits children first', () => {
    const visited: string[] = [];
    new MyModel().apply((module) => visited.push(module.constructor.name));
    expect(visited).toEqual(['Conv2d', 'Conv2d', 'MyModel']);
  });

  it('train and eval reach all modules; requiresGrad_ reaches all parameters and no mode', () => {
    const model = new Tied().eval();
    expect([...model.modules()].every(({ training }) => !training)).toBe(true);
    model.train().requiresGrad_(false);
    expect([...model.parameters()].some(({ requiresGrad }) => requiresGrad)).toBe(false);
    expect(model.bn.training).toBe(true);
  });
});
