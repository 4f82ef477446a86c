import { InputError } from '@frostline/base';
import { tf } from './tfjs.js';
import type { Tensor, TensorRecord } from './tensor.js';

export interface Differentiable {
  /** What to differentiate: one value. */
  readonly loss: Tensor;
  /** Whatever else the caller wants from the forward pass: predictions, new statistics. */
  readonly aux?: TensorRecord;
}

export interface ValueAndGradients {
  readonly loss: Tensor;
  readonly aux: TensorRecord;
  /** One per parameter; null where the loss does not depend on it (torch's `None`). */
  readonly gradients: (Tensor | null)[];
}

/**
 * Runs `f` and differentiates its loss with respect to `parameters`, by reverse-mode differentiation.
 *
 * @throws InputError `loss-shape` when the loss has more than one value
 */
export function valueAndGradients(f: () => Differentiable, parameters: readonly Tensor[]): ValueAndGradients {
  const kept: TensorRecord = {};
  const forward = (): Tensor => {
    const { loss, aux = {} } = f();
    if (loss.size !== 1)
      throw new InputError('loss-shape', 'a loss is one value', {
        found: loss.shape,
        fix: 'take its mean or sum',
      });
    for (const [name, tensor] of Object.entries(aux)) kept[name] = tf.keep(tf.clone(tensor));
    return loss;
  };
  try {
    if (parameters.length === 0) return { loss: tf.tidy(forward), aux: handOver(kept), gradients: [] };
    // No seed gradient (ones), and no error for parameters that the loss does not depend on.
    const { value, grads } = tf.engine().gradients(forward, [...parameters], undefined, true);
    return { loss: value, aux: handOver(kept), gradients: grads.map((gradient) => gradient ?? null) };
  } catch (error) {
    releaseTape();
    throw error;
  } finally {
    tf.dispose(kept);
  }
}

/** Copies (by reference) whose life is the caller's scope again. */
function handOver(kept: TensorRecord): TensorRecord {
  return Object.fromEntries(Object.entries(kept).map(([name, tensor]) => [name, tf.clone(tensor)]));
}

/** tfjs forgets what a failed forward pass had saved for its gradients. */
function releaseTape(): void {
  const { activeTape, gradientDepth } = tf.engine().state;
  if (gradientDepth === 0) for (const { saved = [] } of activeTape ?? []) tf.dispose(saved);
}
