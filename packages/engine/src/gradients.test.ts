import { beforeAll, expect, it } from 'vitest';
import { useBackend } from './backend.js';
import { valueAndGradients } from './gradients.js';
import { toHostSync } from './host.js';
import * as ops from './ops/index.js';

beforeAll(() => useBackend('cpu'));

it('a parameter that the loss does not depend on has no gradient', () => {
  ops.tidy(() => {
    const [used, unused] = [ops.scalar(3), ops.scalar(4)];
    const { loss, gradients } = valueAndGradients(() => ({ loss: ops.square(used) }), [used, unused]);
    expect(toHostSync(loss).data[0]).toBe(9);
    expect(gradients[0] && toHostSync(gradients[0]).data[0]).toBe(6);
    expect(gradients[1]).toBeNull();
  });
});

it('a loss without parameters is still computed', () => {
  ops.tidy(() => {
    const { loss, aux, gradients } = valueAndGradients(
      () => ({ loss: ops.scalar(2), aux: { a: ops.scalar(1) } }),
      [],
    );
    expect([toHostSync(loss).data[0], toHostSync(aux['a'] ?? loss).data[0], gradients]).toEqual([2, 1, []]);
  });
});

it('what the forward pass hands out lives on, an input that it hands out too, and nothing else', () => {
  const before = ops.memory();
  const x = ops.constant([1, 2], [2]);
  const { loss, aux, gradients } = valueAndGradients(() => {
    const y = ops.square(x);
    return { loss: ops.sum(y), aux: { y, x } };
  }, [x]);
  expect(ops.memory().numTensors).toBe(before.numTensors + 5);
  expect([...toHostSync(aux['y'] ?? loss).data]).toEqual([1, 4]);
  ops.dispose([loss, aux, gradients.flatMap((gradient) => gradient ?? [])]);
  expect([...toHostSync(x).data]).toEqual([1, 2]);
  x.dispose();
  expect(ops.memory()).toEqual(before);
});

it('a loss of several values is refused, and nothing leaks', () => {
  const x = ops.constant([1, 2], [2]);
  const before = ops.memory();
  expect(() => valueAndGradients(() => ({ loss: ops.square(x) }), [x])).toThrow(/a loss is one value/);
  expect(ops.memory()).toEqual(before);
});
