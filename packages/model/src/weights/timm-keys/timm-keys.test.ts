import type { HostRecord } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { createBackbone } from '../../backbones/registry.js';
import { readGolden } from '../../testing/golden.js';
import { torchvisionKeys } from './registry.js';

type Shapes = Readonly<Record<string, readonly number[]>>;
const golden = readGolden('timm-keys') as Record<string, { timm: Shapes; torchvision: Shapes }>;

const stateOf = (shapes: Shapes): HostRecord =>
  Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => [
      key,
      { shape, dtype: 'float32', data: new Float32Array(0) },
    ]),
  );
const shapesOf = (state: HostRecord): Shapes =>
  Object.fromEntries(Object.entries(state).map(([key, { shape }]) => [key, shape]));
/** What torchvision's Swin stores and computes from nothing but its window size. */
const computed = (key: string): boolean => key.endsWith('relative_position_index');

describe('a state dict of timm', () => {
  it.each(Object.keys(golden))('%s gets torchvision’s keys and shapes', (arch) => {
    const { timm = {}, torchvision = {} } = golden[arch] ?? {};
    const expected = Object.entries(torchvision).filter(([key]) => !computed(key));
    expect(shapesOf(torchvisionKeys(stateOf(timm)))).toEqual(Object.fromEntries(expected));
  });

  it.each(Object.keys(golden))('%s of torchvision stays as it is', (arch) => {
    const { torchvision = {} } = golden[arch] ?? {};
    expect(shapesOf(torchvisionKeys(stateOf(torchvision)))).toEqual(torchvision);
  });

  it.each(Object.keys(golden))('%s fits our net, key by key', (arch) => {
    const { timm = {} } = golden[arch] ?? {};
    const own = Array.from(createBackbone(arch).namedState(), ([key, { shape }]) => [key, shape] as const);
    const expected = own.filter(([key]) => !computed(key));
    expect(shapesOf(torchvisionKeys(stateOf(timm)))).toEqual(Object.fromEntries(expected));
  });

  it('is recognised without its head', () => {
    const { timm = {} } = golden['vit_b_32'] ?? {};
    const headless = Object.fromEntries(Object.entries(timm).filter(([key]) => !key.startsWith('head.')));
    expect(Object.keys(torchvisionKeys(stateOf(headless)))).toContain('encoder.ln.weight');
  });
});
