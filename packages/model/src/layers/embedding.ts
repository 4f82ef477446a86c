import { InputError } from '@frostline/base';
import { ops } from '@frostline/engine';
import type { Tensor } from '@frostline/engine';
import { normal } from '../init.js';
import type { Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import { Parameter } from '../module/parameter.js';
import type { Shape } from '../module/shape.js';

/** torch's `nn.Embedding`: whole numbers of any shape → a row of the table for each, [..., embeddingDim]. */
export class Embedding extends Module {
  readonly weight: Parameter;
  readonly paddingIdx: number | null;

  /**
   * @param options.paddingIdx a row that starts as zeros and gets no gradient; negative ones count from the end
   * @throws InputError `layer-settings` when the table has no such row
   */
  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    { paddingIdx = null }: { readonly paddingIdx?: number | null } = {},
  ) {
    super();
    const padding = paddingIdx !== null && paddingIdx < 0 ? numEmbeddings + paddingIdx : paddingIdx;
    if (padding !== null && !(Number.isInteger(padding) && padding >= 0 && padding < numEmbeddings))
      throw new InputError('layer-settings', 'paddingIdx must be a row of the table', {
        found: paddingIdx,
        allowed: `${String(-numEmbeddings)} to ${String(numEmbeddings - 1)}`,
      });
    this.paddingIdx = padding;
    const draw = normal(0, 1);
    this.weight = new Parameter([numEmbeddings, embeddingDim], (count, source) => {
      const values = draw(count, source);
      if (padding !== null) values.fill(0, padding * embeddingDim, (padding + 1) * embeddingDim);
      return values;
    });
  }

  /** @throws InputError `gather-index` for a row that the table does not have; see `ops.gather` */
  forward(x: Tensor): Tensor {
    const rows = ops.gather(this.table(), ops.reshape(x, [-1]));
    return ops.reshape(rows, [...x.shape, this.embeddingDim]);
  }

  private table(): Tensor {
    const { weight, paddingIdx, numEmbeddings } = this;
    if (paddingIdx === null) return weight.data;
    const learned = Float32Array.from({ length: numEmbeddings }, (_, row) => Number(row !== paddingIdx));
    return ops.onGradient(weight.data, (dy) => ops.mul(dy, ops.constant(learned, [numEmbeddings, 1])));
  }

  override cost(input: Shape): Cost {
    return { shape: [...input, this.embeddingDim], macs: 0 };
  }

  override extraRepr(): string {
    const padding = this.paddingIdx === null ? '' : `, padding_idx=${String(this.paddingIdx)}`;
    return `${String(this.numEmbeddings)}, ${String(this.embeddingDim)}${padding}`;
  }
}
