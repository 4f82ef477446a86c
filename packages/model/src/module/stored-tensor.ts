import { InputError } from '@frostline/base';
import { fromHost, keep, toHostSync } from '@frostline/engine';
import type { HostTensor, Tensor } from '@frostline/engine';
import { elementCount, sameShape, torchSize } from './shape.js';

/**
 * A named tensor of a module: its values live in host memory, a copy on the device is made when first asked for.
 * For the duration of a functional call another tensor may be bound in its place.
 */
export abstract class StoredTensor {
  private host: HostTensor | null = null;
  private device: Tensor | null = null;
  private bound: Tensor | null = null;

  constructor(
    readonly shape: readonly number[],
    readonly dtype: 'float32' | 'int32',
  ) {}

  /** Values of the first use: called when nothing has been stored yet. */
  protected abstract initialValues(): Float32Array | Int32Array;

  /** Number of elements. */
  get size(): number {
    return elementCount(this.shape);
  }

  /**
   * The tensor to compute with, on the active backend. It belongs to this object: do not dispose it.
   * Assigning takes the new tensor over and disposes the old one.
   *
   * @throws InputError `tensor-shape` when a tensor of another shape is assigned
   */
  get data(): Tensor {
    if (this.bound !== null) return this.bound;
    this.device ??= keep(fromHost(this.values()));
    return this.device;
  }

  set data(tensor: Tensor) {
    if (!sameShape(tensor.shape, this.shape))
      throw new InputError('tensor-shape', 'a tensor of another shape cannot replace this one', {
        found: torchSize(tensor.shape),
        allowed: torchSize(this.shape),
      });
    if (tensor === this.device) return;
    this.forget();
    this.device = keep(tensor);
  }

  /** The values in host memory; not a copy, so do not write to it. */
  values(): HostTensor {
    if (this.host === null)
      this.host =
        this.device === null
          ? { shape: this.shape, dtype: this.dtype, data: this.initialValues() }
          : toHostSync(this.device);
    return this.host;
  }

  /**
   * Replaces the values by a copy of `data` (row-major, `size` numbers).
   *
   * @throws InputError `tensor-shape` for another number of them
   */
  setValues(data: ArrayLike<number>): void {
    if (data.length !== this.size)
      throw new InputError('tensor-shape', 'so many values do not fill this tensor', {
        found: data.length,
        allowed: `${String(this.size)} for ${torchSize(this.shape)}`,
      });
    this.forget();
    const copy = this.dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
    this.host = { shape: this.shape, dtype: this.dtype, data: copy };
  }

  /** Drops what is stored, so that the next use starts from the initial values. */
  protected forget(): void {
    this.device?.dispose();
    this.device = null;
    this.host = null;
  }

  /** Whether another tensor stands in its place. */
  get isBound(): boolean {
    return this.bound !== null;
  }

  /** Lets `data` be `tensor` until the returned function is called. */
  bind(tensor: Tensor): () => void {
    const before = this.bound;
    this.bound = tensor;
    return () => {
      this.bound = before;
    };
  }
}
