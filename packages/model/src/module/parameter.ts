import type { Tensor } from '@frostline/engine';
import { namedUniforms, nextDefaultUniforms, type UniformSource } from './generator.js';
import type { Shape } from './shape.js';
import { StoredTensor } from './stored-tensor.js';

/** How a parameter gets its first values: `count` numbers, row-major, drawn from `source`. */
export type Initializer = (count: number, source: UniformSource) => Float32Array;

/**
 * A tensor that is learned. Its values are drawn when they are first needed, so building a large net costs nothing.
 *
 * `data`, `grad` and `requiresGrad` mean what they mean in torch; a gradient that a loss does not reach stays null.
 */
export class Parameter extends StoredTensor {
  requiresGrad = true;
  private gradient: Tensor | null = null;
  private source: UniformSource = nextDefaultUniforms();

  constructor(
    shape: Shape,
    private initializer: Initializer,
  ) {
    super(shape, 'float32');
  }

  /** Whether `backward` computes its gradient. */
  requiresGrad_(requiresGrad = true): this {
    this.requiresGrad = requiresGrad;
    return this;
  }

  /** The gradient that `backward` has added up; belongs to the parameter. Assigning disposes the old one. */
  get grad(): Tensor | null {
    return this.gradient;
  }

  set grad(tensor: Tensor | null) {
    if (tensor !== this.gradient) this.gradient?.dispose();
    this.gradient = tensor;
  }

  /** Draws the values again, by another rule, from the default generator. */
  reset(initializer: Initializer): void {
    this.initializer = initializer;
    this.source = nextDefaultUniforms();
    this.forget();
  }

  /** Draws the values again by the same rule; they depend on nothing but `seed` and `name`. */
  redraw(seed: number, name: string): void {
    this.source = namedUniforms(seed, name);
    this.forget();
  }

  protected override initialValues(): Float32Array {
    return this.initializer(this.size, this.source);
  }
}
