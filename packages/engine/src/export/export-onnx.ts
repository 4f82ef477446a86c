import { InputError } from '@frostline/base';
// Registers the gradients and kernels that a trace runs.
import '../backend.js';
import type { StepProgram } from '../engine.js';
import { encodeModel } from '../onnx/encode.js';
import type { OnnxInitializer, OnnxModel } from '../onnx/model.js';
import { compileProgram } from '../onnxruntime/program.js';
import type { HostRecord, Tensor, TensorRecord } from '../tensor.js';
import { forAnyBatch, type ForBatch } from './any-batch.js';

/** A function of images that is to become a file. */
export interface ExportedFunction {
  /** Shown by viewers, and in errors. */
  readonly name: string;
  /** float32 [N, …input] → [N, …]. */
  readonly forward: (input: Tensor, weights: TensorRecord) => Tensor;
  /** Shape of one example, without the batch. */
  readonly input: readonly number[];
  /** Values by name; the names stand in the file. */
  readonly weights: HostRecord;
  readonly outputName: string;
}

/** What most runtimes of the last years read. */
const versions = { opset: 18, ir: 8 };
/** A protobuf message holds less than 2 GiB. */
const MOST_BYTES = 2 ** 31 - 2 ** 20;
/** Primes that no layer's size is a multiple of, so that what depends on the batch shows. Nothing is computed with them. */
const batches = [8191, 8209] as const;

/**
 * Writes a function as an ONNX model (opset 18) whose input is called `input` and takes any number of examples.
 *
 * @throws InputError `export-batch` when examples are not treated alike, `export-size` from 2 GiB on; `trace-…` when the
 * function is not pure
 */
export function exportOnnx(exported: ExportedFunction): Uint8Array {
  const [one, other] = batches;
  const model = forAnyBatch(writtenDown(exported, one), writtenDown(exported, other));
  const size = model.initializers.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (size > MOST_BYTES)
    throw new InputError('export-size', 'an ONNX file holds less than 2 GiB', {
      place: exported.name,
      found: `${(size / 2 ** 30).toFixed(1)} GiB of weights`,
    });
  return encodeModel(model, { versions, externalBytes: Infinity }).bytes;
}

function writtenDown(
  { name, forward, input, weights, outputName }: ExportedFunction,
  batch: number,
): ForBatch {
  const program: StepProgram = {
    name,
    state: Object.fromEntries(
      Object.entries(weights).map(([key, { shape, dtype }]) => [key, { shape, dtype }]),
    ),
    batch: { input: { shape: [batch, ...input], dtype: 'float32' } },
    scalars: [],
    step: ({ state, batch: fed }) => ({
      state: {},
      outputs: { [outputName]: forward(fed['input'] as Tensor, state) },
    }),
  };
  return { batch, model: withWeights(compileProgram(program).model, weights) };
}

/**
 * Ports by their plain names; weights, which a step takes as state, as constants under theirs. What the compiler named
 * gets a slash before it, so that no weight has the same name.
 */
function withWeights(model: OnnxModel, weights: HostRecord): OnnxModel {
  const plain = (name: string): string => {
    const port = /^(?:state|batch|outputs)\/(.*)$/.exec(name)?.[1];
    return port ?? (name === '' ? '' : `/${name}`);
  };
  const used = model.inputs.filter(({ name }) => name.startsWith('state/'));
  const constants = used.map(({ name, type }): OnnxInitializer => {
    const weight = weights[plain(name)];
    if (weight === undefined) throw new InputError('export-weights', 'a weight is missing', { found: name });
    const { buffer, byteOffset, byteLength } = weight.data;
    return {
      name: plain(name),
      type,
      shape: weight.shape,
      bytes: new Uint8Array(buffer, byteOffset, byteLength),
    };
  });
  return {
    name: model.name,
    inputs: model.inputs
      .filter(({ name }) => name.startsWith('batch/'))
      .map((port) => ({ ...port, name: plain(port.name) })),
    outputs: model.outputs.map((port) => ({ ...port, name: plain(port.name) })),
    initializers: [
      ...model.initializers.map((constant) => ({ ...constant, name: plain(constant.name) })),
      ...constants,
    ],
    nodes: model.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(plain),
      outputs: node.outputs.map(plain),
    })),
  };
}
