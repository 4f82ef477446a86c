import { setImmediate } from 'node:timers/promises';
import { InputError } from '@frostline/base';
import { activateBackend } from '../backend.js';
import { checkCall, sameShape } from '../check-call.js';
import type { CompiledStep, EngineState, StepCall, StepProgram, StepResult } from '../engine.js';
import { fromHost, toHost } from '../host.js';
import type { EagerBackend } from '../kernels/eager/register.js';
import { eagerNoise } from '../noise.js';
import type { HostRecord, HostTensor, Tensor, TensorRecord } from '../tensor.js';
import { tf } from '../tfjs.js';
import { EagerState } from './state.js';

/** A step that runs its function op by op at every call. */
export class EagerStep implements CompiledStep {
  private readonly constants: TensorRecord;

  constructor(
    private readonly backend: EagerBackend,
    private readonly program: StepProgram,
  ) {
    activateBackend(backend);
    this.constants = keepAll(mapRecord(program.constants ?? {}, fromHost));
  }

  async run(state: EngineState, call: StepCall): Promise<HostRecord> {
    if (!(state instanceof EagerState))
      throw new InputError('state-engine', 'the state belongs to another engine', {
        fix: 'create it with createState of the engine that compiled the step',
      });
    checkCall(this.program, call);
    activateBackend(this.backend);
    const current = declaredState(this.program, state.record());
    const result = tf.tidy(() => this.runFunction(current, call)) as StepResult;
    for (const [name, tensor] of Object.entries(result.state)) state.replace(name, tensor);
    const outputs = await readAll(result.outputs);
    tf.dispose(result.outputs);
    await setImmediate();
    return outputs;
  }

  dispose(): void {
    tf.dispose(this.constants);
  }

  private runFunction(state: TensorRecord, call: StepCall): { state: TensorRecord; outputs: TensorRecord } {
    const result = this.program.step({
      state,
      constants: this.constants,
      batch: mapRecord(call.batch, fromHost),
      scalars: mapRecord({ ...call.scalars }, (value) => tf.scalar(value)),
      noise: eagerNoise(call.noise),
    });
    checkNewState(this.program, result.state);
    // Clones share the data but not the life: a step may return an input, or one tensor under two names.
    const clone = (tensor: Tensor): Tensor => tf.clone(tensor);
    return { state: mapRecord(result.state, clone), outputs: mapRecord(result.outputs, clone) };
  }
}

/** The entries that the program declares: a step sees no other, whatever else the state holds. */
function declaredState(program: StepProgram, state: TensorRecord): TensorRecord {
  const declared: TensorRecord = {};
  for (const [name, { shape }] of Object.entries(program.state)) {
    const tensor = state[name];
    if (tensor === undefined || !sameShape(tensor.shape, shape))
      throw new InputError(
        'state-shape',
        `the state does not fit step ${program.name} at ${JSON.stringify(name)}`,
        {
          found: tensor?.shape ?? 'no such entry',
          allowed: `[${shape.join(',')}]`,
        },
      );
    declared[name] = tensor;
  }
  return declared;
}

function checkNewState(program: StepProgram, state: TensorRecord): void {
  for (const [name, tensor] of Object.entries(state)) {
    const spec = program.state[name];
    const dtype = spec?.dtype === 'float32' ? 'float32' : 'int32';
    if (spec === undefined || !sameShape(tensor.shape, spec.shape) || tensor.dtype !== dtype)
      throw new InputError('state-shape', `step ${program.name} returned a state that was not declared`, {
        found: `${name}: ${tensor.dtype}[${tensor.shape.join(',')}]`,
        allowed: spec === undefined ? Object.keys(program.state) : `${spec.dtype}[${spec.shape.join(',')}]`,
      });
  }
}

async function readAll(tensors: TensorRecord): Promise<Record<string, HostTensor>> {
  const entries = Object.entries(tensors).map(
    async ([name, tensor]) => [name, await toHost(tensor)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function mapRecord<From, To>(record: Record<string, From>, f: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
}

function keepAll(tensors: TensorRecord): TensorRecord {
  for (const tensor of Object.values(tensors)) tf.keep(tensor);
  return tensors;
}
