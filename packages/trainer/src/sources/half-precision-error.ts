import type { StepCache } from '../step-cache.js';
import type { PhaseModel } from '../phase-model.js';
import { openPrefix, type PrefixSizes } from './prefix-runner.js';

/**
 * What half precision costs a frozen prefix: the largest difference of its features from those in float32 on the same
 * device, relative to the largest feature.
 *
 * @param pixels one batch of images, uint8 [N, S, S, 3]
 */
export async function halfPrecisionError(
  model: PhaseModel,
  cache: StepCache,
  { sizes, pixels }: { readonly sizes: PrefixSizes; readonly pixels: Uint8Array },
): Promise<number> {
  const featuresOf = async (exact: boolean): Promise<Float32Array> => {
    const prefix = await openPrefix(model, cache, { ...sizes, exact });
    try {
      return (await prefix.run(pixels)).data;
    } finally {
      prefix.close();
    }
  };
  const [half, exact] = [await featuresOf(false), await featuresOf(true)];
  let [error, largest] = [0, 0];
  for (const [index, value] of exact.entries()) {
    error = Math.max(error, Math.abs((half[index] ?? Number.NaN) - value));
    largest = Math.max(largest, Math.abs(value));
  }
  return largest === 0 ? error : error / largest;
}
