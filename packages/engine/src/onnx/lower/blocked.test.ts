import { describe, expect, it } from 'vitest';
// Registers what traced programs record.
import '../../backend.js';
import type { StepProgram } from '../../engine.js';
import { valueAndGradients } from '../../gradients.js';
import { compileProgram } from '../../onnxruntime/program.js';
import { probeBlock } from '../../onnxruntime/probe-block.js';
import * as ops from '../../ops/index.js';
import type { HostTensor, Tensor } from '../../tensor.js';

const x = { shape: [2, 32, 12, 12], dtype: 'float32' } as const;
const dense: HostTensor = {
  shape: [32, 32, 3, 3],
  dtype: 'float32',
  data: Float32Array.from({ length: 9216 }, (_, i) => i),
};

/** A convolution; with a filter that is state, also its gradients. */
function program(filter: HostTensor, groups: number, constant = false): StepProgram {
  return {
    name: 'convolution',
    state: constant ? {} : { filter },
    ...(constant && { constants: { filter } }),
    batch: { x },
    scalars: [],
    step: ({ state, constants, batch }) => {
      const inputs = [batch['x'], constant ? constants['filter'] : state['filter']] as [Tensor, Tensor];
      const forward = () => ({
        loss: ops.sum(ops.square(ops.conv2d(...inputs, null, { padding: 1, groups }))),
      });
      const { loss, gradients } = valueAndGradients(forward, inputs);
      return { state: {}, outputs: { loss, ...Object.fromEntries(Object.entries(gradients as Tensor[])) } };
    },
  };
}

/** The runtime's own operators in a compiled step, each once. */
const owned = (...args: Parameters<typeof compileProgram>): string[] => {
  const nodes = compileProgram(...args).model.nodes.filter(({ domain }) => domain !== undefined);
  return nodes.map(({ opType }) => opType).sort();
};

describe("with a block, the runtime's own operators are used", () => {
  it('for a dense convolution and the gradient of its input', () => {
    expect(owned(program(dense, 1), 16).filter((op) => op === 'Conv')).toHaveLength(2);
  });

  it('for all three of a depthwise convolution, which share their changes of layout', () => {
    const depthwise = { ...dense, shape: [32, 1, 3, 3], data: new Float32Array(288) };
    expect(owned(program(depthwise, 32), 16)).toEqual([
      ...[
        'Conv',
        'Conv',
        'Conv',
        'ReorderInput',
        'ReorderInput',
        'ReorderOutput',
        'ReorderOutput',
        'ReorderOutput',
      ],
    ]);
  });

  it('not for constant weights, which the runtime lays out by itself', () => {
    expect(owned(program(dense, 1, true), 16)).toEqual([]);
  });

  it('not where channels fill no block', () => {
    expect(owned(program(dense, 1), 64)).toEqual([]);
  });
});

it('without a block, all operators are standard ones', () => {
  expect(owned(program(dense, 1))).toEqual([]);
});

it('the block of this processor is one that is known, or there is none', async () => {
  expect([16, 8, null]).toContain(await probeBlock());
});
