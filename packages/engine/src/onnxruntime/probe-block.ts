import { lowerGraph } from '../onnx/lower.js';
import { blockSizes } from '../onnx/lower/blocked.js';
import { kernelNames } from '../kernels/attributes.js';
import type { Graph, Value } from '../compile/graph.js';
import { createSession } from './session.js';
import { toRuntime } from './tensors.js';

/**
 * Finds how many channels are a block in the runtime's own convolutions on this processor, by running one: a size that is
 * not the processor's fails or gives other numbers than the standard operator.
 *
 * @returns null where none does, so that steps keep to standard operators
 */
export async function probeBlock(): Promise<number | null> {
  found ??= find();
  return found;
}

/** The processor does not change. */
let found: Promise<number | null> | undefined;

async function find(): Promise<number | null> {
  const expected = await convolve(null);
  for (const block of blockSizes) {
    const values = await convolve(block).catch(() => undefined);
    if (
      values?.length === expected.length &&
      values.every((value, index) => near(value, expected[index] ?? NaN))
    )
      return block;
  }
  return null;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * (1 + Math.abs(b));

/** A convolution large enough to be done in blocks where there are any. */
async function convolve(block: number | null): Promise<Float32Array> {
  const value = (id: number, shape: readonly number[]): Value => ({ id, shape, dtype: 'float32' });
  const [x, filter, y] = [value(0, [1, 32, 12, 12]), value(1, [32, 32, 3, 3]), value(2, [1, 32, 12, 12])];
  const graph: Graph = {
    inputs: [
      { name: 'x', value: x },
      { name: 'filter', value: filter },
    ],
    constants: new Map(),
    nodes: [
      {
        kernel: kernelNames.conv2d,
        inputs: [x, filter],
        attributes: { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 },
        outputs: [y],
      },
    ],
    outputs: [{ name: 'y', value: y }],
  };
  const session = await createSession(lowerGraph(graph, 'probe', block), 1, 'cpu');
  try {
    const { y: result } = await session.run({ x: wave(x), filter: wave(filter) });
    return result?.data as Float32Array;
  } finally {
    await session.release();
  }
}

function wave({ shape }: Value) {
  const size = shape.reduce((product, length) => product * length, 1);
  return toRuntime({
    shape,
    dtype: 'float32',
    data: Float32Array.from({ length: size }, (_, i) => Math.sin(i)),
  });
}
