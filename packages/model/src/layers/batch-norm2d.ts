import { BatchNorm } from './batch-norm.js';

/** torch's `nn.BatchNorm2d`: [N, C, H, W] → the same, normalised per channel. */
export class BatchNorm2d extends BatchNorm {
  protected override readonly ranks = [4];
}
