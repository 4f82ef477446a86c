import { ModuleDict } from '../layers/module-dict.js';
import { ModuleList } from '../layers/module-list.js';
import { Sequential } from '../layers/sequential.js';
import type { Module } from '../module/module.js';
import { belongsTo, type Stage } from './stage.js';

/** A path of a stage's, and whether it is a block of its own. */
interface Piece {
  readonly path: string;
  readonly isBlock: boolean;
}

/**
 * The parameter keys of a stage by block, in order: the unit in which layer-wise rates decay. A block is what the
 * paper draws as one: a residual unit, a Fire module, an encoder layer. Layers that stand alone belong to the block before
 * them, as in timm; at the beginning of a stage, such as those of a stem, they are one block together.
 *
 * @param keys those of the stage's parameters
 * @param modules all modules of the net by path
 */
export function blocksOf(
  { paths }: Pick<Stage, 'paths'>,
  keys: readonly string[],
  modules: ReadonlyMap<string, Module>,
): string[][] {
  const blocks: string[][] = [];
  for (const { path, isBlock } of paths.flatMap((path) => piecesOf(path, modules.get(path)))) {
    const own = keys.filter((key) => belongsTo({ paths: [path] }, key));
    const last = blocks.at(-1);
    if (own.length === 0) continue;
    if (isBlock || last === undefined) blocks.push(own);
    else last.push(...own);
  }
  return blocks;
}

/** @param module undefined where the path is a parameter's */
function piecesOf(path: string, module: Module | undefined): Piece[] {
  const children = module?.ownModules() ?? [];
  if (children.length === 0) return [{ path, isBlock: false }];
  const holdsOthers =
    module instanceof Sequential || module instanceof ModuleList || module instanceof ModuleDict;
  if (!holdsOthers) return [{ path, isBlock: true }];
  return children.flatMap(([name, child]) => piecesOf(`${path}.${name}`, child));
}
