import type { DeviceName, Precision } from '@frostline/base';
import * as ort from 'onnxruntime-node';
// Registers the gradients that traced steps record.
import '../backend.js';
import type { CompiledStep, Engine, EngineOptions, EngineState, StepProgram } from '../engine.js';
import type { HostRecord } from '../tensor.js';
import { inHalfPrecision } from '../onnx/half-precision.js';
import { checkDevice } from './device.js';
import { probeBlock } from './probe-block.js';
import { numericsClass } from './numerics-class.js';
import { compileProgram } from './program.js';
import { createSession } from './session.js';
import { OnnxRuntimeState } from './state.js';
import { OnnxRuntimeStep } from './step.js';

/** The compiled engine: a step is traced once, lowered to an ONNX graph, and run by ONNX Runtime. */
class OnnxRuntimeEngine implements Engine {
  readonly name = 'onnxruntime';

  constructor(
    readonly numericsClass: string,
    readonly device: DeviceName,
    readonly precision: Precision,
    private readonly threads: number,
    private readonly block: number | null,
  ) {}

  get reproducible(): boolean {
    return this.device === 'cpu';
  }

  createState(values: HostRecord): EngineState {
    return new OnnxRuntimeState(values);
  }

  async compile(program: StepProgram): Promise<CompiledStep> {
    const compiled = compileProgram(program, this.block);
    const half = this.precision === 'fp16' && program.frozen === true;
    const model = half ? inHalfPrecision(compiled.model) : compiled.model;
    const session = await createSession(model, this.threads, this.device);
    return new OnnxRuntimeStep(program, { ...compiled, model }, session);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Opens the compiled engine.
 *
 * @param options `threads` of one step, 1 by default: workers run one per core
 * @param probe finds the block of the runtime's own convolutions, or null where it has none; cards have none
 * @throws InputError `device-missing`, `precision-missing`
 */
export async function openOnnxRuntimeEngine(
  { device = 'cpu', precision = 'fp32', threads = 1 }: EngineOptions,
  probe: typeof probeBlock = probeBlock,
): Promise<Engine> {
  await checkDevice(device, precision);
  const version = ort.env.versions.node ?? ort.env.versions.common;
  const stamp = await numericsClass(version, { device, precision, threads });
  const block = device === 'cpu' ? await probe() : null;
  return new OnnxRuntimeEngine(stamp, device, precision, threads, block);
}
