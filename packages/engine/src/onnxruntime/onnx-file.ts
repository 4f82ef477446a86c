import { didYouMean, InputError } from '@frostline/base';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import * as ort from 'onnxruntime-node';
import { readModel } from '../onnx/read-model.js';
import { withOutput } from '../onnx/read-names.js';
import { isOutOfMemory } from '../out-of-memory.js';
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

/** What goes wrong in a run is thrown, and then told by whoever knows what it means. */
const SILENT = 4;

/** Names that an error lists. */
const NAMED = 12;

/** See `openOnnxFile` of the package. */
export async function openOnnxFile(
  file: string,
  { output, threads = 1 }: OpenOnnxOptions = {},
): Promise<OnnxFile> {
  const { bytes, names, beside } = readModel(file);
  const chosen = output ?? names.outputs[0] ?? '';
  if (!names.outputs.includes(chosen) && !names.computed.includes(chosen))
    throw new InputError('onnx-output', 'the model computes nothing of this name', {
      place: file,
      found: chosen,
      allowed: [...new Set([...names.outputs, ...names.computed.toReversed()])].slice(0, NAMED),
      fix: didYouMean(chosen, names.computed),
    });
  // From its file, the runtime maps what lies beside it into memory.
  const session = names.outputs.includes(chosen)
    ? await create(file, file, sessionOptions(threads, 'cpu'))
    : await create(withOutput(bytes, chosen), file, {
        ...sessionOptions(threads, 'cpu'),
        externalData: [...beside].map(([name, place]) => ({ path: name, data: readConstants(place) })),
      });
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
      const results = await this.session.run({ [this.input]: toRuntime(input) }, [this.output], {
        logSeverityLevel: SILENT,
      });
      // The runtime blocks while it runs; timers and messages get their turn between batches.
      await setImmediate();
      return fromRuntime(results[this.output] as ort.Tensor);
    } catch (cause) {
      // Memory may suffice for fewer images.
      if (cause instanceof InputError || isOutOfMemory(cause)) throw cause;
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
  model: string | Uint8Array,
  file: string,
  options: ort.InferenceSession.SessionOptions,
): Promise<ort.InferenceSession> {
  try {
    return typeof model === 'string'
      ? await ort.InferenceSession.create(model, options)
      : await ort.InferenceSession.create(model, options);
  } catch (cause) {
    if (isOutOfMemory(cause)) throw cause;
    throw new InputError('onnx-file', 'the runtime refuses this model', { place: file, cause });
  }
}

function readConstants(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InputError('onnx-file', 'the constants beside the model cannot be read', {
      place: file,
      allowed: 'less than 2 GiB where another value than an output of the model is asked for',
      cause,
    });
  }
}
