import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backend.js';
import * as ops from '../ops/index.js';
import type { Tensor } from '../tensor.js';
import { tf } from '../tfjs.js';
import { traceStep } from '../trace/trace.js';
import { foldUniform } from './fold-uniform.js';
import type { Graph } from './graph.js';
import { optimize } from './optimize.js';
import { removeDead } from './remove-dead.js';
import { removeDuplicates } from './remove-duplicates.js';
import { rewrite } from './rewrite.js';
import {
  dropNeutral,
  mergeCasts,
  mergeReshapes,
  mergeTransposes,
  skipBroadcasts,
  tileToBroadcast,
} from './simplify.js';

/** The graph of a function of x [2, 3] and w [3]. */
function graphOf(f: (x: Tensor, w: Tensor) => Tensor): Graph {
  return traceStep({
    name: 'example',
    state: {},
    batch: { x: { shape: [2, 3], dtype: 'float32' }, w: { shape: [3], dtype: 'float32' } },
    scalars: [],
    step: ({ batch }) => ({ state: {}, outputs: { y: f(batch['x'] as Tensor, batch['w'] as Tensor) } }),
  }).graph;
}
const kernels = (graph: Graph): string[] => graph.nodes.map(({ kernel }) => kernel);
/** What the output is: the name of the input that it equals, or the number that it holds. */
function result(graph: Graph): string | number | undefined {
  const value = graph.outputs[0]?.value;
  const input = graph.inputs.find((port) => port.value === value);
  if (input !== undefined || value === undefined) return input?.name;
  const content = graph.constants.get(value);
  return content?.kind === 'uniform' ? content.value : undefined;
}

beforeAll(() => useBackend('cpu'));

describe('removeDead', () => {
  it('drops nodes, inputs and constants without use', () => {
    const graph = removeDead(
      graphOf((x, w) => {
        ops.mul(ops.exp(x), 3);
        return ops.mul(w, 2);
      }),
    );
    expect(kernels(graph)).toEqual(['Multiply']);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['batch/w']);
    expect(graph.constants.size).toBe(1);
  });
});

describe('removeDuplicates', () => {
  it('computes equal expressions once', () => {
    const graph = removeDuplicates(graphOf((x) => ops.add(ops.exp(ops.mul(x, 2)), ops.exp(ops.mul(x, 2)))));
    expect(kernels(graph)).toEqual(['Multiply', 'Exp', 'Add']);
  });

  it('keeps what differs in an attribute or a constant', () => {
    const graph = removeDuplicates(
      graphOf((x) => ops.add(ops.sum(ops.mul(x, 2), [1]), ops.sum(ops.mul(x, 3), [1]))),
    );
    expect(kernels(graph)).toEqual(['Multiply', 'Sum', 'Multiply', 'Sum', 'Add']);
  });
});

describe('foldUniform', () => {
  it('carries a number through arithmetic, shapes and reductions', () => {
    const graph = graphOf(() =>
      ops.sum(ops.transpose(ops.reshape(ops.tile(ops.div(ops.ones([2, 3]), 4), [2, 1]), [3, 4]))),
    );
    expect(result(rewrite(graph, [foldUniform]))).toBe(3);
  });

  it('rounds to float32', () => {
    const graph = graphOf(() => ops.add(ops.fill([2], 0.1), 0.2));
    expect(result(rewrite(graph, [foldUniform]))).toBe(Math.fround(Math.fround(0.1) + Math.fround(0.2)));
  });

  it('leaves what a pass cannot do exactly', () => {
    const graph = graphOf(() => ops.exp(ops.ones([2])));
    expect(kernels(rewrite(graph, [foldUniform]))).toEqual(['Exp']);
  });
});

describe('simplifications', () => {
  it('drop x·1, x+0, x−0 and x/1', () => {
    const graph = graphOf((x) => ops.div(ops.sub(ops.add(ops.mul(x, 1), 0), 0), 1));
    expect(result(rewrite(graph, [dropNeutral]))).toBe('batch/x');
    expect(
      kernels(
        rewrite(
          graphOf((x) => ops.sub(0, x)),
          [dropNeutral],
        ),
      ),
    ).toEqual(['Sub']);
  });

  it('merge transposes, reshapes and casts', () => {
    expect(
      result(
        rewrite(
          graphOf((x) => ops.transpose(ops.transpose(x))),
          [mergeTransposes],
        ),
      ),
    ).toBe('batch/x');
    const three = graphOf((x) => {
      const wide = ops.transpose(ops.reshape(x, [1, 2, 3]), [1, 2, 0]);
      return ops.transpose(wide, [1, 2, 0]);
    });
    const merged = removeDead(rewrite(three, [mergeTransposes]));
    expect(merged.nodes.at(-1)?.attributes).toEqual({ perm: [2, 0, 1] });
    expect(
      result(
        rewrite(
          graphOf((x) => ops.reshape(ops.reshape(x, [6]), [2, 3])),
          [mergeReshapes],
        ),
      ),
    ).toBe('batch/x');
    const flags = graphOf((x) => ops.cast(ops.cast(ops.greater(x, 0), 'int32'), 'float32'));
    expect(kernels(removeDead(rewrite(flags, [mergeCasts])))).toEqual(['Greater', 'Cast']);
    const truncation = graphOf((x) => ops.cast(ops.cast(x, 'int32'), 'float32'));
    expect(kernels(rewrite(truncation, [mergeCasts]))).toEqual(['Cast', 'Cast']);
  });

  it('let kernels broadcast by themselves', () => {
    const rules = [tileToBroadcast, dropNeutral, skipBroadcasts];
    const beside = graphOf((x, w) => ops.mul(ops.tile(ops.reshape(w, [1, 3]), [2, 1]), x));
    expect(kernels(removeDead(rewrite(beside, rules)))).toEqual(['Reshape', 'Multiply']);
    const before = graphOf((_, w) => ops.div(ops.mul(ops.ones([2, 3]), w), 6));
    const pushed = removeDead(rewrite(before, rules));
    expect(pushed.nodes.map(({ kernel, outputs }) => [kernel, outputs[0]?.shape])).toEqual([
      ['RealDiv', [3]],
      ['BroadcastTo', [2, 3]],
    ]);
  });

  it('make hardsigmoid one kernel, but nothing that only looks like it', () => {
    expect(kernels(optimize(graphOf((x) => ops.hardswish(x))))).toEqual(['HardSigmoid', 'Multiply']);
    const others = [
      graphOf((x) => ops.div(ops.relu6(ops.add(x, 2)), 6)),
      graphOf((x) => ops.div(ops.relu6(ops.add(x, 3)), 5)),
      graphOf((x) => ops.div(ops.relu(ops.add(x, 3)), 6)),
    ];
    for (const graph of others) expect(kernels(optimize(graph))).toHaveLength(3);
  });

  it('leave the gradient of a mean one division', () => {
    const graph = graphOf((x) => tf.grad((v: Tensor) => ops.mean(v))(x));
    expect(result(optimize(graph))).toBeCloseTo(1 / 6, 6);
  });
});
