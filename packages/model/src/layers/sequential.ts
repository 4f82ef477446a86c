import { InputError } from '@frostline/base';
import type { Tensor } from '@frostline/engine';
import { chainCost, type Cost } from '../module/cost.js';
import { Module } from '../module/module.js';
import type { Shape } from '../module/shape.js';

/** torch's `nn.Sequential`: modules named 0, 1, …, run one after the other. */
export class Sequential extends Module {
  constructor(...modules: readonly Module[]) {
    super();
    for (const [index, module] of modules.entries()) this.registerModule(String(index), module);
  }

  get length(): number {
    return this.ownModules().length;
  }

  /** The module at an index; negative ones count from the end. @throws InputError `index` */
  at(index: number): Module {
    const modules = this.ownModules();
    const found = modules.at(index)?.[1];
    if (found === undefined)
      throw new InputError('index', 'no module at this index', {
        found: index,
        allowed: `${String(-modules.length)} to ${String(modules.length - 1)}`,
      });
    return found;
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
