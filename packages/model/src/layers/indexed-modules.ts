import { InputError } from '@frostline/base';
import { Module } from '../module/module.js';

/** What torch's `nn.Sequential` and `nn.ModuleList` share: modules in order, those appended named by their index. */
export abstract class IndexedModules extends Module {
  get length(): number {
    return this.ownModules().length;
  }

  *[Symbol.iterator](): Generator<Module> {
    for (const [, module] of this.ownModules()) yield module;
  }

  /** The module at an index; negative ones count from the end. @throws InputError `index` */
  at(index: number): Module {
    return this.#entry(index)[1];
  }

  /** Puts another module in the place of one. @throws InputError `index` */
  set(index: number, module: Module): this {
    Reflect.set(this, this.#entry(index)[0], module);
    return this;
  }

  append(module: Module): this {
    this.registerModule(String(this.length), module);
    return this;
  }

  extend(modules: Iterable<Module>): this {
    for (const module of [...modules]) this.append(module);
    return this;
  }

  /** Puts a module before the one at `index`; those behind it are renamed. @throws InputError `index` */
  insert(index: number, module: Module): this {
    const modules = [...this];
    const at = index < 0 ? index + modules.length : index;
    if (at < 0 || at > modules.length) throw outOfRange(index, modules.length + 1);
    modules.splice(at, 0, module);
    for (const [name] of this.ownModules()) Reflect.deleteProperty(this, name);
    return this.extend(modules);
  }

  #entry(index: number): [string, Module] {
    const modules = this.ownModules();
    const found = modules.at(index);
    if (found === undefined) throw outOfRange(index, modules.length);
    return found;
  }
}

const outOfRange = (index: number, length: number): InputError =>
  new InputError('index', 'no module at this index', {
    found: index,
    allowed: `${String(-length)} to ${String(length - 1)}`,
  });
