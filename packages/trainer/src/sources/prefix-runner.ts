import { InternalError } from '@frostline/base';
import type { HostTensor } from '@frostline/engine';
import type { OnnxPrefix } from '../onnx-models.js';
import type { PhaseModel } from '../phase-model.js';
import { pixelInput } from '../programs/model-input.js';
import { normalizeHostPixels } from '../programs/pixels.js';
import { prefixProgram } from '../programs/prefix-program.js';
import type { StepCache } from '../step-cache.js';

/** A frozen prefix that is ready for batches of one size. */
export interface PrefixRunner {
  /**
   * @param pixels of the batch's square images, uint8 [N, S, S, 3]
   * @returns features, float32 [N, …]
   */
  run(pixels: Uint8Array): Promise<HostTensor & { readonly data: Float32Array }>;
  close(): void;
}

export interface PrefixSizes {
  /** SHA-256 of the prefix's weights. */
  readonly prefixDigest: string;
  /** Edge of the images, pixels. */
  readonly size: number;
  readonly batchSize: number;
  /** Whether to compute in float32 on an engine of half precision too. */
  readonly exact?: boolean;
}

/** Opens a phase's prefix, be it some stages of its net or a model in a file. */
export async function openPrefix(
  model: PhaseModel,
  cache: StepCache,
  sizes: PrefixSizes,
): Promise<PrefixRunner> {
  return model.onnx === undefined
    ? await builtPrefix(model, cache, sizes)
    : await filePrefix(model.onnx, model, sizes);
}

async function builtPrefix(
  model: PhaseModel,
  cache: StepCache,
  { prefixDigest, size, batchSize, exact = false }: PrefixSizes,
): Promise<PrefixRunner> {
  const identity = {
    phase: 'prefix',
    backbone: model.backboneName,
    stages: model.freeze.frozenStages,
    weights: prefixDigest,
    normalization: model.normalization,
    size,
    batch: batchSize,
    exact,
  };
  const input = pixelInput(size, model.normalization);
  const step = await cache.compiled(identity, () => prefixProgram(model, { input, batchSize, exact }));
  const state = cache.engine.createState({});
  return {
    async run(pixels) {
      const { features } = await step.run(state, {
        batch: { x: { ...input.spec(batchSize), data: pixels } },
        scalars: {},
        // Nothing is drawn in evaluation mode.
        noise: { seed: 0, epoch: 0, draws: new Uint32Array(batchSize) },
      });
      if (!features || !(features.data instanceof Float32Array))
        throw new InternalError('a prefix gave no features');
      return { ...features, data: features.data };
    },
    close: () => {
      state.dispose();
    },
  };
}

async function filePrefix(
  onnx: OnnxPrefix,
  { normalization }: PhaseModel,
  { size, batchSize }: PrefixSizes,
): Promise<PrefixRunner> {
  const features = await onnx.open();
  return {
    async run(pixels) {
      const images = normalizeHostPixels(pixels, [batchSize, size, size], normalization);
      const data = await features.run(images);
      return { shape: [batchSize, onnx.width], dtype: 'float32', data };
    },
    close: () => {
      features.dispose();
    },
  };
}
