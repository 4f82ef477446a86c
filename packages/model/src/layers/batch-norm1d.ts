import { BatchNorm } from './batch-norm.js';

/** torch's `nn.BatchNorm1d`: [N, C] or [N, C, L] → the same, normalised per channel. */
export class BatchNorm1d extends BatchNorm {
  protected override readonly ranks = [2, 3];
}
