import { expect, it } from 'vitest';
import { imagesByRule, stateByRule } from './fill-by-rule.js';

/** What tools/oracle/make_torchvision.py fills in under the seed `7`. */
const filled = [
  ['a.running_var', [2], [0.8643373250961304, 0.9005953073501587]],
  ['a.running_mean', [2], [-0.05259755253791809, -0.00869758427143097]],
  ['a.bias', [2], [-0.06577791273593903, -0.05616775155067444]],
  ['a.layer_scale', [2, 1, 1], [0.5121797323226929, 0.9746254682540894]],
  ['a.weight', [2], [0.9736317992210388, 1.0377250909805298]],
  ['b.weight', [2, 3], [0.48507100343704224, -0.5252373218536377]],
] as const;

it.each(filled)(
  '%s [%j] is filled as by the program that makes the reference values',
  (key, shape, first) => {
    const state = stateByRule('7', [[key, { shape, dtype: 'float32' }]]);
    expect(Array.from(state[key]?.data.subarray(0, 2) ?? [])).toEqual(first);
  },
);

it('what counts is 0, and a table of whole numbers has the decimals cut off', () => {
  const state = stateByRule('7', [
    ['bn.num_batches_tracked', { shape: [], dtype: 'int32' }],
    ['t.index', { shape: [6], dtype: 'int32' }],
  ]);
  expect(state['bn.num_batches_tracked']?.data).toEqual(Int32Array.of(0));
  expect(state['t.index']?.data).toEqual(Int32Array.of(1, 0, 1, 0, 1, 1));
});

it('so are the images', () => {
  expect(Array.from(imagesByRule('7', [1, 1, 1, 2]).data)).toEqual([
    -0.18695349991321564, -0.27090516686439514,
  ]);
});
