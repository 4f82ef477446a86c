import { InputError } from '@frostline/base';
import type { Tensor } from '@frostline/engine';
import type { Module } from '../module/module.js';
import { indent } from '../module/repr.js';
import { IndexedModules } from './indexed-modules.js';

/** torch's `nn.ModuleList`: registers modules under 0, 1, …; printed with equal neighbours folded. */
export class ModuleList extends IndexedModules {
  constructor(modules: Iterable<Module> = []) {
    super();
    this.extend(modules);
  }

  /** @throws InputError `not-callable`: a list only holds modules */
  forward(): Tensor {
    throw new InputError('not-callable', 'a ModuleList has no forward', {
      fix: 'call its modules one by one, or use Sequential',
    });
  }

  override toString(): string {
    const name = this.constructor.name;
    const lines = this.folded().map(({ first, last, text }) => {
      const count = last - first + 1;
      return indent(
        count === 1
          ? `(${String(first)}): ${text}`
          : `(${String(first)}-${String(last)}): ${String(count)} x ${text}`,
      );
    });
    return lines.length === 0 ? `${name}()` : `${name}(\n  ${lines.join('\n  ')}\n)`;
  }

  private folded(): { first: number; last: number; text: string }[] {
    const runs: { first: number; last: number; text: string }[] = [];
    for (const [index, module] of [...this].entries()) {
      const text = module.toString();
      const run = runs.at(-1);
      if (run?.text === text) run.last = index;
      else runs.push({ first: index, last: index, text });
    }
    return runs;
  }
}
