import { dispose, keep, ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import type { Module, RemovableHandle } from './module.js';

/** Runs in the backward pass; a returned tensor replaces the gradient of the input. */
export type BackwardHook = (
  module: Module,
  gradInput: Tensor | null,
  gradOutput: Tensor,
) => Tensor | undefined;
/** Runs in the backward pass before the module's own; a returned tensor replaces the gradient of the output. */
export type BackwardPreHook = (module: Module, gradOutput: Tensor) => Tensor | undefined;

/** A call whose output's gradient has arrived, while that of its input has not. */
interface Waiting {
  readonly gradOutput: Tensor;
  finish(): void;
}

let waiting: Set<Waiting> | null = null;

/**
 * Runs `body`, which differentiates, and then the hooks of calls whose input has no gradient: only the end of a backward
 * pass tells that none will come.
 */
export function finishingBackwardHooks<T>(body: () => T): T {
  const before = waiting;
  const own = new Set<Waiting>();
  waiting = own;
  try {
    const result = body();
    for (const call of own) call.finish();
    return result;
  } finally {
    for (const { gradOutput } of own) dispose(gradOutput);
    waiting = before;
  }
}

/** One module's hooks of the backward pass. */
export class BackwardHooks {
  readonly #hooks = new Set<BackwardHook>();
  readonly #preHooks = new Set<BackwardPreHook>();

  constructor(private readonly module: Module) {}

  add(hook: BackwardHook): RemovableHandle {
    return register(this.#hooks, (module, gradInput, gradOutput) => hook(module, gradInput, gradOutput));
  }

  addPre(hook: BackwardPreHook): RemovableHandle {
    return register(this.#preHooks, (module, gradOutput) => hook(module, gradOutput));
  }

  /** Runs `call` so that the gradients of its input and its output pass by the hooks. */
  around(x: Tensor, call: (x: Tensor) => Tensor): Tensor {
    if (this.#hooks.size + this.#preHooks.size === 0) return call(x);
    let output: { readonly gradient: Tensor; readonly waits: Waiting } | null = null;
    const watched = ops.onGradient(x, (gradInput) => {
      if (output === null) return gradInput;
      const { gradient, waits } = output;
      const replaced = this.run(gradInput, gradient) ?? gradInput;
      if (waiting?.delete(waits) === true) dispose(waits.gradOutput);
      return replaced;
    });
    return ops.onGradient(call(watched), (arrived) => {
      let gradient = arrived;
      for (const hook of this.#preHooks) gradient = hook(this.module, gradient) ?? gradient;
      // The pass frees its tensors when it ends; a call that then still waits needs its own.
      const gradOutput = waiting === null ? gradient : keep(ops.reshape(gradient, gradient.shape));
      const waits = { gradOutput, finish: () => void this.run(null, gradOutput) };
      waiting?.add(waits);
      output = { gradient, waits };
      return gradient;
    });
  }

  private run(gradInput: Tensor | null, gradOutput: Tensor): Tensor | undefined {
    let replaced: Tensor | undefined;
    for (const hook of this.#hooks)
      replaced = hook(this.module, replaced ?? gradInput, gradOutput) ?? replaced;
    return replaced;
  }
}

function register<Hook>(hooks: Set<Hook>, hook: Hook): RemovableHandle {
  hooks.add(hook);
  return { remove: () => void hooks.delete(hook) };
}
