import type { Shape } from './shape.js';
import { StoredTensor } from './stored-tensor.js';

export interface ModuleBufferOptions {
  readonly dtype?: 'float32' | 'int32';
  /** Whether it belongs to the state dict; default true. */
  readonly persistent?: boolean;
}

/**
 * Module state that is saved but not learned, such as BatchNorm's running statistics or a table of positions (torch's
 * `nn.Buffer`). Its whole numbers are int32 here and I64 in files, as torch writes them.
 */
export class ModuleBuffer extends StoredTensor {
  readonly persistent: boolean;

  /** @param initial the value that every element starts with, or all values, row-major, made when first needed */
  constructor(
    shape: Shape,
    private readonly initial: number | (() => ArrayLike<number>),
    { dtype = 'float32', persistent = true }: ModuleBufferOptions = {},
  ) {
    super(shape, dtype);
    this.persistent = persistent;
  }

  /** Back to the initial value. */
  reset(): void {
    this.forget();
  }

  protected override initialValues(): Float32Array | Int32Array {
    const { initial } = this;
    const values = this.dtype === 'float32' ? new Float32Array(this.size) : new Int32Array(this.size);
    if (typeof initial === 'number') return values.fill(initial);
    values.set(initial());
    return values;
  }
}
