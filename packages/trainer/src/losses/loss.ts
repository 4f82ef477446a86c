import type { ops, Tensor } from '@frostline/engine';
import type { TrialSettings } from '@frostline/protocol';

/** What a loss is made of, inside a traced program. */
export interface LossInputs {
  /** The operations that there are; those of tensors only: a number read from one would be that of a single batch. */
  readonly ops: typeof ops;
  /** What the net says, float32 [N, C]. */
  readonly logits: Tensor;
  /** Class indices, int32 [N]. */
  readonly labels: Tensor;
  /**
   * Weight of each class, float32 [C], scaled so that the mean over the labels of the optimizer step is 1: the mean over
   * rows of weight times loss is then torch's weighted mean, which divides by the sum of the weights.
   */
  readonly classWeights: Tensor;
  /** The numbers of `scalars`. */
  readonly scalars: Readonly<Record<string, Tensor>>;
}

/** What training makes small. Add one: a file beside this, a line in `index.ts` and in the protocol, a golden from torch. */
export interface Loss {
  /** Lower case, digits and underscores; two losses of one process have different ones. */
  readonly name: string;
  /** How logits become probabilities: softmax unless told, or each class's sigmoid divided by the sum of them. */
  readonly activation?: 'softmax' | 'sigmoid';
  /** The numbers that a step is given from outside, so that trials which differ in them share one compiled program. */
  readonly scalars?: (settings: TrialSettings) => Readonly<Record<string, number>>;
  /** One value: the batch's mean. */
  readonly loss: (inputs: LossInputs) => Tensor;
}
