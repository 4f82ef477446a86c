import { nameWord } from '@frostline/base';
import type { HostRecord, HostTensor, TensorSpec } from '@frostline/engine';

type Shape = readonly number[];

/*
 * The rule by which tools/oracle/make_torchvision.py fills every tensor, so that reference values need no weight file.
 */

/** A state dict in which everything has the value that the rule gives it under `seed`. */
export function stateByRule(seed: string, specs: Iterable<readonly [string, TensorSpec]>): HostRecord {
  return Object.fromEntries(Array.from(specs, ([key, spec]) => [key, tensorByRule(seed, key, spec)]));
}

/** Images in [-1, 1), NCHW. */
export const imagesByRule = (seed: string, shape: Shape): HostTensor => ({
  shape,
  dtype: 'float32',
  data: numbersByRule(`${seed}/input`, sizeOf(shape), (u) => 2 * u - 1),
});

function tensorByRule(seed: string, key: string, { shape, dtype }: TensorSpec): HostTensor {
  const size = sizeOf(shape);
  if (key.endsWith('num_batches_tracked')) return { shape, dtype: 'int32', data: new Int32Array(size) };
  const data = numbersByRule(`${seed}/${key}`, size, scaling(key, shape));
  // torch cuts the decimals off where it copies such numbers into a table of whole ones.
  return dtype === 'float32'
    ? { shape, dtype, data }
    : { shape, dtype: 'int32', data: Int32Array.from(data) };
}

/** Uniforms in [0, 1), scaled: mulberry32, whose state starts at FNV-1a of the name. */
function numbersByRule(name: string, count: number, scale: (u: number) => number): Float32Array {
  const numbers = new Float32Array(count);
  let state = nameWord(name) | 0;
  for (let index = 0; index < count; index++) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    numbers[index] = scale(((t ^ (t >>> 14)) >>> 0) / 0x100000000);
  }
  return numbers;
}

function scaling(key: string, shape: Shape): (u: number) => number {
  if (key.endsWith('running_var')) return (u) => 0.5 + u;
  if (key.endsWith('running_mean') || key.endsWith('bias')) return (u) => (u - 0.5) * 0.2;
  if (key.endsWith('layer_scale')) return (u) => 0.5 + 0.5 * u;
  if (shape.length === 1) return (u) => 0.9 + 0.2 * u;
  const bound = Math.sqrt(3 / sizeOf(shape.slice(1)));
  return (u) => (2 * u - 1) * bound;
}

const sizeOf = (shape: Shape): number => shape.reduce((product, extent) => product * extent, 1);
