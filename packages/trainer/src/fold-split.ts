import { InputError } from '@frostline/base';
import type { Pack } from '@frostline/data';

/** The rows that a run learns from and those that it is judged by; quarantined images are in neither. */
export interface FoldSplit {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/** @throws InputError `empty-fold` when nothing is left to train on or to validate */
export function splitFold(folds: Int32Array, fold: number, pack: Pack): FoldSplit {
  const train: number[] = [];
  const validation: number[] = [];
  folds.forEach((assigned, row) => {
    if (!pack.isQuarantined(row)) (assigned === fold ? validation : train).push(row);
  });
  if (train.length === 0 || validation.length === 0)
    throw new InputError('empty-fold', `fold ${fold} leaves no images`, {
      found: { train: train.length, validation: validation.length },
      allowed: 'at least one image on each side',
      fix: 'check the fold count and the quarantined images',
    });
  return { train: Uint32Array.from(train), validation: Uint32Array.from(validation) };
}
