import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** Where the pixels beyond an image's edge come from. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/**
 * Adds pixels around images (torch.nn.functional.pad): zeros, the mirror image without the edge itself, the edge
 * repeated, or the other side.
 *
 * @param x [N, C, H, W]
 * @param padding [[top, bottom], [left, right]], pixels
 * @throws InputError `pad-size` when a mirror image or the other side is not as long as the padding
 */
export function padImage(
  x: Tensor,
  padding: readonly [readonly [number, number], readonly [number, number]],
  mode: PaddingMode,
): Tensor {
  const [vertical, horizontal] = padding;
  if (mode !== 'zeros') return padAxis(padAxis(x, 2, vertical, mode), 3, horizontal, mode);
  if ([...vertical, ...horizontal].every((length) => length === 0)) return x;
  return tf.pad(x, [[0, 0], [0, 0], [...vertical], [...horizontal]]);
}

function padAxis(
  x: Tensor,
  axis: 2 | 3,
  [before, after]: readonly [number, number],
  mode: Exclude<PaddingMode, 'zeros'>,
): Tensor {
  const length = x.shape[axis] ?? 1;
  const longest = mode === 'reflect' ? length - 1 : length;
  if (mode !== 'replicate' && Math.max(before, after) > longest)
    throw new InputError('pad-size', `${mode} padding is longer than the image gives`, {
      found: [before, after],
      allowed: `at most ${String(longest)} on an axis of ${String(length)}`,
    });
  const part = (begin: number, size: number): Tensor => {
    const [from, extent] = [x.shape.map(() => 0), [...x.shape]];
    from[axis] = begin;
    extent[axis] = size;
    return tf.slice(x, from, extent);
  };
  const repeated = (begin: number, count: number): Tensor =>
    tf.tile(
      part(begin, 1),
      x.shape.map((_, other) => (other === axis ? count : 1)),
    );
  const edges = {
    reflect: () => [tf.reverse(part(1, before), axis), tf.reverse(part(length - 1 - after, after), axis)],
    replicate: () => [repeated(0, before), repeated(length - 1, after)],
    circular: () => [part(length - before, before), part(0, after)],
  };
  const [first, last] = edges[mode]() as [Tensor, Tensor];
  const parts = [...(before > 0 ? [first] : []), x, ...(after > 0 ? [last] : [])];
  return parts.length === 1 ? x : tf.concat(parts, axis);
}
