import { InputError } from '@frostline/base';
import type { HostTensor } from '@frostline/engine';

/** How a model's output becomes one vector of features per image. */
export type Pooling = 'none' | 'mean over space' | 'mean over tokens' | 'first token';

/**
 * What is done with an output of some shape: vectors [N, F] stay as they are, maps [N, C, H, W] are averaged over space.
 * Of tokens [N, T, F], the first is the class token of a ViT; where T is a square number there is none (Swin, SigLIP), since
 * the tokens are then the patches of a square image, and they are averaged.
 *
 * @throws InputError `onnx-output` for other outputs
 */
export function poolingOf({ shape, dtype }: Pick<HostTensor, 'shape' | 'dtype'>, place: string): Pooling {
  const [, second = 0] = shape;
  if (dtype === 'float32' && shape.length === 2) return 'none';
  if (dtype === 'float32' && shape.length === 3)
    return Number.isInteger(Math.sqrt(second)) ? 'mean over tokens' : 'first token';
  if (dtype === 'float32' && shape.length === 4) return 'mean over space';
  throw new InputError('onnx-output', 'this output cannot be taken for features', {
    place,
    found: `${dtype} [${shape.join(', ')}]`,
    allowed: 'float32 [batch, features], [batch, tokens, features] or [batch, channels, height, width]',
    fix: 'name another value of the model behind a #',
  });
}

/** Number of features that an output of this shape becomes. */
export function featureCount(shape: readonly number[], pooling: Pooling): number {
  return (pooling === 'mean over space' ? shape[1] : shape.at(-1)) ?? 0;
}

/** One vector per image, row-major. */
export function poolFeatures({ shape, data }: HostTensor, pooling: Pooling): Float32Array {
  const [images = 0, second = 1] = shape;
  const width = featureCount(shape, pooling);
  const perImage = images === 0 ? 0 : data.length / images;
  const pooled = new Float32Array(images * width);
  for (let image = 0; image < images; image++) {
    const of = data.subarray(image * perImage, (image + 1) * perImage);
    for (let feature = 0; feature < width; feature++)
      pooled[image * width + feature] =
        pooling === 'mean over space'
          ? mean(of, { first: feature * (perImage / width), step: 1, count: perImage / width })
          : pooling === 'mean over tokens'
            ? mean(of, { first: feature, step: width, count: second })
            : (of[feature] ?? NaN);
  }
  return pooled;
}

function mean(
  values: HostTensor['data'],
  { first, step, count }: { first: number; step: number; count: number },
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[first + i * step] ?? NaN;
  return sum / count;
}
