import { InputError } from '@frostline/base';
import type { Tensor } from '@frostline/engine';
import { Module } from '../module/module.js';
import { pairsOf, type NamedModules } from './named-modules.js';

/** torch's `nn.ModuleDict`: registers modules under the names that they are given, in that order. */
export class ModuleDict extends Module {
  constructor(modules: NamedModules = {}) {
    super();
    for (const [name, module] of pairsOf(modules)) this.set(name, module);
  }

  /** Adds a module, or replaces the one of this name. @throws InputError `module-name` */
  set(name: string, module: Module): this {
    if (this.has(name)) Reflect.set(this, name, module);
    else this.registerModule(name, module);
    return this;
  }

  has(name: string): boolean {
    return this.ownModules().some(([own]) => own === name);
  }

  /** @throws InputError `index` when there is no module of this name */
  get(name: string): Module {
    const found = this.ownModules().find(([own]) => own === name)?.[1];
    if (found === undefined)
      throw new InputError('index', 'no module of this name', { found: name, allowed: this.keys() });
    return found;
  }

  /** Takes a module out and returns it. @throws InputError `index` */
  pop(name: string): Module {
    const module = this.get(name);
    Reflect.deleteProperty(this, name);
    return module;
  }

  get size(): number {
    return this.ownModules().length;
  }

  keys(): string[] {
    return this.ownModules().map(([name]) => name);
  }

  values(): Module[] {
    return this.ownModules().map(([, module]) => module);
  }

  entries(): [string, Module][] {
    return this.ownModules();
  }

  /** @throws InputError `not-callable`: a dictionary only holds modules */
  forward(): Tensor {
    throw new InputError('not-callable', 'a ModuleDict has no forward', {
      fix: 'call its modules one by one, or use Sequential',
    });
  }
}
