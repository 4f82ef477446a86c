import { InputError } from '@frostline/base';
import type * as Model from '@frostline/model';
import type { Catalog } from '@frostline/protocol';
import type { WeightsFile, WeightsFiles } from '@frostline/sweep';
import path from 'node:path';

/** Told while weights are fetched; `total` is undefined when nobody knows it. */
export type FetchProgress = (name: string, done: number, total: number | undefined) => void;

/**
 * Looks into the weights that a sweep names, and fetches those of the Hugging Face hub that are not on this machine.
 *
 * @param folder that of the sweep file, which paths are relative to
 */
export async function readWeightsFiles(
  names: readonly string[],
  folder: string,
  { backbones }: Catalog,
  onFetch?: FetchProgress,
): Promise<WeightsFiles> {
  if (names.length === 0) return {};
  // The nets come with the tensor runtime, which a sweep without such weights can do without.
  const model = await import('@frostline/model');
  const look = async (given: string): Promise<WeightsFile> => {
    const name = model.findWeights(given) === null ? path.resolve(folder, given) : given;
    try {
      await model.fetchWeights(name, { onProgress: (done, total) => onFetch?.(given, done, total) });
      const weights = model.loadWeights(name);
      const misfits = backbones.flatMap((backbone) => {
        const why = whyMisfit(model, backbone.name, weights);
        return why === undefined ? [] : [[backbone.name, `${given} ${why}`] as const];
      });
      const { sha256, licence } = weights;
      const classes = weights.classes?.length ?? null;
      return { name, sha256, misfits: Object.fromEntries(misfits), classes, licence };
    } catch (error) {
      if (error instanceof InputError) return { problem: error.message };
      throw error;
    }
  };
  const files: Record<string, WeightsFile> = {};
  // One after the other: each may be hundreds of megabytes, on the wire and in memory.
  for (const name of names) files[name] = await look(name);
  return files;
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
