import { augment, type Pack } from '@frostline/data';
import type { HostTensor } from '@frostline/engine';
import type { Normalization, TrialSettings } from '@frostline/protocol';
import { pixelInput } from '../programs/model-input.js';
import type { BatchSource, Split } from './batch-source.js';

export type Packs = Readonly<Record<Split, Pack>>;

/** Batches of decoded pixels; augmentation is drawn anew in each epoch. */
export class PixelSource implements BatchSource {
  readonly input;

  constructor(
    private readonly packs: Packs,
    private readonly settings: Pick<TrialSettings, 'flip' | 'pad_crop' | 'seed'>,
    normalization: Normalization,
  ) {
    this.input = pixelInput(packs.train.size, normalization);
  }

  train(indices: Uint32Array, draws: Uint32Array, epoch: number): Promise<HostTensor> {
    const pixels = this.packs.train.read(indices);
    const { flip, pad_crop: padCrop, seed } = this.settings;
    const augmented = augment(pixels, this.packs.train.size, { flip, padCrop }, { seed, epoch, draws });
    return Promise.resolve(this.batch(augmented, indices.length));
  }

  clean(split: Split, indices: Uint32Array): Promise<HostTensor> {
    return Promise.resolve(this.batch(this.packs[split].read(indices), indices.length));
  }

  close(): void {
    // Packs are shared by the process and stay open.
  }

  private batch(data: Uint8Array, count: number): HostTensor {
    return { ...this.input.spec(count), data };
  }
}
