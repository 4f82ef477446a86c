import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The sample competition as torchvision's ImageFolder wants it: `train/CLASS/ID.png`, of each class the last part as
 * `val/CLASS/ID.png`, and `test/ID.png`.
 *
 * @param sample folder of examples/fashion
 * @param perClass labelled images of each class
 * @param validated how many of these are for validation
 * @param test images to predict
 */
export function imageFolder(
  sample: string,
  { perClass, validated, test }: { perClass: number; validated: number; test: number },
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const seen = new Map<string, number>();
  for (const [id, label] of rowsOf(path.join(sample, 'train.csv'))) {
    const count = seen.get(label) ?? 0;
    if (count >= perClass) continue;
    seen.set(label, count + 1);
    const split = count < perClass - validated ? 'train' : 'val';
    files.set(`${split}/${label}/${id}.png`, readFileSync(path.join(sample, 'train', `${id}.png`)));
  }
  for (const [id] of rowsOf(path.join(sample, 'sample_submission.csv')).slice(0, test))
    files.set(`test/${id}.png`, readFileSync(path.join(sample, 'test', `${id}.png`)));
  return files;
}

function rowsOf(file: string): [string, string][] {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => line.split(',') as [string, string]);
}
