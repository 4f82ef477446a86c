import { setImmediate } from 'node:timers/promises';
import { InputError, InternalError } from '@frostline/base';
import * as ort from 'onnxruntime-node';
import { checkCall } from '../check-call.js';
import type { CompiledStep, EngineState, NoiseKey, StepCall, StepProgram } from '../engine.js';
import { withGatherIndex } from '../gather-index.js';
import { fillNoise } from '../noise.js';
import type { HostTensor } from '../tensor.js';
import type { NoiseInput } from '../trace/trace.js';
import { explainModel, type Explanation } from './explain.js';
import type { CompiledProgram } from './program.js';
import { OnnxRuntimeState } from './state.js';
import { fromRuntime, toRuntime } from './tensors.js';

/** A step that was traced and lowered to one ONNX graph. */
export class OnnxRuntimeStep implements CompiledStep {
  private readonly noise: ReadonlyMap<string, NoiseInput>;

  constructor(
    private readonly program: StepProgram,
    private readonly compiled: CompiledProgram,
    private readonly session: ort.InferenceSession,
  ) {
    this.noise = new Map(compiled.noise.map((input) => [input.name, input]));
  }

  async run(state: EngineState, call: StepCall): Promise<Record<string, HostTensor>> {
    if (!(state instanceof OnnxRuntimeState))
      throw new InputError('state-engine', 'the state belongs to another engine', {
        fix: 'create it with createState of the engine that compiled the step',
      });
    checkCall(this.program, call);
    const results = await this.session.run(this.feeds(state, call)).catch((error: unknown) => {
      throw withGatherIndex(error);
    });
    const outputs: Record<string, HostTensor> = {};
    for (const [port, tensor] of Object.entries(results)) {
      const [kind, name] = splitPort(port);
      if (kind === 'next') state.replace(name, tensor as ort.Tensor);
      else outputs[name] = fromRuntime(tensor as ort.Tensor);
    }
    // The runtime blocks while it runs; timers and messages get their turn between steps.
    await setImmediate();
    return outputs;
  }

  /** What the step consists of: node counts by operator, bytes of its constants. */
  explain(): Explanation {
    return explainModel(this.compiled.model);
  }

  dispose(): void {
    void this.session.release();
  }

  private feeds(state: OnnxRuntimeState, call: StepCall): Record<string, ort.Tensor> {
    const current = Object.fromEntries(
      Object.entries(this.program.state).map(([name, spec]) => [name, state.tensor(name, spec)]),
    );
    return Object.fromEntries(
      this.session.inputNames.map((port) => {
        const [kind, name] = splitPort(port);
        switch (kind) {
          case 'state':
            return [port, present(port, current[name])];
          case 'batch':
            return [port, toRuntime(present(port, call.batch[name]))];
          case 'scalars':
            return [port, scalarTensor(present(port, call.scalars[name]))];
          case 'noise':
            return [port, noiseTensor(present(port, this.noise.get(port)), call.noise)];
          default:
            throw new InternalError('a compiled step has an input of no known kind', { found: port });
        }
      }),
    );
  }
}

function scalarTensor(value: number): ort.Tensor {
  return new ort.Tensor('float32', Float32Array.of(value), []);
}

function noiseTensor({ site, shape }: NoiseInput, key: NoiseKey): ort.Tensor {
  const [rows = 1] = shape;
  const size = shape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(size);
  fillNoise(values, { key, site, rowLength: size / rows });
  return new ort.Tensor('float32', values, shape);
}

/** `state/conv.weight` → [`state`, `conv.weight`]. */
function splitPort(port: string): [kind: string, name: string] {
  const slash = port.indexOf('/');
  return [port.slice(0, slash), port.slice(slash + 1)];
}

function present<T>(port: string, value: T | undefined): T {
  if (value === undefined)
    throw new InternalError('a compiled step asks for an unknown input', { found: port });
  return value;
}
