import { foldUniform } from './fold-uniform.js';
import type { Graph } from './graph.js';
import { removeDead } from './remove-dead.js';
import { removeDuplicates } from './remove-duplicates.js';
import { rewrite } from './rewrite.js';
import { simplifications } from './simplify.js';

/** The compiler's passes in order; the result computes the same outputs from the same inputs. */
export function optimize(graph: Graph): Graph {
  const pruned = removeDead(graph);
  const simplified = rewrite(pruned, [foldUniform, ...simplifications]);
  return removeDead(removeDuplicates(simplified));
}
