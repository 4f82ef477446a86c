import * as ort from 'onnxruntime-node';
// Registers the gradients that traced steps record.
import '../backend.js';
import type { CompiledStep, Engine, EngineOptions, EngineState, StepProgram } from '../engine.js';
import type { HostRecord } from '../tensor.js';
import { numericsClass } from './numerics-class.js';
import { compileProgram } from './program.js';
import { createSession } from './session.js';
import { OnnxRuntimeState } from './state.js';
import { OnnxRuntimeStep } from './step.js';

/** The compiled engine: a step is traced once, lowered to an ONNX graph, and run by ONNX Runtime on the CPU. */
class OnnxRuntimeEngine implements Engine {
  readonly name = 'onnxruntime';
  readonly device = 'cpu';
  readonly precision = 'fp32';

  constructor(
    readonly numericsClass: string,
    private readonly threads: number,
  ) {}

  createState(values: HostRecord): EngineState {
    return new OnnxRuntimeState(values);
  }

  async compile(program: StepProgram): Promise<CompiledStep> {
    const compiled = compileProgram(program);
    return new OnnxRuntimeStep(program, compiled, await createSession(compiled.model, this.threads));
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Opens the compiled engine.
 *
 * @param options `threads` of one step, 1 by default: workers run one per core
 */
export async function openOnnxRuntimeEngine({ threads = 1 }: EngineOptions): Promise<Engine> {
  const version = ort.env.versions.node ?? ort.env.versions.common;
  return new OnnxRuntimeEngine(await numericsClass(version, threads), threads);
}
