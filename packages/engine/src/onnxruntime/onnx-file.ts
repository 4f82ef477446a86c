import { didYouMean, InputError, resolveInside } from '@frostline/base';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as ort from 'onnxruntime-node';
import { readOnnxNames, withOutput } from '../onnx/read-names.js';
import type { HostTensor } from '../tensor.js';
import { sessionOptions } from './session.js';
import { fromRuntime, toRuntime } from './tensors.js';

/** A model from a file, ready to run: one input of images, one output. */
export interface OnnxFile {
  /** Shape of the input; a length that may be any is null. */
  readonly inputShape: readonly (number | null)[];
  /** What is computed. */
  readonly output: string;
  /** Runs the model on float32 values of the input's shape. Yields to the event loop before it returns. */
  run(input: HostTensor): Promise<HostTensor>;
  dispose(): void;
}

export interface OpenOnnxOptions {
  /** Which of the values that the model computes; its first output unless told. */
  readonly output?: string | undefined;
  /** Default 1. */
  readonly threads?: number;
}

/** Names that an error lists. */
const NAMED = 12;

/**
 * Opens any ONNX model that takes one float32 input. Large constants in files beside it are read from its folder.
 *
 * @throws InputError `file-missing`, `onnx-file` for a file that is no model or that the runtime refuses, `onnx-output` for
 * a name that the model does not compute, `onnx-input` when it takes something else than one float32 tensor
 */
export async function openOnnxFile(
  file: string,
  { output, threads = 1 }: OpenOnnxOptions = {},
): Promise<OnnxFile> {
  const bytes = readModel(file);
  const names = readOnnxNames(bytes, file);
  const chosen = output ?? names.outputs[0] ?? '';
  if (!names.outputs.includes(chosen) && !names.computed.includes(chosen))
    throw new InputError('onnx-output', 'the model computes nothing of this name', {
      place: file,
      found: chosen,
      allowed: [...new Set([...names.outputs, ...names.computed.toReversed()])].slice(0, NAMED),
      fix: didYouMean(chosen, names.computed),
    });
  const folder = path.dirname(file);
  const externalData = names.externalFiles.map((name) => ({
    path: name,
    data: resolveInside(folder, name, { place: file }),
  }));
  const model = names.outputs.includes(chosen) ? bytes : withOutput(bytes, chosen);
  const session = await create(model, file, { ...sessionOptions(threads), externalData });
  return new RuntimeFile(file, session, chosen);
}

class RuntimeFile implements OnnxFile {
  readonly inputShape: readonly (number | null)[];
  private readonly input: string;

  constructor(
    private readonly file: string,
    private readonly session: ort.InferenceSession,
    readonly output: string,
  ) {
    const [input, ...others] = session.inputMetadata;
    if (!input?.isTensor || input.type !== 'float32' || others.length > 0)
      throw new InputError('onnx-input', 'only a model of one float32 input can be used', {
        place: file,
        found: session.inputMetadata.map((port) => `${port.name} ${port.isTensor ? port.type : 'no tensor'}`),
        allowed: 'images, float32 [batch, 3, height, width]',
      });
    this.input = input.name;
    this.inputShape = input.shape.map((length) => (typeof length === 'number' && length > 0 ? length : null));
  }

  async run(input: HostTensor): Promise<HostTensor> {
    try {
      const results = await this.session.run({ [this.input]: toRuntime(input) }, [this.output]);
      // The runtime blocks while it runs; timers and messages get their turn between batches.
      await setImmediate();
      return fromRuntime(results[this.output] as ort.Tensor);
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      throw new InputError('onnx-run', 'the model does not run on such an input', {
        place: this.file,
        found: `[${input.shape.join(', ')}]`,
        allowed: `[${this.inputShape.map((length) => length ?? 'any').join(', ')}]`,
        cause,
      });
    }
  }

  dispose(): void {
    void this.session.release();
  }
}

async function create(
  model: Uint8Array,
  file: string,
  options: ort.InferenceSession.SessionOptions,
): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, options);
  } catch (cause) {
    throw new InputError('onnx-file', 'the runtime refuses this model', { place: file, cause });
  }
}

function readModel(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InputError('file-missing', 'cannot read the model', { place: file, cause });
  }
}
