import type { Tensor } from '@frostline/engine';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';
import { IndexedModules } from './indexed-modules.js';
import { pairsOf, type NamedModules } from './named-modules.js';

/**
 * torch's `nn.Sequential`: modules named 0, 1, …, or as a record or pairs name them, run one after the other. Pairs keep
 * their order whatever the names are, a record as JavaScript does: names like `0` come first.
 */
export class Sequential extends IndexedModules {
  constructor(...modules: readonly Module[] | [NamedModules]) {
    super();
    for (const given of modules)
      if (given instanceof Module) this.append(given);
      else for (const [name, module] of pairsOf(given)) this.registerModule(name, module);
  }

  forward(x: Tensor): Tensor {
    return this.forwardRange(x, 0);
  }

  /** Runs modules `from` (inclusive) to `to` (exclusive), with their hooks but not this module's own. */
  forwardRange(x: Tensor, from: number, to?: number): Tensor {
    return this.ownModules()
      .slice(from, to)
      .reduce((value, [, module]) => module.call(value), x);
  }

  override cost(input: Shape): Cost {
    return this.costOfRange(input, 0);
  }

  /** As `cost`, of what `forwardRange` runs. */
  costOfRange(input: Shape, from: number, to?: number): Cost {
    const modules = this.ownModules().slice(from, to);
    return chainCost(
      modules.map(([, module]) => module),
      input,
    );
  }
}
