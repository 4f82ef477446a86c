import { TARGET_CLASSES } from '../fashion/competition-files.js';
import { FASHION_CLASSES, type FashionSplit } from '../fashion/idx.js';

/** The five classes that the sample competition does not use, in the order of the nets' outputs. */
export const PRETRAINING_CLASSES = FASHION_CLASSES.filter((name) => !TARGET_CLASSES.includes(name));

/** The images of a split that the sample weights are trained on; labels are indices into `PRETRAINING_CLASSES`. */
export function pretrainingImages({ images, labels }: FashionSplit): { image: Uint8Array; label: number }[] {
  return images.flatMap((image, row) => {
    const label = PRETRAINING_CLASSES.indexOf(FASHION_CLASSES[labels[row] ?? -1] ?? 't-shirt');
    return label < 0 ? [] : [{ image, label }];
  });
}
