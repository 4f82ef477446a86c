import { augment } from '@frostline/data';
import type { HostTensor } from '@frostline/engine';
import { equalParts, type TrialSettings } from '@frostline/protocol';
import { tensorDigest } from '../checkpoint/tensor-digest.js';
import type { FeatureFile } from '../features/feature-file.js';
import type { FeatureChunk, FeatureStore } from '../features/feature-store.js';
import { featureInput, type ModelInput } from '../programs/model-input.js';
import type { StepCache } from '../step-cache.js';
import type { PhaseModel } from '../phase-model.js';
import type { BatchSource, Split } from './batch-source.js';
import type { Packs } from './pixel-source.js';
import { halfPrecisionError } from './half-precision-error.js';
import { openPrefix, type PrefixRunner } from './prefix-runner.js';

/** Images per call of a prefix; fixed, so that the program is the same for every trial that has the memory. */
const PREFIX_BATCH = 32;
/** Views are not drawn from a trial's seed: trials of all seeds share them. */
const VIEW_SEED = 0;

type View = number | 'clean';

const nameOf = (split: Split, view: View): string => `${split} ${view}`;

interface FeatureSourceParts {
  readonly model: PhaseModel;
  readonly packs: Packs;
  readonly settings: Pick<TrialSettings, 'flip' | 'pad_crop' | 'views' | 'image_size'>;
  readonly cache: StepCache;
  readonly store: FeatureStore;
  readonly alive: () => void;
  /** Into how many parts batches are divided at least, those of the prefix too. */
  readonly batchParts: number;
}

/**
 * Batches of a frozen prefix's features. An image has `views` augmented views, epoch e sees view e mod `views`; each
 * view of a split is computed once, by whichever trial needs it first, and read from the feature store afterwards.
 */
export class FeatureSource implements BatchSource {
  private readonly files = new Map<string, FeatureFile>();
  private readonly batchSize: number;

  private constructor(
    private readonly parts: FeatureSourceParts,
    readonly input: ModelInput,
    private readonly prefixDigest: string,
    readonly halfPrecisionError?: number,
  ) {
    this.batchSize = PREFIX_BATCH / equalParts(PREFIX_BATCH, parts.batchParts);
  }

  static async open(parts: FeatureSourceParts): Promise<FeatureSource> {
    const { onnx, prefix } = parts.model;
    const prefixDigest = onnx?.sha256 ?? tensorDigest(prefix);
    const probe = new FeatureSource(parts, featureInput([]), prefixDigest);
    const clean = await probe.file('train', 'clean');
    const error = await probe.precisionError();
    const source = new FeatureSource(parts, featureInput(clean.row), prefixDigest, error);
    source.files.set(nameOf('train', 'clean'), clean);
    return source;
  }

  async train(indices: Uint32Array, _draws: Uint32Array, epoch: number): Promise<HostTensor> {
    const { flip, pad_crop: padCrop, views } = this.parts.settings;
    return this.rows('train', flip || padCrop > 0 ? epoch % views : 'clean', indices);
  }

  clean(split: Split, indices: Uint32Array): Promise<HostTensor> {
    return this.rows(split, 'clean', indices);
  }

  close(): void {
    for (const file of this.files.values()) file.close();
    this.files.clear();
  }

  /** Of the first images. Measured in every run: features that another run computed carry no error with them. */
  private async precisionError(): Promise<number | undefined> {
    const { model, packs, cache } = this.parts;
    if (cache.engine.precision === 'fp32' || model.onnx !== undefined) return undefined;
    const { prefixDigest, batchSize } = this;
    const { size } = packs.train;
    const sizes = { prefixDigest, batchSize, size };
    const usable = packs.train.usable();
    const first = Uint32Array.from({ length: batchSize }, (_, i) => usable[i % usable.length] ?? 0);
    return halfPrecisionError(model, cache, { sizes, pixels: packs.train.read(first) });
  }

  private async rows(split: Split, view: View, indices: Uint32Array): Promise<HostTensor> {
    const name = nameOf(split, view);
    const file = this.files.get(name) ?? (await this.file(split, view));
    this.files.set(name, file);
    return { ...this.input.spec(indices.length), data: file.read(indices) };
  }

  private file(split: Split, view: View): Promise<FeatureFile> {
    const { model, packs, settings, cache, store, alive } = this.parts;
    const identity = {
      backbone: model.backboneName,
      stages: model.freeze.frozenStages,
      weights: this.prefixDigest,
      normalization: model.normalization,
      images: packs[split].identity,
      view: view === 'clean' ? view : { index: view, flip: settings.flip, pad_crop: settings.pad_crop },
      numerics: cache.engine.numericsClass,
      // Another batch may be computed in another order: what other trials share stays as it is.
      ...(this.batchSize < PREFIX_BATCH && { batch: this.batchSize }),
    };
    return store.open(identity, packs[split].count, { compute: () => this.compute(split, view), alive });
  }

  private async *compute(split: Split, view: View): AsyncGenerator<FeatureChunk> {
    const { model, packs, cache } = this.parts;
    const pack = packs[split];
    const { prefixDigest, batchSize } = this;
    const prefix = await openPrefix(model, cache, { prefixDigest, batchSize, size: pack.size });
    const [readable = 0] = pack.usable();
    try {
      for (let first = 0; first < pack.count; first += this.batchSize)
        yield await this.chunk(prefix, { split, view, first, readable });
    } finally {
      prefix.close();
    }
  }

  private async chunk(
    prefix: PrefixRunner,
    { split, view, first, readable }: { split: Split; view: View; first: number; readable: number },
  ): Promise<FeatureChunk> {
    const { packs, settings } = this.parts;
    const pack = packs[split];
    const count = Math.min(this.batchSize, pack.count - first);
    // Rows of quarantined images and of the padding hold some other image's features; nobody reads them.
    const indices = Uint32Array.from({ length: this.batchSize }, (_, i) => {
      const row = first + Math.min(i, count - 1);
      return pack.isQuarantined(row) ? readable : row;
    });
    let pixels = pack.read(indices);
    if (view !== 'clean')
      pixels = augment(
        pixels,
        pack.size,
        { flip: settings.flip, padCrop: settings.pad_crop },
        { seed: VIEW_SEED, epoch: view, draws: indices },
      );
    const { shape, data } = await prefix.run(pixels);
    return { row: shape.slice(1), values: data.subarray(0, count * (data.length / this.batchSize)) };
  }
}
