import { InputError, InternalError } from '@frostline/base';
import type { HostRecord, Tensor } from '@frostline/engine';
import { BackwardHooks, type BackwardHook, type BackwardPreHook } from './backward-hooks.js';
import type { Cost } from './cost.js';
import { loadStateDict, type LoadResult } from './load-state-dict.js';
import { ModuleBuffer } from './module-buffer.js';
import { Parameter } from './parameter.js';
import { moduleToString } from './repr.js';
import type { Shape } from './shape.js';

/** Runs before `forward`; a returned tensor replaces the input. */
export type ForwardPreHook = (module: Module, input: Tensor) => Tensor | undefined;
/** Runs after `forward`; a returned tensor replaces the output. */
export type ForwardHook = (module: Module, input: Tensor, output: Tensor) => Tensor | undefined;

/** Undoes a registration. */
export interface RemovableHandle {
  remove(): void;
}

/**
 * torch's `nn.Module`: a tree of layers, their parameters and buffers. Whatever a constructor assigns to a property is
 * registered under that property's name, in that order; keys and printed forms are torch's.
 *
 * @example
 * class MyModel extends Module {
 *   conv1 = new Conv2d(3, 20, 5);
 *   conv2 = new Conv2d(20, 20, 5);
 *   forward(x: Tensor) {
 *     return ops.relu(this.conv2.call(ops.relu(this.conv1.call(x))));
 *   }
 * }
 */
export abstract class Module {
  /** Set by `train()` and `eval()`; read by BatchNorm and dropout. */
  training = true;
  /** Whether this module behaves as in evaluation whatever its mode is: survives `train()`. Freeze strategies set it. */
  frozen = false;
  /** Names of properties in the order in which they were taken: an object lists those like `0` before all others. */
  readonly #names = new Set<string>();
  readonly #preHooks = new Set<ForwardPreHook>();
  readonly #hooks = new Set<ForwardHook>();
  readonly #backwardHooks = new BackwardHooks(this);

  /** Computes the output. Call the module with `call`, which also runs its hooks. A subclass may take more inputs. */
  abstract forward(x: Tensor, ...more: never[]): Tensor;

  /** Runs the hooks and `forward`, with what that takes: torch's `module(x)`. Hooks see the first input. */
  call(...inputs: Parameters<this['forward']>): Tensor {
    const [x, ...more] = inputs as [Tensor, ...never[]];
    let input = x;
    for (const hook of this.#preHooks) input = hook(this, input) ?? input;
    return this.#backwardHooks.around(input, (watched) => {
      let output = this.forward(watched, ...more);
      for (const hook of this.#hooks) output = hook(this, watched, output) ?? output;
      return output;
    });
  }

  registerForwardPreHook(hook: ForwardPreHook): RemovableHandle {
    const own: ForwardPreHook = (module, input) => hook(module, input);
    this.#preHooks.add(own);
    return { remove: () => void this.#preHooks.delete(own) };
  }

  registerForwardHook(hook: ForwardHook): RemovableHandle {
    const own: ForwardHook = (module, input, output) => hook(module, input, output);
    this.#hooks.add(own);
    return { remove: () => void this.#hooks.delete(own) };
  }

  /**
   * Called when `backward` has the gradients of what went in and came out (torch's `register_full_backward_hook`); a
   * returned tensor replaces the input's. An input that no parameter leads to has gradient null; where a step
   * differentiates with the engine's `valueAndGradients`, the hook is not called then.
   */
  registerFullBackwardHook(hook: BackwardHook): RemovableHandle {
    return this.#backwardHooks.add(hook);
  }

  /** Called with the gradient of what came out, before this module's own; a returned tensor replaces it. */
  registerFullBackwardPreHook(hook: BackwardPreHook): RemovableHandle {
    return this.#backwardHooks.addPre(hook);
  }

  /** Adds a child under a computed name. @throws InputError `module-name` */
  registerModule(name: string, module: Module): void {
    this.#register(name, module);
  }

  /** Adds a parameter under a computed name. @throws InputError `module-name` */
  registerParameter(name: string, parameter: Parameter): void {
    this.#register(name, parameter);
  }

  /** Adds a buffer under a computed name. @throws InputError `module-name` */
  registerBuffer(name: string, buffer: ModuleBuffer): void {
    this.#register(name, buffer);
  }

  #register(name: string, value: Module | Parameter | ModuleBuffer): void {
    if (name === '' || name.includes('.') || name in this)
      throw new InputError('module-name', 'a module, parameter or buffer cannot have this name', {
        found: name,
        allowed: `a name without a dot that ${this.constructor.name} does not have yet`,
      });
    this.#noteNames();
    Reflect.set(this, name, value);
    this.#names.add(name);
  }

  /** Adds the names that were assigned since, and drops those that are gone. */
  #noteNames(): void {
    for (const name of this.#names) if (!Object.hasOwn(this, name)) this.#names.delete(name);
    for (const name of Object.keys(this)) this.#names.add(name);
  }

  /** Direct children with their names; a child that stands under two names comes once, as in torch. */
  *namedChildren(): Generator<[string, Module]> {
    const seen = new Set<Module>();
    for (const [name, child] of this.ownModules()) {
      if (seen.has(child)) continue;
      seen.add(child);
      yield [name, child];
    }
  }

  *children(): Generator<Module> {
    for (const [, child] of this.namedChildren()) yield child;
  }

  /** This module (named `prefix`) and all below it, each once, parents first. */
  *namedModules(prefix = '', seen = new Set<Module>()): Generator<[string, Module]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.ownModules()) yield* child.namedModules(join(prefix, name), seen);
  }

  *modules(): Generator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /** All parameters with their state-dict keys; a tied one comes once, under its first key. */
  *namedParameters(): Generator<[string, Parameter]> {
    yield* this.#distinct((module) => module.ownParameters());
  }

  *parameters(): Generator<Parameter> {
    for (const [, parameter] of this.namedParameters()) yield parameter;
  }

  *namedBuffers(): Generator<[string, ModuleBuffer]> {
    yield* this.#distinct((module) => module.ownBuffers());
  }

  *buffers(): Generator<ModuleBuffer> {
    for (const [, buffer] of this.namedBuffers()) yield buffer;
  }

  *#distinct<T>(own: (module: Module) => Iterable<[string, T]>): Generator<[string, T]> {
    const seen = new Set<T>();
    for (const [path, module] of this.namedModules())
      for (const [name, value] of own(module)) {
        if (seen.has(value)) continue;
        seen.add(value);
        yield [join(path, name), value];
      }
  }

  /** The module at a path such as `features.0`; the empty path is this one. @throws InputError `module-path` */
  getSubmodule(path: string): Module {
    if (path === '') return this;
    const [name = '', ...below] = path.split('.');
    return present(this, name, this.ownModules(), 'module').getSubmodule(below.join('.'));
  }

  /** The parameter at a state-dict key. @throws InputError `module-path` */
  getParameter(key: string): Parameter {
    const [owner, name] = this.#ownerOf(key);
    return present(owner, name, owner.ownParameters(), 'parameter');
  }

  /** The buffer at a state-dict key. @throws InputError `module-path` */
  getBuffer(key: string): ModuleBuffer {
    const [owner, name] = this.#ownerOf(key);
    return present(owner, name, owner.ownBuffers(), 'buffer');
  }

  #ownerOf(key: string): [Module, string] {
    const dot = key.lastIndexOf('.');
    return [this.getSubmodule(key.slice(0, Math.max(dot, 0))), key.slice(dot + 1)];
  }

  /** Children of this module alone, tied ones under each of their names. */
  ownModules(): [string, Module][] {
    return this.#own((value) => value instanceof Module);
  }

  /** Parameters of this module alone. */
  ownParameters(): [string, Parameter][] {
    return this.#own((value) => value instanceof Parameter);
  }

  /** Buffers of this module alone. */
  ownBuffers(): [string, ModuleBuffer][] {
    return this.#own((value) => value instanceof ModuleBuffer);
  }

  #own<T>(is: (value: unknown) => value is T): [string, T][] {
    this.#noteNames();
    return Array.from(this.#names, (name): [string, unknown] => [name, Reflect.get(this, name)]).filter(
      (entry): entry is [string, T] => is(entry[1]),
    );
  }

  /** Parameters and persistent buffers of this module alone: what a state dict holds of it. */
  ownState(): [string, Parameter | ModuleBuffer][] {
    return [...this.ownParameters(), ...this.ownBuffers().filter(([, { persistent }]) => persistent)];
  }

  /** What a state dict holds, in its order, without looking at values: tied ones come under each of their keys. */
  *namedState(prefix = ''): Generator<[string, Parameter | ModuleBuffer]> {
    for (const [name, stored] of this.ownState()) yield [prefix + name, stored];
    for (const [name, child] of this.ownModules()) yield* child.namedState(`${prefix}${name}.`);
  }

  /** Copies of all parameters and persistent buffers, in torch's order; tied ones under each of their keys. */
  stateDict(prefix = ''): HostRecord {
    return Object.fromEntries(
      Array.from(this.namedState(prefix), ([key, stored]) => {
        const values = stored.values();
        return [key, { ...values, data: values.data.slice() }];
      }),
    );
  }

  /**
   * Copies values in, all or, when anything is wrong, none.
   *
   * @param strict whether missing and unexpected keys are errors; a size mismatch always is
   * @throws InputError `state-dict` with torch's message
   */
  loadStateDict(state: HostRecord, { strict = true }: { strict?: boolean } = {}): LoadResult {
    return loadStateDict(this, state, strict);
  }

  /** Whether `backward` computes gradients for the parameters below; never changes BatchNorm's mode. */
  requiresGrad_(requiresGrad = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = requiresGrad;
    return this;
  }

  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Calls `visit` with every module below, children first, and with this one at last. */
  apply(visit: (module: Module) => void): this {
    for (const child of this.children()) child.apply(visit);
    visit(this);
    return this;
  }

  /**
   * Output shape and multiply-accumulates for an input of this shape, found without any tensor.
   * A layer without children leaves the shape alone unless it says otherwise; a module with children has to say.
   */
  cost(input: Shape): Cost {
    if (this.ownModules().length > 0)
      throw new InternalError(`${this.constructor.name} has children and must define cost()`);
    return { shape: input, macs: 0 };
  }

  /** The settings that stand between the parentheses when the module is printed. */
  extraRepr(): string {
    return '';
  }

  /** torch's printed form. */
  toString(): string {
    return moduleToString(this);
  }

  /** Makes `console.log(module)` print what torch prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function present<T>(owner: Module, name: string, own: readonly [string, T][], kind: string): T {
  const found = own.find(([other]) => other === name)?.[1];
  if (found === undefined)
    throw new InputError('module-path', `${owner.constructor.name} has no ${kind} of this name`, {
      found: name,
      allowed: own.map(([other]) => other),
    });
  return found;
}

const join = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`);
