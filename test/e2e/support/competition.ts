import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../../examples/fashion', import.meta.url));

const perClass = 6;
const testImages = 10;

/** A folder with a competition of 30 labelled and 10 test images, taken from `examples/fashion`, and its sweep file. */
export function competitionFolder(sweep: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'frostline-e2e-')));
  const seen = new Map<string, number>();
  const train = readRows(path.join(example, 'train.csv')).filter(([, label = '']) => {
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return count < perClass;
  });
  const solution = readRows(path.join(example, 'solution.csv')).slice(0, testImages);
  copyImages(folder, 'train', train);
  copyImages(folder, 'test', solution);
  cpSync(path.join(example, 'competition.yaml'), path.join(folder, 'competition.yaml'));
  writeTable(path.join(folder, 'train.csv'), train);
  writeTable(path.join(folder, 'solution.csv'), solution);
  writeTable(
    path.join(folder, 'sample_submission.csv'),
    solution.map(([id = '']) => [id, 'coat']),
  );
  writeFileSync(path.join(folder, 'sweep.yaml'), sweep);
  return folder;
}

/** The rows of a plain CSV file below its header. Read here without the program under test. */
export function readRows(file: string): string[][] {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => line.split(','));
}

function writeTable(file: string, rows: readonly string[][]): void {
  writeFileSync(file, ['id,label', ...rows.map((row) => row.join(','))].join('\n') + '\n');
}

function copyImages(folder: string, split: string, rows: readonly string[][]): void {
  mkdirSync(path.join(folder, split));
  for (const [id = ''] of rows)
    cpSync(path.join(example, split, `${id}.png`), path.join(folder, split, `${id}.png`));
}
