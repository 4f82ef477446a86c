import { InputError } from '@frostline/base';
import { lowerGraph } from '../onnx/lower.js';
import type { OnnxModel } from '../onnx/model.js';
import type { StepProgram } from '../engine.js';
import { traceStep, type NoiseInput } from '../trace/trace.js';
import type { Graph } from '../compile/graph.js';
import { optimize } from '../compile/optimize.js';

/** A step program as a model: its ports are `state/…`, `batch/…`, `scalars/…`, `noise/…` and `next/…`, `outputs/…`. */
export interface CompiledProgram {
  readonly model: OnnxModel;
  readonly noise: readonly NoiseInput[];
}

/**
 * Traces, optimises and lowers a step.
 *
 * @param block see `lowerGraph`; without it every runtime can run the model
 * @throws InputError `step-empty`; `trace-…`, see `traceStep`
 */
export function compileProgram(program: StepProgram, block: number | null = null): CompiledProgram {
  const { graph, noise } = traceStep(program);
  const changing = withoutUnchanged(graph);
  if (changing.outputs.length === 0)
    throw new InputError('step-empty', 'a step gives no output and changes no state', {
      place: program.name,
    });
  return { model: lowerGraph(optimize(changing), program.name, block), noise };
}

/** State that a step gives back as it got it need not travel: entries that are not returned persist. */
function withoutUnchanged(graph: Graph): Graph {
  const inputs = new Map(graph.inputs.map(({ name, value }) => [name, value]));
  const unchanged = (name: string): unknown => inputs.get(name.replace(/^next\//, 'state/'));
  return { ...graph, outputs: graph.outputs.filter(({ name, value }) => unchanged(name) !== value) };
}
