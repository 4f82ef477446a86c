import { FrostlineError, InputError, InternalError } from '@frostline/base';
import { tf } from '../tfjs.js';
import { SiteNames } from '../noise.js';
import type { NoiseSource, StepInputs, StepProgram, StepResult } from '../engine.js';
import type { HostTensor, SpecRecord, Tensor, TensorRecord, TensorSpec } from '../tensor.js';
import type { Graph, Port, Value } from '../compile/graph.js';
import { traceBackend, traceBackendName, type TraceBackend } from './backend.js';
import { compareGraphs } from './compare.js';
import { Recording } from './recording.js';

/** A random input that the step asked for. */
export interface NoiseInput {
  /** Name of the graph's input. */
  readonly name: string;
  /** What the draw is for: the second draw of one site in a step is its own site, `site#2`. */
  readonly site: string;
  readonly shape: readonly number[];
}

/** A step written down: its graph, whose ports are named `state/…`, `batch/…`, `scalars/…`, `noise/…`, `outputs/…`. */
export interface Trace {
  readonly graph: Graph;
  readonly noise: readonly NoiseInput[];
}

/**
 * Runs a step once on the tracing backend and writes down its graph, then once more to see that nothing of it
 * depends on the host's state.
 *
 * @throws InputError `trace-…` when the step is not a pure function of its inputs, uses an unknown kernel,
 * reads a value, or captures a tensor
 */
export function traceStep(program: StepProgram): Trace {
  const first = traceOnce(program);
  const second = traceOnce(program);
  const difference = compareGraphs(first.graph, second.graph);
  if (difference !== undefined)
    throw new InputError('trace-impure', 'a step gave two graphs when traced twice', {
      place: program.name,
      found: difference,
      fix: 'take what changes from scalars, batch, state or noise, not from the host (Math.random, counters)',
    });
  return first;
}

/** As `traceStep`, but trusts the step to be pure. */
export function traceOnce(program: StepProgram): Trace {
  const backend = traceBackend();
  // Nothing may have been run before: then the default comes after.
  const previous = tf.getBackend() || 'cpu';
  const recording = new Recording();
  const noise: NoiseInput[] = [];
  // With a registered, synchronous backend setBackend takes effect before it returns its promise.
  void tf.setBackend(traceBackendName);
  tf.engine().startScope(program.name);
  try {
    const outputs = backend.record(recording, () => {
      const result = program.step(declareInputs(program, backend, recording, noise));
      return resultPorts(program, result, backend);
    });
    return { graph: recording.graph(outputs), noise };
  } catch (error) {
    throw explained(error, program.name);
  } finally {
    tf.engine().endScope();
    backend.dispose();
    void tf.setBackend(previous);
  }
}

function declareInputs(
  program: StepProgram,
  backend: TraceBackend,
  recording: Recording,
  noise: NoiseInput[],
): StepInputs {
  const fed = (name: string, { shape, dtype }: TensorSpec): Tensor =>
    backend.tensorOf(asDevice(recording, recording.input(name, { shape, dtype })));
  const group = (kind: string, specs: SpecRecord): TensorRecord =>
    mapValues(specs, (spec, name) => fed(`${kind}/${name}`, spec));
  const constant = ({ shape, dtype, data }: HostTensor): Tensor =>
    backend.tensorOf(asDevice(recording, recording.constant({ shape, dtype }, data)));
  const scalarSpecs = Object.fromEntries(
    program.scalars.map((name) => [name, { shape: [], dtype: 'float32' as const }]),
  );
  return {
    state: group('state', program.state),
    constants: mapValues(program.constants ?? {}, constant),
    batch: group('batch', program.batch),
    scalars: group('scalars', scalarSpecs),
    noise: noiseSource(noise, (name, shape) => fed(name, { shape, dtype: 'float32' })),
  };
}

/** uint8 pixels are int32 inside a step, on every engine; the cast folds into the next one. */
function asDevice(recording: Recording, value: Value): Value {
  if (value.dtype !== 'uint8') return value;
  const spec = { shape: value.shape, dtype: 'int32' as const };
  const [cast] = recording.node('Cast', [value], [spec], { dtype: 'int32' });
  if (cast === undefined) throw new InternalError('a cast has no output');
  return cast;
}

function noiseSource(
  declared: NoiseInput[],
  fed: (name: string, shape: readonly number[]) => Tensor,
): NoiseSource {
  const names = new SiteNames();
  return {
    uniform(name, shape) {
      const site = names.next(name);
      declared.push({ name: `noise/${site}`, site, shape: [...shape] });
      return fed(`noise/${site}`, shape);
    },
  };
}

function resultPorts(program: StepProgram, result: StepResult, backend: TraceBackend): Port[] {
  if (result instanceof Promise)
    throw new InputError('trace-async', 'a step must be synchronous', { place: program.name });
  const ports: Port[] = [];
  for (const [name, tensor] of Object.entries(result.state)) {
    const spec = program.state[name];
    if (spec === undefined)
      throw new InputError('state-shape', 'a step returned state that it does not have', {
        place: program.name,
        found: name,
        allowed: Object.keys(program.state),
      });
    const value = backend.resolve(tensor);
    if (value.dtype !== spec.dtype || value.shape.join() !== spec.shape.join())
      throw new InputError('state-shape', 'a step changed the shape or type of its state', {
        place: `${program.name}, "${name}"`,
        found: `${value.dtype} [${value.shape.join(', ')}]`,
        allowed: `${spec.dtype} [${spec.shape.join(', ')}]`,
      });
    ports.push({ name: `next/${name}`, value });
  }
  for (const [name, tensor] of Object.entries(result.outputs))
    ports.push({ name: `outputs/${name}`, value: backend.resolve(tensor) });
  // Tensors that the step kept would outlive the scope.
  for (const tensor of [...Object.values(result.state), ...Object.values(result.outputs)])
    if (!tensor.isDisposed) tensor.dispose();
  return ports;
}

/** Gives tfjs's own complaint about a missing kernel a name and a way out. */
function explained(error: unknown, place: string): unknown {
  if (error instanceof FrostlineError || !(error instanceof Error)) return error;
  const kernel = /Kernel '([^']+)' not registered/.exec(error.message)?.[1];
  if (kernel === undefined) return error;
  return new InputError('trace-unknown-kernel', `the compiler does not know the kernel ${kernel}`, {
    place,
    fix: 'write the step with ops it knows, or add the kernel in trace/kernels and onnx/lower',
    cause: error,
  });
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  f: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]));
}
