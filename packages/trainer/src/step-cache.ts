import { hashOf } from '@frostline/base';
import type { CompiledStep, Engine, StepProgram } from '@frostline/engine';
import { OnnxModels } from './onnx-models.js';

/**
 * Compiled steps of one process and what it knows of models in files, so that folds and trials which differ only in numbers compile once.
 * Holds the `capacity` most recently used; an older one is disposed.
 */
export class StepCache {
  readonly models = new OnnxModels();
  private readonly steps = new Map<string, Promise<CompiledStep>>();

  constructor(
    readonly engine: Engine,
    private readonly capacity = 24,
  ) {}

  /**
   * @param identity everything that the program depends on, as plain data
   * @param program called only when nothing is held under `identity`
   */
  async compiled(identity: unknown, program: () => StepProgram): Promise<CompiledStep> {
    const key = hashOf(identity);
    const step = this.steps.get(key) ?? this.engine.compile(program());
    this.steps.delete(key);
    this.steps.set(key, step);
    step.catch(() => this.steps.delete(key));
    for (const [oldest, held] of this.steps) {
      if (this.steps.size <= this.capacity) break;
      this.steps.delete(oldest);
      (await held).dispose();
    }
    return step;
  }

  async dispose(): Promise<void> {
    const held = [...this.steps.values()];
    this.steps.clear();
    for (const step of await Promise.allSettled(held)) if (step.status === 'fulfilled') step.value.dispose();
  }
}
