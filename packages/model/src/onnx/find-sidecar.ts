import path from 'node:path';
import { readJsonCard } from '../weights/json-card.js';
import type { Preprocessing } from '../weights/preprocessing.js';

/** Files that Python's libraries put beside a model: timm's, and those of Hugging Face's image processors. */
const theirs = ['config.json', 'preprocessor_config.json'];

/** How images must be prepared for a model, and where that stands. */
export interface Sidecar {
  readonly file: string;
  readonly preprocessing: Preprocessing;
}

/**
 * The card beside a model: `model.json` for `model.onnx`, else timm's `config.json` or Hugging Face's
 * `preprocessor_config.json` in its folder, or, of a folder called `onnx`, in the one above. Null when there is none.
 *
 * @throws InputError `bad-weights-card` for one that is malformed
 */
export function findSidecar(model: string): Sidecar | null {
  const { dir, name } = path.parse(path.resolve(model));
  const folders = path.basename(dir) === 'onnx' ? [dir, path.dirname(dir)] : [dir];
  const places = [
    path.join(dir, `${name}.json`),
    ...folders.flatMap((folder) => theirs.map((file) => path.join(folder, file))),
  ];
  for (const file of places) {
    const preprocessing = readJsonCard(file)?.preprocessing ?? null;
    if (preprocessing !== null) return { file, preprocessing };
  }
  return null;
}
