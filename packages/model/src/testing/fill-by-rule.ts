import { nameWord } from '@frostline/base';
import type { HostRecord, HostTensor } from '@frostline/engine';
import { elementCount, type Shape } from '../module/shape.js';

/*
 * The rule by which tools/oracle/make_torchvision.py fills every tensor, so that golden values need no weight file.
 */

/** Numbers in [0, 1): mulberry32, whose state starts at FNV-1a of the name. */
function ruleUniforms(name: string, count: number): Float64Array {
  const start = nameWord(name);
  return Float64Array.from({ length: count }, (_, index) => {
    const a = (start + Math.imul(index + 1, 0x6d2b79f5)) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  });
}

function fillByRule(key: string, shape: Shape): HostTensor {
  const count = elementCount(shape);
  if (key.endsWith('num_batches_tracked')) return { shape, dtype: 'int32', data: new Int32Array(count) };
  const uniforms = ruleUniforms(`frost/${key}`, count);
  return { shape, dtype: 'float32', data: Float32Array.from(uniforms, scaling(key, shape)) };
}

function scaling(key: string, shape: Shape): (u: number) => number {
  if (key.endsWith('running_var')) return (u) => 0.5 + u;
  if (key.endsWith('running_mean') || key.endsWith('bias')) return (u) => (u - 0.5) * 0.2;
  if (shape.length === 1) return (u) => 0.9 + 0.2 * u;
  const bound = Math.sqrt(3 / elementCount(shape.slice(1)));
  return (u) => (2 * u - 1) * bound;
}

/** A whole state dict. */
export const stateByRule = (shapes: Iterable<readonly [string, Shape]>): HostRecord =>
  Object.fromEntries(Array.from(shapes, ([key, shape]) => [key, fillByRule(key, shape)]));

/** Images in [-1, 1). */
export const imagesByRule = (shape: Shape): HostTensor => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(ruleUniforms('frost/input', elementCount(shape)), (u) => 2 * u - 1),
});
