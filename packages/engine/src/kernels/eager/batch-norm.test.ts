import { afterAll, expect, it } from 'vitest';
import { useBackend } from '../../backend.js';
import { toHostSync } from '../../host.js';
import { batchNormTraining, constant, ones, tidy, zeros } from '../../ops/index.js';

afterAll(async () => {
  await useBackend('cpu');
});

it('statistics over many values on wasm are as exact as float32 can say', async () => {
  const count = 16 * 64 * 64;
  const data = Float32Array.from({ length: count }, (_, index) => ((index * 7919) % 1009) / 1009);
  const mean = data.reduce((sum, value) => sum + value, 0) / count;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  await useBackend('wasm');
  const found = tidy(() => {
    const batch = batchNormTraining(constant(data, [16, 1, 64, 64]), ones([1]), zeros([1]), 1e-5);
    return [batch.mean, batch.variance].map((statistic) => toHostSync(statistic).data[0] ?? Number.NaN);
  });
  for (const [index, truth] of [mean, variance].entries())
    expect(Math.abs((found[index] ?? Number.NaN) / truth - 1)).toBeLessThan(5e-7);
});
