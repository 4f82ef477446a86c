import { ops, toHostSync } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { Flatten, Identity, Linear, ModuleDict, ModuleList, ReLU, Sequential, Tanh } from '../index.js';

const names = (container: { ownModules(): [string, unknown][] }) =>
  container.ownModules().map(([name]) => name);

describe.each([
  ['Sequential', () => new Sequential(new ReLU(), new Tanh())],
  ['ModuleList', () => new ModuleList([new ReLU(), new Tanh()])],
] as const)('%s', (_, make) => {
  it('grows at its end and in the middle, named by index', () => {
    const modules = make().append(new Identity()).extend([new Flatten()]);
    modules.insert(1, new Linear(1, 1)).insert(-1, new Linear(2, 2));
    expect(names(modules)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(Array.from(modules, (module) => module.constructor.name)).toEqual(
      ['ReLU', 'Linear', 'Tanh', 'Identity', 'Linear', 'Flatten'], // prettier-ignore
    );
    expect(Object.keys(modules.stateDict())).toEqual(['1.weight', '1.bias', '4.weight', '4.bias']);
  });

  it('gives and takes modules by index, negative ones from the end', () => {
    const modules = make();
    const flatten = new Flatten();
    expect(modules.set(-1, flatten).at(1)).toBe(flatten);
    expect(modules.length).toBe(2);
    for (const wrong of [
      () => modules.at(2),
      () => modules.set(-3, flatten),
      () => modules.insert(4, flatten),
    ])
      expect(wrong).toThrow(expect.objectContaining({ code: 'index' }));
  });
});

describe('Sequential', () => {
  it('takes its names from a record, as torch from an OrderedDict', () => {
    const net = new Sequential({ scale: new Linear(1, 1), act: new ReLU() });
    expect(net.toString()).toBe(
      'Sequential(\n  (scale): Linear(in_features=1, out_features=1, bias=True)\n  (act): ReLU()\n)',
    );
    expect(Object.keys(net.stateDict())).toEqual(['scale.weight', 'scale.bias']);
    expect(net.call(ops.ones([4, 1])).shape).toEqual([4, 1]);
  });

  it('runs what is appended to named modules behind them', () => {
    const scale = new Linear(1, 1);
    scale.weight.setValues([-1]);
    scale.bias?.setValues([0]);
    const net = new Sequential({ scale }).append(new ReLU());
    expect(names(net)).toEqual(['scale', '1']);
    expect([...toHostSync(net.call(ops.ones([1, 1]))).data]).toEqual([0]);
  });

  it('keeps the order of registration, a property of a subclass among the numbers, and that of pairs', () => {
    class Extended extends Sequential {
      readonly extra = new ReLU();

      constructor() {
        super(new Linear(1, 1));
        this.append(new Tanh());
      }
    }
    expect(names(new Extended())).toEqual(['0', 'extra', '2']);
    const pairs = new Sequential(new Map([['b', new Linear(1, 1)], ['0', new Linear(1, 1)]])); // prettier-ignore
    expect(Object.keys(pairs.stateDict())).toEqual(['b.weight', 'b.bias', '0.weight', '0.bias']);
  });
});

describe('ModuleDict', () => {
  it('keeps its order, also when a module is replaced', () => {
    const modules = new ModuleDict({ conv: new ReLU(), act: new ReLU() });
    const linear = new Linear(1, 1);
    modules.set('conv', linear).set('last', new Tanh());
    expect(modules.keys()).toEqual(['conv', 'act', 'last']);
    expect(modules.get('conv')).toBe(linear);
    expect(Object.keys(modules.stateDict())).toEqual(['conv.weight', 'conv.bias']);
    expect(modules.pop('conv')).toBe(linear);
    expect([modules.size, modules.has('conv'), [...modules.parameters()].length]).toEqual([2, false, 0]);
  });

  it('keeps the order of names that are numbers, also of one that was taken out and put back', () => {
    const modules = new ModuleDict([['b', new ReLU()], ['1', new Tanh()], ['0', new Identity()]]); // prettier-ignore
    expect(modules.keys()).toEqual(['b', '1', '0']);
    expect(modules.toString()).toBe('ModuleDict(\n  (b): ReLU()\n  (1): Tanh()\n  (0): Identity()\n)');
    expect(modules.set('1', modules.pop('1')).keys()).toEqual(['b', '0', '1']);
  });

  it('takes pairs, and refuses what is not there, what is taken, and to be called', () => {
    const modules = new ModuleDict([['act', new ReLU()]]);
    expect(modules.values().map(String)).toEqual(['ReLU()']);
    expect(() => modules.get('conv')).toThrow(expect.objectContaining({ code: 'index' }));
    expect(() => modules.set('keys', new ReLU())).toThrow(expect.objectContaining({ code: 'module-name' }));
    expect(() => modules.forward()).toThrow(expect.objectContaining({ code: 'not-callable' }));
  });
});
