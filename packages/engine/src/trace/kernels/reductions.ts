import type { ValueType } from '../../compile/graph.js';
import { at, axisOf, integer, integers, node, type RawAttributes, type TracedKernel } from '../kernel.js';

const reduction = (
  name: string,
  { attribute = 'axis', dtype }: { attribute?: string; dtype?: ValueType } = {},
): TracedKernel => ({
  name,
  inputs: ['x'],
  trace: (inputs, attributes) => {
    const { shape, dtype: own } = at(inputs, 0);
    const axes = reducedAxes(attributes, attribute, shape.length);
    const keepDims = attributes['keepDims'] === true;
    return node(
      { shape: reducedShape(shape, axes, keepDims), dtype: dtype ?? (own === 'bool' ? 'int32' : own) },
      { axes, keepDims },
    );
  },
});

/** Kernels that reduce some axes. */
export const reductionKernels: readonly TracedKernel[] = [
  reduction('Sum'),
  reduction('Mean', { dtype: 'float32' }),
  reduction('Max', { attribute: 'reductionIndices' }),
  reduction('Min'),
  reduction('Prod'),
  reduction('All', { dtype: 'bool' }),
  reduction('Any', { dtype: 'bool' }),
  {
    name: 'ArgMax',
    inputs: ['x'],
    trace: (inputs, attributes) => {
      const { shape } = at(inputs, 0);
      const axis = axisOf(integer(attributes, 'axis'), shape.length);
      return node({ shape: reducedShape(shape, [axis], false), dtype: 'int32' }, { axis });
    },
  },
];

/** The axes to reduce, ascending; all of them when none is named. */
function reducedAxes(attributes: RawAttributes, attribute: string, rank: number): number[] {
  const given = attributes[attribute];
  const axes =
    given === undefined || given === null
      ? Array.from({ length: rank }, (_, axis) => axis)
      : integers(attributes, attribute).map((axis) => axisOf(axis, rank));
  return axes.sort((a, b) => a - b);
}

function reducedShape(shape: readonly number[], axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return shape.filter((_, axis) => !axes.includes(axis));
}
