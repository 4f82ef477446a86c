import { Dropout } from '../layers/dropout.js';
import { GELU } from '../layers/gelu.js';
import { Linear } from '../layers/linear.js';
import { Sequential } from '../layers/sequential.js';

/** torchvision's `MLP` as transformers have it: widen, GELU, narrow, with dropout after each. */
export class MLP extends Sequential {
  constructor(features: number, hidden: number, dropout: number) {
    super(
      new Linear(features, hidden),
      new GELU(),
      new Dropout(dropout),
      new Linear(hidden, features),
      new Dropout(dropout),
    );
  }
}
