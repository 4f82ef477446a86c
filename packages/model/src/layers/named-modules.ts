import type { Module } from '../module/module.js';

/** Modules with their names, in order. */
export type NamedModules = Readonly<Record<string, Module>> | Iterable<readonly [string, Module]>;

export const pairsOf = (modules: NamedModules): Iterable<readonly [string, Module]> =>
  Symbol.iterator in modules ? modules : Object.entries(modules);
