import { fromHost, keep, ops, toHostSync, useBackend } from '@frostline/engine';
import type { HostTensor, Tensor } from '@frostline/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { backward } from '../module/backward.js';
import type { Shape } from '../module/shape.js';
import { imagesByRule, stateByRule } from '../testing/fill-by-rule.js';
import { readGolden } from '../testing/golden.js';
import { meanCrossEntropy } from '../testing/mean-cross-entropy.js';
import type { Backbone } from './backbone.js';
import { createBackbone } from './registry.js';

/** L2 norm, first values, and the L2 norm of torch's own float32 error. */
type Summary = number[];

interface Pass {
  logits: number[][];
  logitsErr32: number;
  loss: number;
  lossErr32: number;
  gradients: Record<string, Summary>;
  buffers?: Record<string, Summary>;
}

interface Golden {
  classes: number;
  inputShape: Shape;
  labels: number[];
  repr: string;
  stateDict: [string, Shape][];
  eval: Pass;
  train: Pass;
}

const nets = ['shufflenet_v2_x0_5', 'squeezenet1_1', 'mobilenet_v3_small'];

/** Which tensors are further from the truth than torch's own float32 could be. */
function deviating(expected: Record<string, Summary>, actual: ReadonlyMap<string, HostTensor>): string[] {
  const largest = Math.max(...Object.values(expected).map(([norm = 0]) => norm));
  return Object.entries(expected).flatMap(([key, summary]) => {
    const [norm = 0, ...rest] = summary;
    const err32 = rest.pop() ?? 0;
    const values = Array.from(actual.get(key)?.data ?? []);
    const errors = rest.map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)));
    errors.push(Math.abs(norm - Math.hypot(...chunked(values))));
    const allowed = Math.max(1e-3 * norm, 10 * err32, 1e-6 * largest);
    return errors.every((error) => error <= allowed)
      ? []
      : [`${key}: ${String(errors)} > ${String(allowed)}`];
  });
}

/** Norms of parts, so that no call gets too many arguments. */
const chunked = (values: number[]): number[] =>
  Array.from({ length: Math.ceil(values.length / 1000) }, (_, part) =>
    Math.hypot(...values.slice(part * 1000, (part + 1) * 1000)),
  );

function pass(net: Backbone, x: Tensor, labels: number[]) {
  let logits: Tensor | undefined;
  const loss = backward(net, () => {
    logits = keep(net.call(x));
    return meanCrossEntropy(logits, labels);
  });
  const values = logits === undefined ? [] : [...toHostSync(logits).data];
  ops.dispose(logits ?? []);
  return { loss, logits: values };
}

describe.each(nets)('%s against torchvision', (name) => {
  const golden = readGolden(`torchvision/${name}`) as Golden;
  const dropout = name.startsWith('shufflenet') ? {} : { dropout: 0 };

  beforeAll(async () => {
    await useBackend('wasm');
  });

  it('has the same printed form and state dict', () => {
    const net = createBackbone(name, { classes: golden.classes });
    expect(net.toString()).toBe(golden.repr);
    expect(Object.entries(net.stateDict()).map(([key, { shape }]) => [key, shape])).toEqual(golden.stateDict);
  });

  it.each(['eval', 'train'] as const)('%s: the same logits, loss, gradients and buffers', (mode) => {
    const expected = golden[mode];
    const net = createBackbone(name, { classes: golden.classes, ...dropout }).train(mode === 'train');
    net.loadStateDict(stateByRule(golden.stateDict));
    const x = fromHost(imagesByRule(golden.inputShape));
    const { logits, loss } = pass(net, x, golden.labels);
    x.dispose();

    const truth = expected.logits.flat();
    const scale = 1e-5 * Math.max(...truth.map(Math.abs));
    const error = Math.max(...truth.map((value, index) => Math.abs(value - (logits[index] ?? Number.NaN))));
    expect(error).toBeLessThanOrEqual(Math.max(scale, 10 * expected.logitsErr32));
    expect(Math.abs(loss - expected.loss)).toBeLessThanOrEqual(Math.max(scale, 10 * expected.lossErr32));

    const gradients = new Map<string, HostTensor>();
    for (const [key, { grad }] of net.namedParameters()) if (grad) gradients.set(key, toHostSync(grad));
    expect(deviating(expected.gradients, gradients)).toEqual([]);
    const buffers = new Map(Array.from(net.namedBuffers(), ([key, buffer]) => [key, buffer.values()]));
    expect(deviating(expected.buffers ?? {}, buffers)).toEqual([]);
  });
});
