import { beforeAll, expect, it } from 'vitest';
import { useBackend } from './backend.js';
import { fromHost, toHost, toHostSync } from './host.js';
import * as ops from './ops/index.js';
import type { HostTensor } from './tensor.js';
import { describeBackends } from './testing/here.js';

describeBackends('host tensors and', (backend) => {
  beforeAll(() => useBackend(backend));

  it('keep shape, type and values across the border; pixels come back as int32', async () => {
    const float: HostTensor = { shape: [2, 1], dtype: 'float32', data: Float32Array.of(0.5, -1) };
    const pixels: HostTensor = { shape: [2], dtype: 'uint8', data: Uint8Array.of(0, 255) };
    const [first, second] = [fromHost(float), fromHost(pixels)];
    expect(await toHost(first)).toEqual(float);
    expect(toHostSync(second)).toEqual({ shape: [2], dtype: 'int32', data: Int32Array.of(0, 255) });
    ops.dispose([first, second]);
  });

  it('share no memory with the caller, in either direction', () => {
    const data = Float32Array.of(1, 2);
    const tensor = fromHost({ shape: [2], dtype: 'float32', data });
    data.fill(7);
    toHostSync(tensor).data.fill(9);
    expect([...toHostSync(tensor).data]).toEqual([1, 2]);
    tensor.dispose();
  });

  it('must have as many values as their shape says', () => {
    expect(() => fromHost({ shape: [3], dtype: 'int32', data: Int32Array.of(1) })).toThrow(
      /\[3\] has 3 values; found 1/,
    );
  });

  it('give booleans as bytes', () => {
    ops.tidy(() => {
      const flags = ops.greater(ops.constant([1, -1], [2]), 0);
      expect(toHostSync(flags)).toEqual({ shape: [2], dtype: 'uint8', data: Uint8Array.of(1, 0) });
    });
  });
});
