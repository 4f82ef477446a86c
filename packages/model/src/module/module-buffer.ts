import type { Shape } from './shape.js';
import { StoredTensor } from './stored-tensor.js';

/** Module state that is saved but not learned, such as BatchNorm's running statistics (torch's `nn.Buffer`). */
export class ModuleBuffer extends StoredTensor {
  /** @param initial the value that every element starts with */
  constructor(
    shape: Shape,
    private readonly initial: number,
    dtype: 'float32' | 'int32' = 'float32',
  ) {
    super(shape, dtype);
  }

  /** Back to the initial value. */
  reset(): void {
    this.forget();
  }

  protected override initialValues(): Float32Array | Int32Array {
    const values = this.dtype === 'float32' ? new Float32Array(this.size) : new Int32Array(this.size);
    return values.fill(this.initial);
  }
}
