import { fromHost, toHostSync } from '@frostline/engine';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../testing/golden.js';
import { BatchNorm2d } from './batch-norm2d.js';

const { batchNorm: golden } = readGolden('module') as {
  batchNorm: {
    batches: number[][];
    runningMean: number[];
    runningVar: number[];
    numBatchesTracked: number;
    evaluated: number[];
  };
};
const batch = (values: number[] = []) =>
  fromHost({ shape: [2, 2, 2, 2], dtype: 'float32', data: Float32Array.from(values) });
const expectClose = (actual: ArrayLike<number>, expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 5);
};

describe('BatchNorm2d', () => {
  it('moves its running statistics and normalises with them as torch does', () => {
    const bn = new BatchNorm2d(2, { momentum: 0.3 });
    for (const values of golden.batches) bn.call(batch(values));
    const state = bn.stateDict();
    expectClose(state['running_mean']?.data ?? [], golden.runningMean);
    expectClose(state['running_var']?.data ?? [], golden.runningVar);
    expect(state['num_batches_tracked']?.data[0]).toBe(golden.numBatchesTracked);
    expectClose(toHostSync(bn.eval().call(batch(golden.batches[0]))).data, golden.evaluated);
  });

  it('when frozen, train() changes neither its statistics nor how it normalises', () => {
    const bn = new BatchNorm2d(2);
    bn.frozen = true;
    bn.train();
    const before = bn.stateDict();
    const x = batch(golden.batches[0]);
    const inTraining = toHostSync(bn.call(x));
    expect(bn.stateDict()).toEqual(before);
    expect(toHostSync(bn.eval().call(x))).toEqual(inTraining);
  });
});
