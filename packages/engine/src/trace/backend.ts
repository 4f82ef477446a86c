import { InputError, InternalError } from '@frostline/base';
import { tf } from '../tfjs.js';
import type { ConstantData, Value, ValueSpec, ValueType } from '../compile/graph.js';
import type { TracedKernel } from './kernel.js';
import { type Recording, uniformValue } from './recording.js';
import { tracedKernels } from './registry.js';

export const traceBackendName = 'frostline-trace';

/** What a data id of this backend stands for. */
type Entry =
  | { readonly kind: 'traced'; readonly recording: Recording; readonly value: Value }
  | { readonly kind: 'host'; readonly spec: ValueSpec; readonly data: ConstantData };

/**
 * A tfjs backend that computes nothing: its kernels infer shapes and append themselves to the current recording,
 * so that running a step once, forward, backward and update, writes down its graph.
 *
 * It is closed: every value comes from a declared input, a declared constant, a uniform one, or a kernel.
 */
export class TraceBackend extends tf.KernelBackend {
  private recording: Recording | undefined;
  private readonly entries = new Map<object, { entry: Entry; references: number }>();

  /** Runs `body` with kernels going into `recording`; drops what it left behind. */
  record<T>(recording: Recording, body: () => T): T {
    if (this.recording !== undefined) throw new InternalError('a trace was started inside a trace');
    this.recording = recording;
    try {
      return body();
    } finally {
      this.recording = undefined;
    }
  }

  /** A tensor that stands for `value`. A uint8 value is int32 once inside, as on an eager device. */
  tensorOf(value: Value): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.put(value));
  }

  /** The value that a tensor stands for. @throws InputError when it did not come from this trace */
  resolve({ dataId, shape }: { dataId: object; shape: readonly number[] }): Value {
    const recording = this.current();
    const held = this.entries.get(dataId);
    if (held === undefined) throw captured(shape);
    const { entry } = held;
    if (entry.kind === 'traced') {
      if (entry.recording !== recording) throw captured(shape);
      return entry.value;
    }
    const number = uniformValue(entry.data);
    if (number === undefined && entry.data.length > 0)
      throw new InputError('trace-host-value', 'a step may not use an array written by the host', {
        found: `${entry.spec.dtype} [${entry.spec.shape.join(', ')}]`,
        fix: 'declare it with constant(), or pass it in as state, batch or scalar',
      });
    const value =
      number === undefined
        ? recording.constant(entry.spec, entry.data)
        : recording.uniform(entry.spec, number);
    held.entry = { kind: 'traced', recording, value };
    return value;
  }

  /** Runs one kernel: infers its outputs and records it. */
  runKernel(
    kernel: TracedKernel,
    inputs: tf.NamedTensorInfoMap,
    attributes: tf.NamedAttrMap,
  ): tf.TensorInfo | tf.TensorInfo[] {
    const recording = this.current();
    const names = kernel.inputs === 'list' ? Object.keys(inputs) : kernel.inputs;
    const values = names.map((name) => {
      const info = inputs[name];
      if (info === undefined) throw new InternalError(`${kernel.name} was given no input "${name}"`);
      return this.resolve(info);
    });
    const traced = kernel.trace(values, attributes);
    switch (traced.kind) {
      case 'alias':
        return this.put(values[0] ?? missing(kernel));
      case 'uniform':
        return this.put(recording.uniform(traced.output, traced.value));
      case 'constant':
        return this.put(recording.constant(traced.output, traced.data));
      case 'node': {
        const outputs = recording.node(kernel.name, values, traced.outputs, traced.attributes ?? {});
        const infos = outputs.map((value) => this.put(value));
        return infos.length === 1 ? (infos[0] ?? missing(kernel)) : infos;
      }
    }
  }

  override write(values: tf.BackendValues | null, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    const data = values ?? new Float32Array(0);
    if (dtype === 'string' || dtype === 'complex64' || Array.isArray(data))
      throw new InputError('trace-dtype', 'a step works on numbers', { found: dtype });
    const entry: Entry = { kind: 'host', spec: { shape, dtype }, data: data as ConstantData };
    this.entries.set(dataId, { entry, references: 1 });
    return dataId;
  }

  override move(_dataId: object, _values: tf.BackendValues, shape: number[]): void {
    throw captured(shape);
  }

  override readSync(dataId: object): tf.BackendValues {
    const entry = this.entries.get(dataId)?.entry;
    if (entry?.kind === 'host') return entry.data;
    throw new InputError('trace-read', 'a value inside a step has no data while the step is compiled', {
      fix: 'return it from the step as an output and read it there',
    });
  }

  override read(dataId: object): Promise<tf.BackendValues> {
    return new Promise((resolve) => {
      resolve(this.readSync(dataId));
    });
  }

  override disposeData(dataId: object, force = false): boolean {
    const held = this.entries.get(dataId);
    if (held === undefined) return true;
    held.references--;
    if (held.references > 0 && !force) return false;
    this.entries.delete(dataId);
    return true;
  }

  override refCount(dataId: object): number {
    return this.entries.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    const held = this.entries.get(dataId);
    if (held !== undefined) held.references++;
  }

  override numDataIds(): number {
    return this.entries.size;
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override dispose(): void {
    this.entries.clear();
  }

  private put(value: Value): tf.TensorInfo {
    const dataId = {};
    const entry: Entry = { kind: 'traced', recording: this.current(), value };
    this.entries.set(dataId, { entry, references: 1 });
    return { dataId, shape: [...value.shape], dtype: deviceType(value.dtype) };
  }

  private current(): Recording {
    if (this.recording === undefined)
      throw new InternalError('the tracing backend was used outside of a trace');
    return this.recording;
  }
}

function deviceType(dtype: ValueType): tf.DataType {
  return dtype === 'uint8' ? 'int32' : dtype;
}

function captured(shape: readonly number[]): InputError {
  return new InputError('trace-captured', 'a step may not use a tensor made outside of it', {
    found: `a tensor of shape [${shape.join(', ')}]`,
    fix: 'pass it in as state, constant, batch or scalar of the program',
  });
}

function missing(kernel: TracedKernel): never {
  throw new InternalError(`${kernel.name} has neither input nor output`);
}

let shared: TraceBackend | undefined;

/** The process's one tracing backend: tfjs keeps its backends and kernels in a global registry. */
export function traceBackend(): TraceBackend {
  if (shared === undefined) {
    const backend = new TraceBackend();
    tf.registerBackend(traceBackendName, () => backend, 0);
    for (const kernel of tracedKernels)
      tf.registerKernel({
        kernelName: kernel.name,
        backendName: traceBackendName,
        kernelFunc: ({ inputs, attrs }) => backend.runKernel(kernel, inputs, attrs ?? {}),
      });
    shared = backend;
  }
  return shared;
}
