import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createBackbone } from '../backbones/registry.js';
import { ModuleBuffer } from '../module/module-buffer.js';
import { initialize } from '../module/initialize.js';
import { TinyBackbone } from '../testing/tiny-backbone.js';
import { loadPretrained, loadWeights } from './load-weights.js';
import { cardMetadata, type WeightsCard } from './preprocessing.js';
import { encodeSafetensors } from './safetensors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'frostline-weights-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const card: WeightsCard = {
  arch: 'shufflenet_v2_x0_5',
  classes: ['sneaker', 'bag', 'boot'],
  preprocessing: {
    mean: [0.1, 0.2, 0.3],
    std: [0.4, 0.5, 0.6],
    resize: 40,
    size: 32,
    interpolation: 'bicubic',
  },
  licence: 'MIT',
  source: 'made by hand',
};
const write = (name: string, bytes: Uint8Array) => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const net = (classes: number, seed: number) => {
  const made = new TinyBackbone({ classes });
  initialize(made, seed);
  return made;
};
const source = net(3, 1).stateDict();
const file = write('good.safetensors', encodeSafetensors(source, { metadata: cardMetadata(card) }));

describe('loading weights', () => {
  it('gives the state and what the file says about itself', () => {
    const { state, name, sha256, ...read } = loadWeights(file);
    expect(read).toEqual(card);
    expect(state).toEqual(source);
    expect(name).toBe(file);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('a file that says nothing has an empty card', () => {
    const silent = write('silent.safetensors', encodeSafetensors(source));
    expect(loadWeights(silent)).toMatchObject({ arch: null, classes: null, preprocessing: null });
  });

  it.each([
    ['classes', '["a", 3]'],
    ['mean', '[1, 2]'],
    ['std', 'NaN'],
    ['size', '0'],
    ['resize', '1.5'],
    ['interpolation', 'nearest'],
  ])('a malformed %s is refused', (name, value) => {
    const bytes = encodeSafetensors({}, { metadata: { ...cardMetadata(card), [name]: value } });
    expect(() => loadWeights(write(`${name}.safetensors`, bytes))).toThrow(
      `the header's ${name} is malformed`,
    );
  });

  it('an unknown name is refused with the tags of its net', () => {
    expect(() => loadWeights('resnet18.imagenet')).toThrow(/resnet18\.IMAGENET1K_V1, resnet18\.a1_in1k, /);
    expect(() => loadWeights('/sweeps/resnet18.tv_in2k')).toThrow('did you mean "resnet18.tv_in1k"?');
    expect(() => loadWeights('nothing')).toThrow('an arch.tag such as resnet50.IMAGENET1K_V2');
  });
});

describe('loading them into a backbone', () => {
  it('a head of another size keeps its initial values, and that is said', () => {
    const target = net(5, 2);
    const head = target.stateDict()['classifier.1.weight'];
    expect(loadPretrained(target, { state: source })).toEqual({
      replaced: ['classifier.1.weight', 'classifier.1.bias'],
    });
    const after = target.stateDict();
    expect(after['classifier.1.weight']).toEqual(head);
    expect(after['features.3.weight']).toEqual(source['features.3.weight']);
  });

  it('a head that fits is taken over, unless a new one is asked for', () => {
    const target = net(3, 2);
    const head = target.stateDict()['classifier.1.weight'];
    expect(loadPretrained(target, { state: source }, { head: 'new' }).replaced).toHaveLength(2);
    expect(target.stateDict()['classifier.1.weight']).toEqual(head);
    expect(loadPretrained(target, { state: source })).toEqual({ replaced: [] });
    expect(target.stateDict()).toEqual(source);
  });

  it('a table that the net computes may be absent', () => {
    const target = net(3, 2);
    const [path = '', module] = [...target.namedModules()].find(([name]) => name === 'features') ?? [];
    const key = `${path}.relative_position_index`;
    module?.registerBuffer('relative_position_index', new ModuleBuffer([4], 7, { dtype: 'int32' }));
    expect(loadPretrained(target, { state: source })).toEqual({ replaced: [] });
    expect(target.stateDict()[key]?.data).toEqual(Int32Array.of(7, 7, 7, 7));
  });

  it('weights of another net are refused', () => {
    const other = createBackbone('squeezenet1_1', { classes: 3 });
    expect(() => loadPretrained(other, { state: source })).toThrow(
      'Error(s) in loading state_dict for SqueezeNet',
    );
  });
});
