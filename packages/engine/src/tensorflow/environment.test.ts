import { describe, expect, it } from 'vitest';
import { tensorFlowEnvironment } from './environment.js';

describe("TensorFlow's environment", () => {
  it('shows it one card, leaves memory to others, and gives it its threads', () => {
    expect(tensorFlowEnvironment('cuda:1', 2, undefined)).toMatchObject({
      CUDA_VISIBLE_DEVICES: '1',
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      TF_NUM_INTRAOP_THREADS: '2',
      TF_NUM_INTEROP_THREADS: '2',
    });
  });

  it('hides all cards from a worker that computes on the processor', () => {
    expect(tensorFlowEnvironment('cpu', 1, '0,1')).toMatchObject({ CUDA_VISIBLE_DEVICES: '-1' });
  });

  it('counts among the cards that a cluster gave to this job', () => {
    expect(tensorFlowEnvironment('cuda:1', 1, '4, GPU-8a2f')).toMatchObject({
      CUDA_VISIBLE_DEVICES: 'GPU-8a2f',
    });
    expect(() => tensorFlowEnvironment('cuda:2', 1, '4,5')).toThrow(
      /CUDA_VISIBLE_DEVICES.*"cuda:2".*cuda:0, cuda:1/,
    );
  });
});
