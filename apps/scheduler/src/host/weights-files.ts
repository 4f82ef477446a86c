import { InputError } from '@frostline/base';
import type * as Model from '@frostline/model';
import type { Catalog } from '@frostline/protocol';
import type { WeightsFile, WeightsFiles } from '@frostline/sweep';
import path from 'node:path';

/**
 * Looks into the weights files that a sweep names.
 *
 * @param folder that of the sweep file, which the names are relative to
 */
export async function readWeightsFiles(
  names: readonly string[],
  folder: string,
  { backbones }: Catalog,
): Promise<WeightsFiles> {
  if (names.length === 0) return {};
  // The nets come with the tensor runtime, which a sweep without such files can do without.
  const model = await import('@frostline/model');
  const look = (name: string): WeightsFile => {
    try {
      const file = path.resolve(folder, name);
      const weights = model.loadWeights(file);
      const misfits = backbones.flatMap((backbone) => {
        const why = whyMisfit(model, backbone.name, weights);
        return why === undefined ? [] : [[backbone.name, `${name} ${why}`] as const];
      });
      return { path: file, sha256: weights.sha256, misfits: Object.fromEntries(misfits) };
    } catch (error) {
      if (error instanceof InputError) return { problem: error.message };
      throw error;
    }
  };
  return Object.fromEntries(names.map((name) => [name, look(name)]));
}

/** Loads them as a trial would, into a net that nobody uses. */
function whyMisfit(
  { createBackbone, loadPretrained }: typeof Model,
  backbone: string,
  weights: Model.Weights,
): string | undefined {
  const { arch } = weights;
  if (arch !== null && arch !== backbone) return `holds weights of ${arch}, not of ${backbone}`;
  try {
    loadPretrained(createBackbone(backbone), weights, { head: 'new' });
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return `does not fit ${backbone}: ${firstLines(error.message)}`;
    throw error;
  }
}

/** What torch says of a state dict lists every key. */
function firstLines(message: string): string {
  const text = message.replaceAll(/\s+/g, ' ');
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
