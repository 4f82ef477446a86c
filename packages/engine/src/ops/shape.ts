import { InputError } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { Tensor } from '../tensor.js';

/** The same values in another shape; one axis may be −1. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return tf.reshape(x, [...shape]);
}

/** Flattens the axes from `startAxis` on (torch's `flatten`). */
export function flatten(x: Tensor, startAxis = 1): Tensor {
  return tf.reshape(x, [...x.shape.slice(0, startAxis), -1]);
}

/** Permutes the axes; reverses them without `axes`. */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  return tf.transpose(x, axes && [...axes]);
}

/** Joins tensors along an existing axis. */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  return tf.concat([...tensors], axis);
}

/** Joins tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  return concat(
    tensors.map((tensor) => expandDims(tensor, axis)),
    axis,
  );
}

/** A block that begins at `begin`; a size of −1 reaches to the end. */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return tf.slice(x, [...begin], [...size]);
}

/** Cuts an axis into parts: so many equal ones, or parts of the given lengths. */
export function split(x: Tensor, parts: number | readonly number[], axis = 0): Tensor[] {
  return tf.split(x, typeof parts === 'number' ? parts : [...parts], axis);
}

/** Adds [before, after] elements of `value` to each axis. */
export function pad(x: Tensor, padding: readonly (readonly [number, number])[], value = 0): Tensor {
  return tf.pad(
    x,
    padding.map(([before, after]): [number, number] => [before, after]),
    value,
  );
}

/** Shifts elements along axes, those that fall off come in at the other side (torch's `roll`). */
export function roll(x: Tensor, shifts: readonly number[], axes: readonly number[]): Tensor {
  return axes.reduce((rolled, axis, index) => {
    const length = rolled.shape[axis] ?? 1;
    const shift = (((shifts[index] ?? 0) % length) + length) % length;
    if (shift === 0) return rolled;
    const [head, tail] = tf.split(rolled, [length - shift, shift], axis) as [Tensor, Tensor];
    return tf.concat([tail, head], axis);
  }, x);
}

/** Repeats along each axis. */
export function tile(x: Tensor, repeats: readonly number[]): Tensor {
  return tf.tile(x, [...repeats]);
}

/** Inserts an axis of length 1. */
export function expandDims(x: Tensor, axis: number): Tensor {
  const at = axis < 0 ? axis + x.rank + 1 : axis;
  return tf.reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
}

/** Removes axes of length 1: all, or those given. @throws InputError `squeeze-axis` when one is longer */
export function squeeze(x: Tensor, axes?: readonly number[]): Tensor {
  const removed = axes?.map((axis) => (axis < 0 ? axis + x.rank : axis));
  const long = removed?.find((axis) => x.shape[axis] !== 1);
  if (long !== undefined)
    throw new InputError(
      'squeeze-axis',
      `axis ${String(long)} of shape [${x.shape.join(',')}] cannot be squeezed`,
      {
        allowed: 'axes of length 1',
      },
    );
  return tf.reshape(
    x,
    x.shape.filter((length, axis) => (removed === undefined ? length !== 1 : !removed.includes(axis))),
  );
}
